import { chromium } from 'playwright-core'
import { type Chromium, unpackChromium } from './chromium-package.ts'
import type { Running } from './global-setup.ts'

const QUIET = [
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-gpu',
  '--disable-print-preview',
  '--font-render-hinting=none',
  '--no-pings',
]

/** Starts one Chromium for the run: the one of CHROMIUM_PATH, or else of the package. */
export async function startChromium(): Promise<Running> {
  const installed = process.env['CHROMIUM_PATH']
  const browser = installed === undefined ? await unpackChromium() : { executablePath: installed, env: {} }
  const server = await launch(browser)
  return { endpoint: server.wsEndpoint(), stop: () => server.close() }
}

/** Chromium cannot sandbox itself as root, nor where user namespaces are forbidden, as in many containers. */
async function launch({ executablePath, env }: Chromium) {
  const options = {
    executablePath,
    args: QUIET,
    env: { ...process.env, ...env },
    host: '127.0.0.1',
    handleSIGINT: false, // Vitest stops us, and we stop it
  }
  if (process.getuid?.() === 0) return chromium.launchServer({ ...options, chromiumSandbox: false })
  try {
    return await chromium.launchServer({ ...options, chromiumSandbox: true })
  } catch (error) {
    if (!/sandbox/i.test(String(error))) throw error
    console.warn('Chromium cannot use its sandbox here: the tests, which open only their own pages, go on without it')
    return chromium.launchServer({ ...options, chromiumSandbox: false })
  }
}
