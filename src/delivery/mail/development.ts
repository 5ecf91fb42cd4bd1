import { z } from 'zod'
import { inboxFor } from '../development-inbox.ts'
import { defineMailer } from './mailer.ts'

/** Mails nobody: puts the e-mail into the inbox that the development pages show. */
export const development = defineMailer({
  name: 'development',
  settings: z.object({}),
  create(_settings, tools) {
    const inbox = inboxFor(tools)
    return {
      async send({ to, subject, text, html }) {
        inbox.addEmail({ to, subject, text, html })
      },
    }
  },
})
