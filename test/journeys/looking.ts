import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { routes } from '../../src/web/routes.ts'
import { openContext, type Window } from '../support/browser.ts'
import { isLong } from '../support/long.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const PHONE = { width: 360, height: 740 }
const TABLET = { width: 768, height: 1024 }
const DESK = { width: 1440, height: 900 }

/** A phone in the light in every run; all widths, in the dark too, in `npm run test:long`. */
const LOOKS = isLong
  ? [PHONE, TABLET, DESK].flatMap((viewport) => (['light', 'dark'] as const).map((colorScheme) => ({ viewport, colorScheme })))
  : [{ viewport: PHONE, colorScheme: 'light' as const }]

/** Every route whose page was looked at. */
export const seen = new Set<string>()

/** A window whose every page brings axe along: put into a page that is open already, its half a megabyte takes three times as long. */
export async function openToLook(): Promise<Window> {
  return await openContext({ script: axe })
}

/**
 * Looks at the page as it is now, in each of these looks.
 *
 * @returns what is wrong with it: nothing, one hopes
 */
export async function faultsOf(page: Page): Promise<string[]> {
  const { pathname } = new URL(page.url())
  for (const { path } of Object.values(routes)) if (isAt(path, pathname)) seen.add(path)

  const faults: string[] = []
  for (const { viewport, colorScheme } of LOOKS) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme })
    const at = `${pathname} at ${viewport.width}, ${colorScheme}`
    faults.push(...(await askAxe(page)).map((fault) => `${at}: ${fault}`))
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (over > 0) faults.push(`${at}: ${over} pixels too wide`)
  }
  return faults
}

async function askAxe(page: Page): Promise<string[]> {
  return await page.evaluate(`(async () => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'], iframes: false, preload: false, selectors: false })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html.slice(0, 120)))
  })()`)
}

/** Is a path that of a route, as in `/devices/:id/revoke`? */
function isAt(route: string, pathname: string): boolean {
  return new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`).test(pathname)
}
