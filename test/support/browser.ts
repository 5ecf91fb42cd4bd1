import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { decodeQR } from 'qr/decode.js'
import { onTestFinished } from 'vitest'
import { endpointOf } from './resources.ts'

/** How the person's browser is. */
export interface ContextOptions {
  javaScript?: boolean
  /** Pixels. */
  viewport?: { width: number; height: number }
  colorScheme?: 'light' | 'dark'
  /** As in `en-GB`. */
  locale?: string
}

const QR_MILLISECONDS = 5_000

let connected: Promise<Browser> | undefined

/** Opens a browser with no cookies and one empty page, closed after the test. Call it inside a test or `beforeEach`. */
export async function openContext({
  javaScript = true,
  viewport = { width: 1280, height: 800 },
  colorScheme = 'light',
  locale = 'en-US',
}: ContextOptions = {}): Promise<{ context: BrowserContext; page: Page }> {
  connected ??= endpointOf('chromium').then((endpoint) => chromium.connect(endpoint))
  const browser = await connected
  const context = await browser.newContext({ javaScriptEnabled: javaScript, viewport, colorScheme, locale })
  onTestFinished(() => context.close())
  context.setDefaultTimeout(10_000)
  return { context, page: await context.newPage() }
}

/** Reads the QR code in a screenshot, as the camera of a phone would; throws when there is none. */
export function decodeQr(png: Buffer): string {
  const { width, height, data } = PNG.sync.read(png)
  return decodeQR({ width, height, data }, { timeLimit: QR_MILLISECONDS })
}
