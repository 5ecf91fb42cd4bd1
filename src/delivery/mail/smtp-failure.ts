import type { MailFailure } from '../../engine/outbox.ts'

/** An e-mail that was surely not handed over, with the reason as one of ours. */
export class MailNotSent extends Error {
  override readonly name = 'MailNotSent'
  readonly failure: MailFailure
  /** The same would be refused again, however often it is tried. */
  readonly isPermanent: boolean

  constructor(failure: MailFailure, message: string) {
    super(message)
    this.failure = failure
    this.isPermanent = failure === 'address-invalid' || failure === 'address-refused' || failure === 'message-refused'
  }
}

/** What nodemailer and Node's sockets attach to an error. */
interface SmtpError extends Error {
  code?: string
  command?: string
  responseCode?: number
}

/** Explains what went wrong between us and the mail server, in words for whoever keeps the server running. */
export function mailNotSent(cause: unknown): MailNotSent {
  if (cause instanceof MailNotSent) return cause
  const error: SmtpError = cause instanceof Error ? cause : new Error(String(cause))
  const failure = failureOf(error)
  return new MailNotSent(failure, `${words[failure]}: ${error.message}`)
}

const words: Record<MailFailure, string> = {
  'address-invalid': 'this is no e-mail address',
  'address-refused': 'the mail server knows nobody of this address',
  'message-refused': 'the mail server does not take this message',
  'sender-refused': 'the mail server does not let us send from the address of MAIL_FROM',
  'sign-in-refused': 'the mail server refuses the user name or password of the settings',
  'not-secure': 'there is no secure connection to the mail server',
  unreachable: 'the mail server does not answer',
  'not-now': 'the mail server asks us to try again later',
  'not-written': 'the message could not be written',
  other: 'the mail server did not take the message',
}

const CERTIFICATE = /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|^ERR_TLS|^ERR_SSL/
const UNREACHABLE = ['ECONNECTION', 'ETIMEDOUT', 'EDNS', 'ESOCKET', 'EABORT', 'EPROXY', 'EPROTOCOL', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENOTFOUND']

function failureOf(error: SmtpError): MailFailure {
  const { code = '', command = '', responseCode } = error
  if (code === 'ETLS' || code === 'EREQUIRETLS' || isAboutCertificates(error)) return 'not-secure'
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'sign-in-refused'
  if (responseCode !== undefined && responseCode >= 500 && responseCode !== 503) {
    if (command === 'RCPT TO') return 'address-refused'
    if (command === 'MAIL FROM') return responseCode === 530 ? 'sign-in-refused' : 'sender-refused'
    if (command === 'DATA') return 'message-refused'
    return 'other'
  }
  if (responseCode !== undefined && responseCode >= 400) return 'not-now'
  if (UNREACHABLE.includes(code)) return 'unreachable'
  // No answer stands behind it: nodemailer itself finds that nothing can be sent there.
  return code === 'EENVELOPE' ? 'address-invalid' : 'other'
}

function isAboutCertificates(error: Error & { code?: unknown; originalCode?: unknown }): boolean {
  const codes = [error.code, error.originalCode].filter((code) => typeof code === 'string')
  return codes.some((code) => CERTIFICATE.test(code)) || (error.cause instanceof Error && isAboutCertificates(error.cause))
}
