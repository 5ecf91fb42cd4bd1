import { openConnection, requestText } from './connection.js'
import { PUBLIC_URL } from './people.js'

/** @import { Answer } from './connection.js' */

/**
 * As much of a browser as the pages need: cookies, the token in the form, and
 * what a page loads beside itself.
 *
 * @param {number} port
 */
export async function openBrowser(port) {
  const connection = await openConnection(port)
  /** @type {Map<string, string>} */
  const cookies = new Map()
  let formToken = ''

  const browser = {
    /** @param {string} path */
    get: (path) => send('GET', path),

    /**
     * @param {string} path
     * @param {Readonly<Record<string, string>>} [fields]
     */
    post: (path, fields = {}) => send('POST', path, new URLSearchParams({ formToken, ...fields }).toString()),

    /**
     * @param {Answer} answer
     * @returns {Promise<Answer>} what redirects lead to at last
     */
    async follow(answer) {
      const location = headerOf(answer, 'location')
      if (location === null) return answer
      return await browser.follow(await browser.get(location))
    },

    close: () => connection.close(),
  }
  return browser

  /**
   * @param {string} method
   * @param {string} path
   */
  async function send(method, path, body = '') {
    const headers = {
      accept: 'text/html',
      'accept-encoding': 'gzip, deflate, br, zstd',
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'sec-fetch-site': method === 'POST' ? 'same-origin' : 'none',
      ...(method === 'POST' ? { origin: PUBLIC_URL, 'content-type': 'application/x-www-form-urlencoded' } : {}),
    }
    const answer = await connection.send(requestText(method, path, headers, body))
    for (const [, name = '', value = '', attributes = ''] of answer.head.matchAll(/^set-cookie: ([^=]*)=([^;\r\n]*)(.*)$/gim)) {
      if (/max-age=0/i.test(attributes)) cookies.delete(name)
      else cookies.set(name, value)
    }
    formToken = /name="formToken" value="([^"]*)"/.exec(answer.body)?.[1] ?? formToken
    return answer
  }
}

/**
 * @param {Answer} answer
 * @param {string} name
 */
export function headerOf(answer, name) {
  return new RegExp(`^${name}: ([^\\r\\n]*)`, 'im').exec(answer.head)?.[1] ?? null
}
