import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../support/http-person.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'

const server = await startTestServer('sqlite', { publicUrl: 'https://accounts.example.org', trustedProxies: [] })
const { inbox, store, accounts } = server.standalone

const activityOf = ({ user }: TestPerson) => store.listActivity(user.organizationId, user.id, { before: null, limit: 200 })

describe('A forged Host', () => {
  const forged = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'javascript',
    'x-original-url': '/my-security',
    'x-rewrite-url': '/my-security',
    forwarded: 'host=evil.example;proto=http',
  }

  it('is in no page, no redirect, no text and no e-mail', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms', 'totp'] })
    const browser = openHttpPerson(server, { headers: forged })
    const answers = [
      await browser.get('/'),
      await browser.get('/sign-in'),
      await browser.get('/nowhere'),
      await browser.post('/forgot-password', { identifier: ann.userName }),
      await browser.givePassword(ann),
      await browser.post('/verify/another-way', { method: 'sms' }),
      await browser.get('/verify'),
      await browser.post('/verify', { code: ann.appCode() }),
    ]
    await expect.poll(() => inbox!.emails().length, { timeout: 10_000 }).toBeGreaterThan(0)

    for (const { status, body, headers } of answers) {
      expect(status).toBeLessThan(500)
      expect(body).not.toContain('evil.example')
      expect(JSON.stringify([...headers])).not.toContain('evil.example')
    }
    const [text] = inbox!.texts()
    expect(text?.body).toMatch(/\n@accounts\.example\.org #\d{6}$/)
    for (const email of inbox!.emails()) {
      expect(email.text + email.html + email.subject).not.toContain('evil.example')
      expect(email.html).not.toContain('localhost')
    }
    expect(inbox!.emails().some(({ text: body }) => body.includes('https://accounts.example.org/reset-password?token='))).toBe(true)
  })

  it('is no origin of ours', async () => {
    const ann = await (await server.organization()).person()
    const browser = openHttpPerson(server, { headers: { host: 'evil.example' } })
    await browser.open('/sign-in')
    const answer = await browser.post('/sign-in', { identifier: ann.userName, password: ann.password }, { headers: { origin: 'https://evil.example' } })
    expect(answer.status).toBe(403)
  })
})

describe('An address that the sender made up', () => {
  it('buys no further try of a password', async () => {
    const ann = await (await server.organization()).person()
    const browser = openHttpPerson(server)
    await browser.open('/sign-in')
    const statuses: number[] = []
    for (let index = 0; index < 12; index++) {
      const address = `203.0.113.${index}`
      const headers = { 'x-forwarded-for': address, 'x-real-ip': address, forwarded: `for=${address}`, 'true-client-ip': address, 'cf-connecting-ip': address }
      statuses.push((await browser.post('/sign-in', { identifier: ann.userName, password: `wrong-${index}` }, { headers })).status)
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429])
    const addresses = new Set((await activityOf(ann)).map(({ client }) => client.address))
    expect([...addresses]).toEqual(['127.0.0.1'])
  })

  it('buys no further try of a code', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const judged = async () => (await activityOf(ann)).filter(({ action, detail }) => action === 'code.refused' && detail['why'] === 'wrong').length
    for (let index = 0; index < 7; index++) {
      const browser = openHttpPerson(server, { headers: { 'x-forwarded-for': `203.0.113.${index}` } })
      await browser.givePassword(ann)
      await browser.post('/verify', { code: '000000' === ann.appCode() ? '000001' : '000000' })
    }
    expect(await judged()).toBeLessThanOrEqual(5)
    expect((await store.findPerson(ann.user.organizationId, ann.user.id))?.guard.other.failures).toBe(5)
  })

  it('and an agent of many lines are one line in what is kept', async () => {
    const ann = await (await server.organization()).person()
    const visitor = { address: '127.0.0.1', agent: '', cookie: () => null }
    await accounts.authenticate({ identifier: ann.userName, password: 'wrong', visitor })
    const browser = openHttpPerson(server, { headers: { 'user-agent': `Mozilla\t${'x'.repeat(2000)}` } })
    await browser.givePassword(ann)
    for (const { client } of await activityOf(ann)) {
      expect(client.agent.length).toBeLessThanOrEqual(300)
      expect(client.agent).not.toMatch(/[\r\n\t]/)
    }
  })
})
