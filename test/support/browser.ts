import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
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
  /** Runs on every page before its own scripts, whatever the page's policy. */
  script?: string
}

const QR_MILLISECONDS = 5_000

export interface Window {
  context: BrowserContext
  page: Page
}

let connected: Promise<Browser> | undefined

/** Windows that no test uses now, by how they were opened. Half of what a short journey costs is the start of its window. */
const parked = new Map<string, Window[]>()

/** Opens a browser with no cookies and one empty page, closed after the test. Call it inside a test or `beforeEach`. */
export async function openContext({
  javaScript = true,
  viewport = { width: 1280, height: 800 },
  colorScheme = 'light',
  locale = 'en-US',
  script,
}: ContextOptions = {}): Promise<{ context: BrowserContext; page: Page }> {
  const settings = { javaScriptEnabled: javaScript, viewport, colorScheme, locale }
  const kind = JSON.stringify([settings, script])
  const window = parked.get(kind)?.pop() ?? (await openWindow(settings, script))
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') return await window.context.close()
    await tidy(window, viewport)
    parked.set(kind, [...(parked.get(kind) ?? []), window])
  })
  return window
}

/** The window in which the development phone and mailbox lie on the desk: nobody's, and never closed. */
export async function openDesk(): Promise<Window> {
  desk ??= openWindow({ locale: 'en-US', javaScriptEnabled: false }) // or its pages would load themselves anew just when they are opened
  return await desk
}

let desk: Promise<Window> | undefined

async function openWindow(settings: BrowserContextOptions, script?: string): Promise<Window> {
  connected ??= endpointOf('chromium').then((endpoint) => chromium.connect(endpoint))
  const context = await (await connected).newContext(settings)
  context.setDefaultTimeout(10_000)
  if (script !== undefined) await context.addInitScript(script)
  return { context, page: await context.newPage() }
}

/** Leaves nothing behind that the next person could be known by, or that changes what they see. */
async function tidy({ context, page }: Window, viewport: ContextOptions['viewport'] & {}): Promise<void> {
  const others = context.pages().filter((other) => other !== page)
  page.removeAllListeners()
  // These pages load themselves anew for as long as they are open.
  if (page.url().includes('/development/')) await page.goto('about:blank')
  await Promise.all([
    ...others.map((other) => other.close()),
    context.clearCookies(),
    context.clearPermissions(),
    context.setExtraHTTPHeaders({}),
    page.emulateMedia({ media: null, colorScheme: null, reducedMotion: null }),
    page.setViewportSize(viewport),
  ])
}

/** Reads the QR code in a screenshot, as the camera of a phone would; throws when there is none. */
export function decodeQr(png: Buffer): string {
  const { width, height, data } = PNG.sync.read(png)
  return decodeQR({ width, height, data }, { timeLimit: QR_MILLISECONDS })
}
