import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type HttpPerson, openHttpPerson } from '../support/http-person.ts'
import { startTestServer } from '../support/test-server.ts'

const server = await startTestServer()

const elsewhere = [
  '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', '/\\/evil.example', 'https:evil.example', 'https://evil.example', 'http:/evil.example',
  'javascript:alert(1)', 'data:text/html,x', '/\t/evil.example', '/\n/evil.example', '\t//evil.example', '/%09/evil.example', '/%5cevil.example', '/%2f%2fevil.example', '//evil.example/..//',
  '/.//evil.example', '/..//evil.example', '/./\\evil.example', '/a/..//evil.example', '/a/../\\evil.example', '/%2e%2e//evil.example', '@evil.example', '.evil.example', ':80', 'evil.example', '',
  '/\u0000/evil.example', '/﹨evil.example', '/／evil.example', '//localhost@evil.example', `${server.publicUrl}@evil.example`, `/${'a'.repeat(5000)}`,
  '/x\r\nset-cookie: nightlatch-session=evil', '/x%0d%0aset-cookie: a=b',
]

/** Where a browser at our origin ends up. */
const leadsTo = (location: string | null) => (location === null ? null : new URL(location, server.publicUrl).origin)

/** The links and forms of a page that leave our origin. */
function leavingLinks(body: string): string[] {
  const links = [...body.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, link]) => link!.replaceAll('&amp;', '&'))
  const isFile = (link: string) => link.startsWith('data:text/plain') // backup codes, to keep
  return links.filter((link) => !isFile(link) && leadsTo(link) !== server.publicUrl)
}

describe('Where a sign-in leads', () => {
  it.each(elsewhere)('is never another site: %j', async (next) => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.open(`/sign-in?next=${encodeURIComponent(next)}`)
    await browser.submit('/sign-in', { identifier: ann.userName, password: ann.password, next })
    const answer = await browser.post('/verify', { code: ann.appCode() })
    expect([303, 400]).toContain(answer.status)
    expect([server.publicUrl, null]).toContain(leadsTo(answer.location))
    expect(answer.location ?? '/').toMatch(/^\/(?![/\\])/)
    expect(answer.headers.getSetCookie().join()).not.toContain('evil')
  })

  it('is the page that was asked for', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    const first = await browser.get('/my-security/devices?page=2&q=%2Fx')
    expect(first.location).toBe(`/sign-in?next=${encodeURIComponent('/my-security/devices?page=2&q=%2Fx')}`)
    await browser.open(first.location!)
    await browser.submit('/sign-in', { identifier: ann.userName, password: ann.password, next: '/my-security/devices?page=2&q=%2Fx' })
    expect((await browser.post('/verify', { code: ann.appCode() })).location).toBe('/my-security/devices?page=2&q=%2Fx')
  })

  it('is never so long, once a browser has escaped it, that the form with it is refused', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    const { body } = await browser.open(`/sign-in?next=${encodeURIComponent(`/${'<'.repeat(400)}`)}`)
    const next = /name="next" value="([^"]*)"/.exec(body)?.[1] ?? ''
    expect((await browser.post('/sign-in', { identifier: ann.userName, password: ann.password, next })).location).toBe('/verify')
  })
})

describe('Somebody signed in', () => {
  let browser: HttpPerson

  beforeAll(async () => {
    browser = openHttpPerson(server)
    await browser.signIn(await (await server.organization()).person({ enrolled: ['totp'] }))
    await browser.open('/my-security/password')
  })

  const pages = ['/sign-in', '/step-up', '/my-security/backup-codes', '/my-security/backup-codes/reminder']
  const forms = ['/my-security/backup-codes/saved', '/my-security/backup-codes']

  it('is led to another site by no address, and by no form', async () => {
    const wrong: string[] = []
    for (const next of elsewhere) {
      for (const path of pages) {
        const { location, body, status } = await browser.copy().get(`${path}?next=${encodeURIComponent(next)}`)
        if (status >= 500 || ![server.publicUrl, null].includes(leadsTo(location)) || leavingLinks(body).length > 0) wrong.push(`GET ${path} ${next}: ${status} ${location}`)
      }
      for (const path of forms) {
        const { location, body, status } = await browser.copy().post(path, { next })
        if (status >= 500 || ![server.publicUrl, null].includes(leadsTo(location)) || leavingLinks(body).length > 0) wrong.push(`POST ${path} ${next}: ${status} ${location}`)
      }
      const referred = await browser.copy().post('/my-security/turn-off', {}, { body: '', headers: { referer: next.replaceAll(/[^\x20-\x7e]/g, '') } })
      if (referred.status >= 500 || ![server.publicUrl, null].includes(leadsTo(referred.location))) wrong.push(`referrer ${next}: ${referred.location}`)
    }
    expect(wrong).toEqual([])
  }, 60_000)

  it('is led to another site by nothing that fast-check can make up', async () => {
    const piece = fc.constantFrom('/', '\\', '.', '..', ':', '@', 'evil.example', 'https:', '%2f', '%5c', '\t', '\n', '?', '#', 'a', '\u2028')
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
        const request = new Request(`${server.publicUrl}/sign-in?next=${encodeURIComponent(pieces.join(''))}`, {
          headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        })
        const { status, headers } = await server.standalone.web(request, { address: '127.0.0.1', agent: '' })
        expect(status).toBe(303)
        expect(leadsTo(headers.get('location'))).toBe(server.publicUrl)
      }),
      { numRuns: 300 },
    )
  })
})
