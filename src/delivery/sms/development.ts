import { z } from 'zod'
import { defineSmsProvider } from './provider.ts'

/** Texts nobody: puts the message into the inbox that the development pages show. */
export const development = defineSmsProvider({
  name: 'development',
  settings: z.object({}),
  create: (_settings, { inbox }) => ({
    async send(text) {
      inbox.addText(text)
    },
  }),
})
