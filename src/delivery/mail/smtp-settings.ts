import { readFileSync } from 'node:fs'
import { z } from 'zod'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/
const ADDRESS = /^[^\s@<>(),:;[\]\\"]+@[^\s@<>(),:;[\]\\"]+$/

/** Where and how mail is handed over. */
export const smtpSettings = z.object({
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional().describe('The mail server in one line: `smtps://user:password@host:465` (TLS from the start) or `smtp://user:password@host:587` (STARTTLS). Instead of the next four.'),
  SMTP_HOST: z.string().min(1).optional().describe('The mail server.'),
  SMTP_PORT: z.coerce.number().int().min(1).max(65_535).optional().describe('Its port: 465 means TLS from the start, any other STARTTLS. 587 unless told.'),
  SMTP_USER: z.string().optional().describe('User name at the mail server, where it asks for one.'),
  SMTP_PASSWORD: z.string().optional().describe('Password at the mail server.'),
  SMTP_TLS: z.enum(['required', 'off']).optional().describe('Whether the connection must be encrypted, with a certificate that is checked. `required` unless the server is this machine; `off` sends mails, with their links, in the clear.'),
  SMTP_CA_FILE: z.string().optional().transform(readOrIssue).describe('A file of certificates (PEM) to trust instead of the usual ones, for a mail server with a certificate of your own.'),
  MAIL_FROM: z.string().transform(mailboxOrIssue).describe('Who the mails are from: `Harbour Ledger <no-reply@example.org>`.'),
  MAIL_REPLY_TO: z.string().transform(mailboxOrIssue).optional().describe('Where answers go; to the sender unless told.'),
  MAIL_BOUNCES_TO: z.string().transform(mailboxOrIssue).optional().describe('The envelope\'s sender, where mail servers report what could not be delivered; the address of `MAIL_FROM` unless told.'),
})

interface Mailbox {
  name: string
  address: string
}

/** How the settings say that the mail server is reached. Throws when they name none. */
export function connectionOf(given: z.output<typeof smtpSettings>) {
  const url = given.SMTP_URL === undefined ? null : new URL(given.SMTP_URL)
  const host = url?.hostname ?? given.SMTP_HOST
  if (host === undefined || host === '') throw new Error('MAIL_PROVIDER is smtp: name the mail server in SMTP_URL or SMTP_HOST')
  const isImplicit = url === null ? given.SMTP_PORT === 465 : url.protocol === 'smtps:'
  const user = url === null ? given.SMTP_USER : decodeURIComponent(url.username)
  const password = url === null ? given.SMTP_PASSWORD : decodeURIComponent(url.password)
  return {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: (url === null ? given.SMTP_PORT : Number(url.port)) || (isImplicit ? 465 : 587),
    isImplicit,
    isEncrypted: isImplicit || (given.SMTP_TLS ?? (LOOPBACK.test(host) ? 'off' : 'required')) === 'required',
    login: user ? { user, pass: password ?? '' } : undefined,
  }
}

function mailboxOrIssue(text: string, context: z.RefinementCtx): Mailbox {
  const [, name = '', inBrackets] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(text) ?? []
  const address = (inBrackets ?? text).trim()
  // oxlint-disable-next-line no-control-regex
  if (ADDRESS.test(address) && !/[\u0000-\u001F\u007F]/.test(name)) return { name: name.replace(/^"(.*)"$/, '$1'), address }
  return issue(context, 'write it as no-reply@example.org or as Harbour Ledger <no-reply@example.org>')
}

function readOrIssue(path: string | undefined, context: z.RefinementCtx): string | undefined {
  if (path === undefined || path === '') return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return issue(context, `the file ${path} can't be read`)
  }
}

function issue(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}
