import { Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { type HttpPerson, openHttpPerson } from '../support/http-person.ts'
import { testDatabases } from '../support/test-databases.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'
import { opening, postTogether, traces, TWENTY } from './at-once.ts'

const required = { requiredSince: 1, graceDays: 0 }

describe.each(testDatabases)('Twenty set-ups at once, on %s', async (database) => {
  const server = await startTestServer(database)
  const copies = (browser: HttpPerson) => Array.from({ length: TWENTY }, () => browser.copy())

  /** Where it is required, the password leads to set-up. */
  async function draftApp(ann: TestPerson): Promise<{ browser: HttpPerson; code: string }> {
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    await browser.open('/set-up/choose')
    const { body } = await browser.post('/set-up/app')
    const key = /[A-Z2-7]{32}/.exec(body.replaceAll(/\s/g, ''))?.[0]
    if (key === undefined) throw new Error('No key was shown')
    const code = new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: server.clock.now() * 1000 })
    return { browser, code }
  }

  it('turns on one app with one set of backup codes for one code confirmed twenty times', async () => {
    const ann = await (await server.organization(required)).person()
    const { browser, code } = await draftApp(ann)

    const answers = await postTogether(copies(browser), '/set-up/app/confirm', () => ({ code }))

    expect(opening(answers)).toHaveLength(1)
    expect(answers.every(({ status }) => status < 500)).toBe(true)
    const { person, sessions, count } = await traces(server, ann)
    expect(person.authenticators).toHaveLength(1)
    expect(person.backupCodesLeft).toBe(10)
    expect(sessions).toHaveLength(1)
    expect(count('method.added')).toBe(1)
    expect(count('backup-codes.made')).toBe(1)
    // The codes were shown to the one that won, and they are the ones that are kept.
    const shown = answers.filter(({ body }) => /(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}/.test(body))
    expect(shown).toHaveLength(1)
  })

  it('turns on one app when two browsers of one person set one up each', async () => {
    const ann = await (await server.organization(required)).person()
    const [one, other] = [await draftApp(ann), await draftApp(ann)]

    const answers = await postTogether([one.browser, other.browser], '/set-up/app/confirm', (index) => ({ code: [one, other][index]!.code }))

    expect(answers.every(({ status }) => status < 500)).toBe(true)
    expect(opening(answers)).toHaveLength(1)
    const { person, sessions } = await traces(server, ann)
    expect(person.authenticators).toHaveLength(1)
    expect(person.backupCodesLeft).toBe(10)
    expect(sessions).toHaveLength(1)
  })

  it('keeps one draft when a new key is asked for twenty times, and texts no more than the limit', async () => {
    const ann = await (await server.organization(required)).person()
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    await browser.open('/set-up/phone')

    const answers = await postTogether(copies(browser), '/set-up/phone', () => ({ country: 'GB', phone: ann.phone }))

    expect(answers.every(({ status }) => status < 500)).toBe(true)
    expect(server.standalone.inbox!.texts().filter(({ to }) => to === ann.phone).length).toBeLessThanOrEqual(10)
    const { person } = await traces(server, ann)
    expect(person.authenticators).toHaveLength(0)
  })

  it('has one live code when a code by e-mail is asked for twenty times', async () => {
    const ann = await (await server.organization({ ...required, confirmSetUpByEmail: 'everybody' })).person()
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    await browser.open('/set-up/confirm-email')

    await postTogether(copies(browser), '/set-up/confirm-email/send', () => ({}))
    const mailed = server.standalone.inbox!.emails().filter(({ to }) => to === ann.email)
    const codes = [...new Set(mailed.map(({ text }) => /\b\d{6}\b/.exec(text)?.[0] ?? ''))]
    const answers = await postTogether(codes.slice(0, 5).map(() => browser.copy()), '/set-up/confirm-email', (index) => ({ code: codes[index]! }))

    expect(codes.length).toBeGreaterThan(0)
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect((await traces(server, ann)).count('set-up.email-confirmed')).toBe(1)
  })

  it('makes sets of backup codes one after the other, the last one alone good', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.signIn(ann)
    await browser.open('/my-security')

    const answers = await postTogether(copies(browser), '/my-security/backup-codes', () => ({}))

    expect(answers.every(({ status }) => status < 500)).toBe(true)
    expect((await traces(server, ann)).person.backupCodesLeft).toBe(10)
  })

  it('uses one app code once for a step-up, whichever of twenty sessions sends it', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.signIn(ann)
    server.clock.advance(10 * 60)
    await browser.open('/step-up')
    const code = ann.appCode()

    const answers = await postTogether(copies(browser), '/step-up', () => ({ code }))

    expect(opening(answers)).toHaveLength(1)
    const { count, sessions } = await traces(server, ann)
    expect(count('step-up.completed')).toBe(1)
    expect(sessions).toHaveLength(1)
  })
})
