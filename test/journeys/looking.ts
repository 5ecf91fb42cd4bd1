import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { routes } from '../../src/web/routes.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const PHONE = { width: 360, height: 740 }
const DESK = { width: 1440, height: 900 }

/** Every route whose page was looked at. */
export const seen = new Set<string>()

/**
 * Looks at the page as it is now, on a phone and on a desk, in light and in dark.
 *
 * @returns what is wrong with it: nothing, one hopes
 */
export async function faultsOf(page: Page): Promise<string[]> {
  const { pathname } = new URL(page.url())
  for (const { path } of Object.values(routes)) if (isAt(path, pathname)) seen.add(path)

  const faults: string[] = []
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' })
  for (const viewport of [PHONE, DESK]) {
    await page.setViewportSize(viewport)
    // Colors alone differ in the dark.
    faults.push(...(await askAxe(page, '{}')).map((fault) => `${pathname} at ${viewport.width}: ${fault}`))
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' })
    faults.push(...(await askAxe(page, "{ runOnly: ['color-contrast'] }")).map((fault) => `${pathname} at ${viewport.width}, dark: ${fault}`))
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' })
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (over > 0) faults.push(`${pathname} at ${viewport.width}: ${over} pixels too wide`)
  }
  return faults
}

async function askAxe(page: Page, options: string): Promise<string[]> {
  // Half a megabyte: once a page is enough.
  if (await page.evaluate('typeof axe') === 'undefined') await page.evaluate(axe)
  return await page.evaluate(`(async () => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'], iframes: false, ...${options} })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html.slice(0, 120)))
  })()`)
}

/** Is a path that of a route, as in `/devices/:id/revoke`? */
function isAt(route: string, pathname: string): boolean {
  return new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`).test(pathname)
}
