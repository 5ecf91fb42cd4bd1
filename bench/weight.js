import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appCodeOf } from './app-code-of.js'
import { headerOf, openBrowser } from './browser.js'
import { addAccount, built, openStandalone, PASSWORD } from './people.js'

/** @import { Answer } from './connection.js' */
/** @import { Result } from './promise.js' */
/** @type {typeof import('../src/listen.ts')} */
const { listen } = await import(built('listen.js'))
/** @type {typeof import('../src/log.ts')} */
const { createLog } = await import(built('log.js'))
/** @type {typeof import('../src/web/routes.ts')} */
const { routes } = await import(built('web/routes.js'))
/** @type {typeof import('../src/crypto/base32.ts')} */
const { decodeBase32 } = await import(built('crypto/base32.js'))

const TARGET_BYTES = 30_000
const FEWEST_PAGES = 25 // fewer means that the walk lost its way

/**
 * The heaviest page that anybody can come to, with all that a browser without
 * a cache loads for it. The server is the development one, which alone can
 * text: its pages are the production ones with a strip at the top.
 *
 * @returns {Promise<Result[]>}
 */
export async function weight() {
  const folder = await mkdtemp(join(tmpdir(), 'nightlatch-bench-'))
  const standalone = await openStandalone(`file:${join(folder, 'weight.db')}`, { isDevelopment: true })
  const server = await listen(standalone, { host: '127.0.0.1', port: 0, trustedProxies: [], log: createLog('error') })
  try {
    const walk = await openWalk(server.port)
    await walk.as(signedInWithApp)
    await walk.as(settingUpByApp)
    await walk.as(settingUpByText)
    await walk.as(required)
    const pages = walk.pages()
    if (pages.length < FEWEST_PAGES) throw new Error(`only ${pages.length} pages were found`)
    const [heaviest = { path: '', bytes: Number.NaN }] = pages
    return [
      {
        promise: `heaviest of ${pages.length} pages, with styles, script and icon`,
        target: '<= 30 KB',
        measured: `${(heaviest.bytes / 1000).toFixed(1)} KB (${heaviest.path}; median ${((pages[pages.length >> 1]?.bytes ?? 0) / 1000).toFixed(1)})`,
        ratio: heaviest.bytes / TARGET_BYTES,
      },
    ]
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }

  /** @param {Visitor} visitor */
  async function signedInWithApp({ browser, look, lookAround }) {
    await lookAround()
    const { userName, secret } = await addAccount(standalone, ['totp', 'sms'])
    const password = () => browser.post('/sign-in', { identifier: userName, password: PASSWORD, next: '/' })
    await look('/sign-in')
    await look('/sign-in', browser.post('/sign-in', { identifier: '', password: '' }))
    await look('/verify', browser.follow(await password()))
    await lookAround()
    await look('/verify')
    await look('/verify', browser.post('/verify', { code: '000000' }))
    await look('/', browser.follow(await browser.post('/verify', { code: appCodeOf(secret), trustDevice: 'on' })))
    await lookAround()
    await look('/my-security/backup-codes')
    await look('/my-security/backup-codes', browser.post('/my-security/backup-codes', { next: '/my-security' }))
    await look('/my-security')
    // A trusted device signs in without a code, which is no step-up.
    await browser.post('/sign-out')
    await look('/sign-in')
    await look('/', browser.follow(await password()))
    await lookAround()
  }

  /** @param {Visitor} visitor */
  async function settingUpByApp(visitor) {
    const { browser, look } = visitor
    await startSettingUp(visitor)
    const page = await look('/set-up/choose', browser.post('/set-up/choose', { method: 'totp' }))
    const secret = decodeBase32(/[A-Z2-7]{32}/.exec(page.body.replace(/<[^>]*>|\s/g, ''))?.[0] ?? '')
    if (secret === null) throw new Error('the page shows no key')
    await look('/set-up/app')
    await look('/set-up/app/confirm', browser.post('/set-up/app/confirm', { code: '000000' }))
    await look('/set-up/app/confirm', browser.post('/set-up/app/confirm', { code: appCodeOf(secret) }))
  }

  /** @param {Visitor} visitor */
  async function settingUpByText(visitor) {
    const { browser, look } = visitor
    await startSettingUp(visitor)
    await look('/set-up/phone')
    await look('/set-up/phone', browser.post('/set-up/phone', { country: 'GB', phone: '1' }))
    await look('/set-up/phone', browser.post('/set-up/phone', { country: 'GB', phone: '07400 123456' }))
    await look('/development/phone')
  }

  /** @param {Visitor} visitor */
  async function startSettingUp({ browser, look, lookAround }) {
    const { userName } = await addAccount(standalone, [])
    await look('/sign-in')
    await look('/', browser.follow(await browser.post('/sign-in', { identifier: userName, password: PASSWORD, next: '/' })))
    await look('/step-up?next=/set-up/choose')
    await look('/set-up/choose', browser.follow(await browser.post('/step-up/password?next=/set-up/choose', { password: PASSWORD })))
    await lookAround()
    await look('/set-up/choose')
  }

  /** @param {Visitor} visitor */
  async function required({ browser, look, lookAround }) {
    const { userName } = await addAccount(standalone, [], 'paymentsAdministrator')
    await look('/sign-in')
    await look('/set-up', browser.follow(await browser.post('/sign-in', { identifier: userName, password: PASSWORD, next: '/' })))
    await lookAround()
    await look('/set-up/confirm-email')
    await look('/set-up/confirm-email', browser.follow(await browser.post('/set-up/confirm-email/send')))
  }
}

/**
 * @typedef {object} Visitor
 * @property {Awaited<ReturnType<typeof openBrowser>>} browser
 * @property {(path: string, answer?: Promise<Answer>) => Promise<Answer>} look - at one page
 * @property {() => Promise<void>} lookAround - at every path there is, and at what the pages link to
 */

/** @param {number} port */
async function openWalk(port) {
  /** @type {Map<string, number>} */
  const heaviest = new Map()
  /** @type {Map<string, number>} */
  const loaded = new Map()
  const loader = await openBrowser(port)

  return {
    /** @param {(visitor: Visitor) => Promise<void>} who */
    async as(who) {
      const browser = await openBrowser(port)
      /** @type {Visitor['look']} */
      const look = async (path, answer = browser.get(path)) => {
        const page = await answer
        if (page.status >= 500) throw new Error(`${path} failed: ${page.head}`)
        if (headerOf(page, 'content-type')?.startsWith('text/html')) {
          const named = nameOf(path)
          heaviest.set(named, Math.max(heaviest.get(named) ?? 0, page.bytes + (await besides(page))))
        }
        return page
      }
      await who({ browser, look, lookAround: () => lookAround(look) })
      browser.close()
    },

    /** Heaviest first. */
    pages: () => [...heaviest].map(([path, bytes]) => ({ path, bytes })).toSorted((one, other) => other.bytes - one.bytes),
  }

  /** @param {Visitor['look']} look */
  async function lookAround(look) {
    const paths = new Set(Object.values(routes).map(({ path }) => /** @type {string} */ (path)).filter((path) => !path.includes(':')))
    /** @type {Set<string>} */
    const found = new Set()
    for (const path of paths) {
      const page = await look(path)
      for (const [, link = ''] of page.body.matchAll(/(?:href|action)="(\/[^"#]*)"/g)) if (!link.startsWith('/assets/')) found.add(link.replaceAll('&amp;', '&'))
    }
    for (const path of found) if (!paths.has(path)) await look(path)
  }

  /**
   * What a browser loads beside the page: styles, scripts, pictures, and the icon that it asks for by itself.
   *
   * @param {Answer} page
   */
  async function besides(page) {
    const tags = [...page.body.matchAll(/<(?:link|script|img)\b[^>]*?(?:href|src)="(\/[^"]*)"/g)].map(([, path = '']) => path)
    const icon = /<link[^>]*rel="[^"]*icon/.test(page.body) ? [] : ['/favicon.ico']
    let bytes = 0
    for (const path of new Set([...tags, ...icon])) {
      if (!loaded.has(path)) loaded.set(path, (await loader.get(path)).bytes)
      bytes += loaded.get(path) ?? 0
    }
    return bytes
  }
}

/**
 * The path as the route table has it: ids and queries say nothing of a page.
 *
 * @param {string} path
 */
function nameOf(path) {
  return path.replace(/\?.*/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, ':id')
}
