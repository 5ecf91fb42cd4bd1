import { createRequire } from 'node:module'
import type * as Library from 'nodemailer'
import { defineMailer, type OutgoingMail } from './mailer.ts'
import { MailNotSent, mailNotSent } from './smtp-failure.ts'
import { connectionOf, smtpSettings } from './smtp-settings.ts'

const require = createRequire(import.meta.url)

/** Loaded where SMTP is what sends: nobody else needs it. */
const library = (): typeof Library => require('nodemailer')

const SECOND = 1000
const WHOLE_SEND = 50 * SECOND // whatever the server does: the outbox holds a notice for two minutes
const CONNECTIONS = 5

/** One address and nothing else: no list, no name, no line break. */
const ADDRESS = /^[^\s@<>(),:;"\\]+@[^\s@<>(),:;"\\]+$/u

/** Hands mail to a mail server over SMTP (RFC 5321), encrypted unless the settings say otherwise. */
export const smtp = defineMailer({
  name: 'smtp',
  settings: smtpSettings,
  create(settings, { publicUrl }) {
    const { MAIL_FROM: from, MAIL_REPLY_TO: replyTo, MAIL_BOUNCES_TO: bouncesTo = from } = settings
    const { host, port, isImplicit, isEncrypted, login } = connectionOf(settings)
    const ownHost = new URL(publicUrl).hostname
    const transport = library().createTransport({
      pool: true,
      maxConnections: CONNECTIONS,
      host,
      port,
      secure: isImplicit,
      requireTLS: isEncrypted,
      ignoreTLS: !isEncrypted,
      ...(login === undefined ? {} : { auth: login }),
      tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(settings.SMTP_CA_FILE === undefined ? {} : { ca: settings.SMTP_CA_FILE }) },
      dnsTimeout: 10 * SECOND,
      connectionTimeout: 10 * SECOND,
      greetingTimeout: 10 * SECOND,
      socketTimeout: 30 * SECOND,
      name: ownHost,
      // What a mail says never makes us read a file or ask another server.
      disableFileAccess: true,
      disableUrlAccess: true,
    })

    function messageOf({ to, subject, text, html, messageId }: OutgoingMail) {
      return {
        from,
        to: { name: '', address: to },
        envelope: { from: bouncesTo.address, to: [to] },
        ...(replyTo === undefined ? {} : { replyTo }),
        subject,
        text,
        html,
        date: new Date(),
        messageId: `<${messageId}@${ownHost}>`,
        // RFC 3834: neither holiday notes nor other programs answer.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      }
    }

    return {
      async send(mail) {
        if (!ADDRESS.test(mail.to)) throw new MailNotSent('address-invalid', 'what stands there for an e-mail address is none')
        try {
          await transport.sendMail({ ...messageOf(mail), signal: AbortSignal.timeout(WHOLE_SEND) })
        } catch (cause) {
          throw mailNotSent(cause)
        }
      },
      async verify() {
        try {
          await transport.verify()
        } catch (cause) {
          throw mailNotSent(cause)
        }
      },
      close: () => transport.close(),
    }
  },
})
