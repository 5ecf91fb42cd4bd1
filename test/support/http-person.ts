import { request as httpRequest } from 'node:http'
import type { TestPerson, TestServer } from './test-server.ts'

/** What came back, as it came: no redirect is followed. */
export interface HttpAnswer {
  status: number
  headers: Headers
  body: string
  /** Where a redirect leads, or null. */
  location: string | null
  /** The title of the page, '' when there is none. */
  title: string
}

export interface HttpOptions {
  method?: string
  /** Added to what a browser sends; `null` leaves one out. */
  headers?: Readonly<Record<string, string | null>>
  /** Instead of the fields of a form. */
  body?: string | Uint8Array
}

type Fields = Readonly<Record<string, string>>

/** A form that was sent but for its last byte. */
export interface HeldPost {
  /** Resolves when all but the last byte has left. */
  ready: Promise<void>
  release(): Promise<HttpAnswer>
}

/** Somebody at a browser of their own, without the browser: cookies, form tokens and an Origin, over a real socket. */
export interface HttpPerson {
  cookies: Map<string, string>
  /** Of the page seen last; '' before the first. */
  formToken: string
  /** One GET. */
  get(path: string, options?: HttpOptions): Promise<HttpAnswer>
  /** A GET, and on to where it leads. */
  open(path: string): Promise<HttpAnswer>
  /** One POST of a form, with the token of the page seen last. */
  post(path: string, fields?: Fields, options?: HttpOptions): Promise<HttpAnswer>
  /** A POST, and on to where it leads. */
  submit(path: string, fields?: Fields): Promise<HttpAnswer>
  /** A POST held back before its last byte, so that many arrive in the same moment. */
  hold(path: string, fields?: Fields): HeldPost
  /** User name and password, and on to where they lead. */
  givePassword(person: Pick<TestPerson, 'userName' | 'password'>, next?: string): Promise<HttpAnswer>
  /** Password and the code of the app, and on to the first page. */
  signIn(person: TestPerson): Promise<HttpAnswer>
  /** Another tab of this browser's profile, copied as it is now. */
  copy(): HttpPerson
}

const MOST_REDIRECTS = 10

/** Opens a browser without cookies. */
export function openHttpPerson(server: Pick<TestServer, 'url' | 'publicUrl'>, options: { headers?: HttpOptions['headers'] } = {}): HttpPerson {
  const { url } = server
  const origin = new URL(server.publicUrl).origin

  function create(cookies: Map<string, string>, formToken: string): HttpPerson {
    const person: HttpPerson = {
      cookies,
      formToken,

      get: (path, asked = {}) => send({ method: 'GET', path, ...asked }),

      async open(path) {
        return await follow(await person.get(path))
      },

      post: (path, fields = {}, asked = {}) => send({ method: 'POST', path, body: encode(fields), ...asked }),

      async submit(path, fields) {
        return await follow(await person.post(path, fields))
      },

      hold(path, fields = {}) {
        const body = Buffer.from(encode(fields))
        const { request, answer } = start({ method: 'POST', path, body })
        const ready = new Promise<void>((resolve, reject) => {
          request.once('error', reject)
          request.write(body.subarray(0, -1), () => resolve())
        })
        return {
          ready,
          release() {
            request.end(body.subarray(-1))
            return answer
          },
        }
      },

      async givePassword({ userName, password }, next = '/') {
        await person.open(`/sign-in?next=${encodeURIComponent(next)}`)
        return await person.submit('/sign-in', { identifier: userName, password, next })
      },

      async signIn(someone) {
        await person.givePassword(someone)
        return await person.submit('/verify', { code: someone.appCode() })
      },

      copy: () => create(new Map(person.cookies), person.formToken),
    }
    return person

    function encode(fields: Fields): string {
      return new URLSearchParams({ formToken: person.formToken, ...fields }).toString()
    }

    async function follow(answer: HttpAnswer): Promise<HttpAnswer> {
      let at = answer
      for (let hops = 0; at.location !== null; hops++) {
        if (hops === MOST_REDIRECTS) throw new Error(`Redirected ${hops} times, at last to ${at.location}`)
        const to = new URL(at.location, origin)
        if (to.origin !== origin) throw new Error(`Sent to another site: ${at.location}`)
        at = await person.get(to.pathname + to.search)
      }
      return at
    }

    function send(asked: { method: string; path: string } & HttpOptions): Promise<HttpAnswer> {
      const { request, answer } = start(asked)
      request.end(asked.body)
      return answer
    }

    function start({ method, path, body, headers = {} }: { method: string; path: string } & HttpOptions) {
      const given = { ...browserHeaders(method, body), ...options.headers, ...headers }
      const sent = Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null))
      const request = httpRequest(url, { method, path, headers: sent, agent: false })
      const answer = new Promise<HttpAnswer>((resolve, reject) => {
        request.once('error', reject)
        request.once('response', (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.once('error', reject)
          response.once('end', () => resolve(received(response.statusCode ?? 0, response.rawHeaders, Buffer.concat(chunks).toString())))
        })
      })
      // Whoever holds a post back looks at the answer later.
      answer.catch(() => {})
      return { request, answer }
    }

    function browserHeaders(method: string, body: HttpOptions['body']): Record<string, string> {
      const isPosted = method !== 'GET' && method !== 'HEAD'
      return {
        accept: 'text/html',
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        ...(person.cookies.size > 0 ? { cookie: [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        'sec-fetch-site': isPosted ? 'same-origin' : 'none',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        ...(isPosted ? { origin, 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      }
    }

    function received(status: number, rawHeaders: readonly string[], body: string): HttpAnswer {
      const headers = new Headers()
      for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
      for (const header of headers.getSetCookie()) keep(header)
      person.formToken = /name="formToken" value="([^"]*)"/.exec(body)?.[1] ?? person.formToken
      return { status, headers, body, location: headers.get('location'), title: /<title>([^<]*)<\/title>/.exec(body)?.[1] ?? '' }
    }

    function keep(header: string): void {
      const [pair = '', ...attributes] = header.split(';').map((part) => part.trim())
      const name = pair.slice(0, pair.indexOf('='))
      if (attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')) person.cookies.delete(name)
      else person.cookies.set(name, pair.slice(name.length + 1))
    }
  }

  return create(new Map(), '')
}

/** Lets go of all held posts in the same moment. */
export async function releaseTogether(held: readonly HeldPost[]): Promise<HttpAnswer[]> {
  await Promise.all(held.map(({ ready }) => ready))
  return await Promise.all(held.map((post) => post.release()))
}
