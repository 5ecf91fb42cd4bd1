import { Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { openHttpPerson } from '../support/http-person.ts'
import { startTestServer } from '../support/test-server.ts'

const lines: string[] = []
const server = await startTestServer('sqlite', { log: createLog('debug', { write: (line) => void lines.push(line) }) })
const { inbox, store, accounts } = server.standalone

/** A carrier that repeats all it was given in its complaint, as carriers do. */
function failing<Message extends object>(message: Message): never {
  const all = Object.values(message).join(' | ')
  throw Object.assign(new Error(`Refused: ${all}`, { cause: new Error(JSON.stringify(message)) }), { request: message, body: all })
}

describe('The log of a whole journey, at level debug', () => {
  it('holds no code, secret, password, token or whole phone number, though every text and e-mail fails', async () => {
    const secrets = new Map<string, string>()
    const texts: string[] = []
    inbox!.addText = (text) => {
      texts.push(text.body)
      failing(text)
    }
    inbox!.addEmail = (email) => {
      const token = /token=([\w.-]+)/.exec(email.text)?.[1]
      if (token !== undefined) secrets.set('reset link', token).set('reset link, its secret', token.split('.')[1]!)
      failing(email)
    }
    const organization = await server.organization({ requiredSince: 1, graceDays: 0 })
    const ann = await organization.person({ enrolled: ['totp', 'sms'] })
    secrets.set('password', ann.password)
    secrets.set('phone', ann.phone).set('phone, national', ann.phone.replace('+44', '0'))
    for (const code of ann.backupCodes) secrets.set(`backup code ${code}`, code).set(`backup code ${code}, bare`, code.replaceAll('-', ''))

    // A wrong password, a sign-in by a text that fails, wrong codes, then a backup code.
    const browser = openHttpPerson(server)
    await browser.givePassword({ ...ann, password: 'not-the-password' })
    secrets.set('wrong password', 'not-the-password')
    await browser.givePassword(ann)
    await browser.submit('/verify/another-way', { method: 'sms' })
    server.clock.advance(200)
    await browser.submit('/verify/resend')
    await browser.post('/verify', { code: '918273' })
    secrets.set('wrong code', '918273')
    await browser.post('/verify', { code: ann.appCode() })
    secrets.set('app code', ann.appCode())
    await browser.submit('/verify', { code: ann.backupCodes[0]! })
    expect((await browser.get('/my-security')).status).toBe(200)

    // A new app, another phone, new backup codes, a new password, a reset.
    await browser.open('/set-up/choose')
    const { body } = await browser.post('/set-up/app')
    const key = /[A-Z2-7]{32}/.exec(body.replaceAll(/<[^>]*>|\s/g, ''))![0]
    secrets.set('key', key)
    const code = new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: server.clock.now() * 1000 })
    secrets.set('set-up code', code)
    await browser.submit('/set-up/app/confirm', { code })
    await browser.open('/set-up/phone')
    await browser.post('/set-up/phone', { country: 'GB', phone: '07400 555123' })
    secrets.set('new phone', '7400555123').set('new phone, typed', '07400 555123')
    const made = await browser.post('/my-security/backup-codes')
    for (const [shown] of made.body.matchAll(/(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}/g)) secrets.set(`new ${shown}`, shown)
    await browser.open('/my-security/password')
    await browser.submit('/my-security/password', { current: ann.password, next: 'nine-copper-kettles-sing' })
    secrets.set('next password', 'nine-copper-kettles-sing')
    await accounts.requestReset(ann.userName, { address: '', agent: '', cookie: () => null })
    await expect.poll(() => secrets.has('reset link'), { timeout: 10_000 }).toBe(true)
    await expect.poll(() => lines.some((line) => line.includes('password-reset-requested')), { timeout: 10_000 }).toBe(true)

    for (const [name, value] of browser.cookies) {
      secrets.set(`cookie ${name}`, value)
      if (value.includes('.')) secrets.set(`cookie ${name}, its secret`, value.split('.')[1]!)
    }
    secrets.set('form token', browser.formToken)
    for (const text of texts) secrets.set(`text ${text}`, /\d{6}/.exec(text)![0])

    const log = lines.join('')
    expect(texts.length).toBeGreaterThanOrEqual(2)
    expect(lines.length).toBeGreaterThanOrEqual(3) // the failures are told
    expect([...secrets].filter(([, value]) => log.includes(value)).map(([name]) => name)).toEqual([])

    const audit = JSON.stringify(await store.listActivity(ann.user.organizationId, ann.user.id, { before: null, limit: 1000 }))
    expect(audit.length).toBeGreaterThan(1000)
    expect([...secrets].filter(([, value]) => audit.includes(value)).map(([name]) => name)).toEqual([])
  })

  it('names nobody the person could not have said in the clear, for a password typed into the field of the name', async () => {
    const browser = openHttpPerson(server)
    await browser.open('/sign-in')
    await browser.post('/sign-in', { identifier: 'my-secret-in-the-wrong-field', password: 'x' })
    expect(lines.join('')).not.toContain('my-secret-in-the-wrong-field')
  })
})
