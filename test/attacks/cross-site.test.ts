import { beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { type HttpPerson, openHttpPerson } from '../support/http-person.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'

const lines: string[] = []
const server = await startTestServer('sqlite', { log: createLog('warn', { write: (line) => void lines.push(line) }) })
const { store } = server.standalone

/** Where a forged form may come from, and what the browser then says of itself. */
const foreign: Record<string, Record<string, string | null>> = {
  'another site': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  'another site, in a browser that says nothing more': { origin: 'https://evil.example', 'sec-fetch-site': null },
  'another site that claims to be ours': { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  'ours as the start of another name': { origin: `${server.publicUrl}.evil.example`, 'sec-fetch-site': null },
  'ours on another port': { origin: 'http://localhost', 'sec-fetch-site': 'same-site' },
  'ours under https': { origin: server.publicUrl.replace('http:', 'https:'), 'sec-fetch-site': null },
  'ours with a path': { origin: `${server.publicUrl}/`, 'sec-fetch-site': null },
  'ours twice': { origin: `${server.publicUrl}, ${server.publicUrl}`, 'sec-fetch-site': null },
  'a sandboxed frame': { origin: 'null', 'sec-fetch-site': 'cross-site' },
  'a page without origin, in a browser that says nothing more': { origin: 'null', 'sec-fetch-site': null },
  'nowhere': { origin: null, 'sec-fetch-site': null },
  'nowhere, typed by hand': { origin: null, 'sec-fetch-site': 'none' },
  'a sibling site': { origin: null, 'sec-fetch-site': 'same-site' },
  'ours, as a script elsewhere claims': { origin: server.publicUrl, 'sec-fetch-site': 'cross-site' },
}

describe.each(Object.entries(foreign))('A form sent from %s', (_, headers) => {
  it('is refused before the password is looked at', async () => {
    const ann = await (await server.organization()).person()
    const browser = openHttpPerson(server)
    await browser.open('/sign-in')

    const answer = await browser.post('/sign-in', { identifier: ann.userName, password: ann.password }, { headers })

    expect(answer.status).toBe(403)
    expect(browser.cookies.has('nightlatch-session')).toBe(false)
    const { organizationId, id } = ann.user
    expect(await store.listSessions(organizationId, id)).toEqual([])
    expect(await store.listActivity(organizationId, id, { before: null, limit: 10 })).toEqual([])
  })
})

describe('A form sent from elsewhere', () => {
  it('is in the log, with the address that came and the one that was expected, and nothing that was typed', async () => {
    const ann = await (await server.organization()).person()
    const browser = openHttpPerson(server)
    await browser.open('/sign-in')
    lines.length = 0
    const origin = `https://evil.example/${'x'.repeat(1000)}`
    await browser.post('/sign-in', { identifier: ann.userName, password: ann.password }, { headers: { origin, 'sec-fetch-site': 'cross-site' } })
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 40,
      path: '/sign-in',
      received: { origin: origin.slice(0, 200), secFetchSite: 'cross-site' },
      expected: server.publicUrl,
    })
    for (const typed of [ann.password, ann.userName, ...browser.cookies.values()]) expect(lines[0]).not.toContain(typed)
  })
})

describe('A page of ours without referrer', () => {
  it('may post, on the word of the browser that it is the same origin', async () => {
    const ann = await (await server.organization()).person()
    for (const origin of ['null', null]) {
      const browser = openHttpPerson(server)
      await browser.open('/sign-in')
      const answer = await browser.post('/sign-in', { identifier: ann.userName, password: ann.password }, { headers: { origin } })
      expect(answer.status).toBe(303)
    }
  })
})

describe('A form', () => {
  let ann: TestPerson
  let browser: HttpPerson

  beforeAll(async () => {
    ann = await (await server.organization()).person({ enrolled: ['totp'] })
    browser = openHttpPerson(server)
    await browser.signIn(ann)
    await browser.open('/my-security/password')
  })

  async function tokenOf(opening: (other: HttpPerson) => Promise<unknown>): Promise<string> {
    const other = openHttpPerson(server)
    await opening(other)
    return other.formToken
  }

  const foreignTokens: Record<string, () => Promise<string | null>> = {
    'without a token': async () => null,
    'with an empty token': async () => '',
    'with an invented token': async () => 'A'.repeat(43),
    'with the token of a sign-in page elsewhere': () => tokenOf((other) => other.open('/sign-in')),
    'with the token of the same person in another browser': () =>
      tokenOf(async (other) => {
        server.clock.advance(30)
        await other.signIn(ann)
        await other.open('/my-security/password')
      }),
    'with the token of somebody else': () =>
      tokenOf(async (other) => {
        await other.signIn(await (await server.organization()).person({ enrolled: ['totp'] }))
        await other.open('/my-security/password')
      }),
    'with the token from before this sign-in': async () => {
      const former = new Map([...browser.cookies].filter(([name]) => name === 'nightlatch-browser'))
      const stranger = browser.copy()
      stranger.cookies.clear()
      for (const [name, value] of former) stranger.cookies.set(name, value)
      await stranger.open('/sign-in')
      return stranger.formToken
    },
  }

  it.each(Object.keys(foreignTokens))('%s changes nothing', async (name) => {
    const token = await foreignTokens[name]!()
    const { organizationId, id } = ann.user
    const sessions = await store.listSessions(organizationId, id)

    for (const path of ['/sign-out', '/my-security/turn-off', '/my-security/backup-codes', '/my-security/sessions/end-others']) {
      const body = new URLSearchParams(token === null ? {} : { formToken: token }).toString()
      expect((await browser.copy().post(path, {}, { body })).status).toBe(403)
    }

    expect(await store.listSessions(organizationId, id)).toHaveLength(sessions.length)
    expect((await store.findPerson(organizationId, id))?.authenticators).toHaveLength(1)
    expect((await browser.get('/my-security')).status).toBe(200)
  })

  it('whose token comes in the address rather than in the form changes nothing', async () => {
    expect((await browser.copy().post(`/sign-out?formToken=${browser.formToken}`, {}, { body: '' })).status).toBe(403)
  })

  it('from a browser that keeps no cookies is told so', async () => {
    const blocked = openHttpPerson(server)
    await blocked.open('/sign-in')
    blocked.cookies.clear()
    const { status, title } = await blocked.post('/sign-in', { identifier: ann.userName, password: ann.password })
    expect(status).toBe(400)
    expect(title).toMatch(/cookie/i)
  })

  it('is not sent by a GET that carries its fields', async () => {
    const fields = new URLSearchParams({ formToken: browser.formToken, identifier: ann.userName, password: ann.password, code: ann.appCode() })
    for (const path of ['/sign-out', '/my-security/turn-off', '/my-security/backup-codes', '/verify', '/set-up/app']) await browser.copy().get(`${path}?${fields}`)
    const { organizationId, id } = ann.user
    const person = await store.findPerson(organizationId, id)
    expect(person?.authenticators).toHaveLength(1)
    expect(person?.backupCodesLeft).toBe(10)
    expect((await browser.get('/my-security')).status).toBe(200)
  })
})
