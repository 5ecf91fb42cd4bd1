import { z } from 'zod'
import { inboxFor } from '../development-inbox.ts'
import { defineSmsProvider } from './provider.ts'

/** Texts nobody: puts the message into the inbox that the development pages show. */
export const development = defineSmsProvider({
  name: 'development',
  settings: z.object({}),
  create(_settings, tools) {
    const inbox = inboxFor(tools)
    return {
      async send({ to, body }) {
        inbox.addText({ to, body })
      },
    }
  },
})
