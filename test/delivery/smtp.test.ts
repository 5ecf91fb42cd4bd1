import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Mailer, OutgoingMail } from '../../src/delivery/mail/mailer.ts'
import { smtp } from '../../src/delivery/mail/smtp.ts'
import { MailNotSent } from '../../src/delivery/mail/smtp-failure.ts'
import { freePort } from '../support/free-port.ts'
import { certificates } from '../support/smtp-certificates.ts'
import { type SmtpServer, type SmtpServerOptions, startSmtpServer } from '../support/smtp-server.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightlatch-certificates-'))
  await writeFile(join(folder, 'localhost.pem'), certificates.localhost.cert)
  await writeFile(join(folder, 'elsewhere.pem'), certificates.elsewhere.cert)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const from = { MAIL_FROM: 'Harbour Ledger <no-reply@ledger.example>' }

function open(settings: Readonly<Record<string, string>>): Mailer {
  const mailer = smtp.open({ ...from, ...settings }, { fetch, inbox: null, publicUrl: 'https://ledger.example:8443' })
  onTestFinished(() => mailer.close?.())
  return mailer
}

async function aServer(options: SmtpServerOptions = {}, settings: Readonly<Record<string, string>> = {}): Promise<{ server: SmtpServer; mailer: Mailer }> {
  const server = await startSmtpServer(options)
  return { server, mailer: open({ SMTP_HOST: 'localhost', SMTP_PORT: String(server.port), ...settings }) }
}

const aMail = (facts: Partial<OutgoingMail> = {}): OutgoingMail => ({ to: 'ann@example.org', subject: 'Your codes', text: 'Hello Ann\n', html: '<p>Hello Ann</p>', messageId: 'n-1', ...facts })

const failureOf = async (trying: Promise<unknown> | undefined): Promise<MailNotSent> => {
  const error = await trying?.then(() => new Error('it was sent'), (cause: unknown) => cause)
  if (error instanceof MailNotSent) return error
  throw error
}

describe('a mail over SMTP', () => {
  it('has both parts, says that a program wrote it, and has an id that follows from the notice', async () => {
    const { server, mailer } = await aServer({}, { MAIL_REPLY_TO: 'help@ledger.example', MAIL_BOUNCES_TO: 'bounces@ledger.example' })
    await mailer.send(aMail({ subject: 'Codes für Søren “neu” 🔑', text: 'Grüße\n', html: '<p>Grüße' }))
    const [mail] = await server.mails(1)
    expect(mail).toMatchObject({ from: 'bounces@ledger.example', to: ['ann@example.org'] })
    expect(mail?.parsed).toMatchObject({
      from: { name: 'Harbour Ledger', address: 'no-reply@ledger.example' },
      to: [{ address: 'ann@example.org' }],
      replyTo: [{ address: 'help@ledger.example' }],
      subject: 'Codes für Søren “neu” 🔑',
      messageId: '<n-1@ledger.example>',
      text: expect.stringMatching(/^Grüße\s+$/),
    })
    expect(mail?.parsed.html).toContain('<p>Grüße')
    expect(mail?.parsed.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }))
    expect(Math.abs(Date.parse(String(mail?.parsed.date)) - Date.now())).toBeLessThan(60_000)
    // Text first: who reads plain text sees it at once (RFC 2046 §5.1.4).
    expect(mail?.raw.indexOf('text/plain')).toBeLessThan(mail?.raw.indexOf('text/html') ?? 0)
  })

  it('takes no header from a subject, a name or an address', async () => {
    const { server, mailer } = await aServer()
    await mailer.send(aMail({ subject: 'Hello\r\nBcc: everybody@example.org\r\n\r\n<p>forged' }))
    const forged = ['ann@example.org\r\nBcc: x@example.org', 'ann@example.org, x@example.org', '<ann@example.org>', 'Ann <ann@example.org>', 'ann@example.org> NOTIFY=NEVER', '', 'ann']
    for (const to of forged) expect(await failureOf(mailer.send(aMail({ to })))).toMatchObject({ failure: 'address-invalid', isPermanent: true })
    for (const name of ['A\r\nBcc: x@example.org', 'A\n<x@example.org>']) expect(() => open({ SMTP_HOST: 'localhost', MAIL_FROM: `${name} <a@example.org>` })).toThrow('MAIL_FROM')
    const mails = await server.mails(1)
    expect(mails.map(({ to }) => to)).toEqual([['ann@example.org']])
    expect(mails[0]?.raw).not.toMatch(/^(Bcc|<p>forged)/im)
  })

  it('goes to addresses in any script', async () => {
    const { server, mailer } = await aServer()
    await mailer.send(aMail({ to: 'søren@bücher.example' }))
    await mailer.send(aMail({ to: '李@例子.example' }))
    const mails = await server.mails(2)
    expect(mails.map(({ to }) => to[0]?.split('@')[0])).toEqual(['søren', '李'])
  })

  it('goes over a few connections, however many there are', async () => {
    const { server, mailer } = await aServer()
    await Promise.all(Array.from({ length: 30 }, (_, at) => mailer.send(aMail({ messageId: `n-${at}` }))))
    expect(new Set((await server.mails(30)).map(({ parsed }) => parsed.messageId)).size).toBe(30)
  })
})

describe('the connection', () => {
  const trusted = () => ({ SMTP_CA_FILE: join(folder, 'localhost.pem') })

  it.each(['starttls', 'implicit'] as const)('is encrypted by %s, with user name and password', async (tls) => {
    const server = await startSmtpServer({ tls, password: 'p@ss word' })
    const scheme = tls === 'implicit' ? 'smtps' : 'smtp'
    const mailer = open({ SMTP_URL: `${scheme}://ann%40ledger.example:p%40ss%20word@localhost:${server.port}`, SMTP_TLS: 'required', ...trusted() })
    await mailer.verify?.()
    await mailer.send(aMail())
    expect((await server.mails(1))[0]).toMatchObject({ isEncrypted: true, user: 'ann@ledger.example' })
  })

  it.each(['starttls', 'implicit'] as const)('by %s is refused with a certificate that nobody vouches for', async (tls) => {
    const server = await startSmtpServer({ tls })
    const scheme = tls === 'implicit' ? 'smtps' : 'smtp'
    const mailer = open({ SMTP_URL: `${scheme}://localhost:${server.port}`, SMTP_TLS: 'required' })
    expect(await failureOf(mailer.send(aMail()))).toMatchObject({ failure: 'not-secure', isPermanent: false, message: expect.stringContaining('there is no secure connection') })
  })

  it("is refused with another server's certificate", async () => {
    const { mailer } = await aServer({ tls: 'starttls', certificate: 'elsewhere' }, { SMTP_TLS: 'required', SMTP_CA_FILE: join(folder, 'elsewhere.pem') })
    expect(await failureOf(mailer.verify?.())).toMatchObject({ failure: 'not-secure' })
  })

  it('is refused by a server that cannot encrypt, unless the settings allow that', async () => {
    const { server, mailer } = await aServer({}, { SMTP_TLS: 'required' })
    expect(await failureOf(mailer.send(aMail()))).toMatchObject({ failure: 'not-secure' })
    const plain = open({ SMTP_HOST: 'localhost', SMTP_PORT: String(server.port), SMTP_TLS: 'off' })
    await plain.send(aMail())
    expect(await server.mails(1)).toMatchObject([{ isEncrypted: false }])
  })

  it('to another machine must be encrypted unless told otherwise', async () => {
    const { connectionOf, smtpSettings } = await import('../../src/delivery/mail/smtp-settings.ts')
    const isEncrypted = (settings: Readonly<Record<string, string>>) => connectionOf(smtpSettings.parse({ ...from, ...settings })).isEncrypted
    expect(isEncrypted({ SMTP_HOST: 'mail.example.org' })).toBe(true)
    expect(isEncrypted({ SMTP_URL: 'smtp://mail.example.org:25' })).toBe(true)
    expect(isEncrypted({ SMTP_HOST: 'localhost.example.org' })).toBe(true)
    expect(isEncrypted({ SMTP_HOST: 'mail.example.org', SMTP_TLS: 'off' })).toBe(false)
    for (const SMTP_HOST of ['localhost', '127.0.0.1', '::1']) expect(isEncrypted({ SMTP_HOST })).toBe(false)
    expect(isEncrypted({ SMTP_URL: 'smtps://localhost', SMTP_TLS: 'off' })).toBe(true)
  })
})

describe('what goes wrong', () => {
  it('is said in words: user name or password', async () => {
    const { mailer } = await aServer({ password: 'right' }, { SMTP_USER: 'ann', SMTP_PASSWORD: 'wrong-and-secret' })
    const failure = await failureOf(mailer.verify?.())
    expect(failure).toMatchObject({ failure: 'sign-in-refused', message: expect.stringContaining('refuses the user name or password') })
    expect(failure.message).not.toContain('wrong-and-secret')
  })

  it('is for good where the server refuses the address or the message, and for now where it says later', async () => {
    const { mailer } = await aServer()
    expect(await failureOf(mailer.send(aMail({ to: 'unknown@example.org' })))).toMatchObject({ failure: 'address-refused', isPermanent: true })
    expect(await failureOf(mailer.send(aMail({ to: 'spam@example.org' })))).toMatchObject({ failure: 'message-refused', isPermanent: true })
    expect(await failureOf(mailer.send(aMail({ to: 'later@example.org' })))).toMatchObject({ failure: 'not-now', isPermanent: false })
  })

  it('is for now where nobody answers', async () => {
    const mailer = open({ SMTP_HOST: '127.0.0.1', SMTP_PORT: String(await freePort()) })
    expect(await failureOf(mailer.send(aMail()))).toMatchObject({ failure: 'unreachable', isPermanent: false })
    expect(await failureOf(mailer.verify?.())).toMatchObject({ failure: 'unreachable' })
  })

  it('in the settings is named before anything is sent', () => {
    expect(() => open({ SMTP_HOST: 'localhost', MAIL_FROM: 'nobody' })).toThrow(/MAIL_FROM/)
    expect(() => open({ SMTP_URL: 'http://localhost' })).toThrow(/SMTP_URL/)
    expect(() => open({ SMTP_HOST: 'localhost', SMTP_CA_FILE: join(folder, 'none.pem') })).toThrow(/SMTP_CA_FILE[^]*can't be read|can't be read[^]*SMTP_CA_FILE/)
    expect(() => open({})).toThrow(/SMTP_URL or SMTP_HOST/)
  })
})
