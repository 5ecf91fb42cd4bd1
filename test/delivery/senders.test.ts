import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createDevelopmentInbox } from '../../src/delivery/development-inbox.ts'
import { createMailCodeSender } from '../../src/delivery/mail/code-sender.ts'
import type { Mailer } from '../../src/delivery/mail/mailer.ts'
import { notDelivered } from '../../src/delivery/not-delivered.ts'
import { createTextSender } from '../../src/delivery/sms/code-sender.ts'
import type { Failover } from '../../src/delivery/sms/failover.ts'
import { defineSmsProvider } from '../../src/delivery/sms/provider.ts'
import { aDraftInput } from '../methods/draft-input.ts'

const { user, organization, random } = aDraftInput({})
const message = { to: '+4915123456789', code: '042042', user, organization, validSeconds: 300, reference: 'the-reference', after: null }

describe('sending a code', () => {
  it('texts it in the wording that was given', async () => {
    const texts: unknown[] = []
    const failover: Failover = {
      async send(text) {
        texts.push(text)
        return { kind: 'not-taken', provider: 'array', failure: 'blocked' }
      },
    }
    const sender = createTextSender({ failover, body: ({ code, validSeconds }) => `${code}, ${validSeconds / 60} minutes` })
    expect(await sender.send({ ...message, after: 'another' })).toEqual({ kind: 'not-taken', provider: 'array', failure: 'blocked' })
    expect(texts).toEqual([{ to: '+4915123456789', body: '042042, 5 minutes', reference: 'the-reference', after: 'another' }])
  })

  it('mails it in the wording that was given, each under an id of its own', async () => {
    const mails: Parameters<Mailer['send']>[0][] = []
    const mailer: Mailer = { send: async (mail) => void mails.push(mail) }
    const sender = createMailCodeSender({ mailer, random, mail: ({ code, user }) => ({ subject: code, text: user.name, html: '' }) })
    await sender.send({ ...message, to: 'ana@example.com' })
    await sender.send({ ...message, to: 'ana@example.com' })
    expect(mails[0]).toMatchObject({ to: 'ana@example.com', subject: '042042', text: 'Ana' })
    expect(mails[0]!.messageId).not.toBe(mails[1]!.messageId)
  })

  it.each([
    ['+4915123456789'],
    ['%2B4915123456789'],
    ['4915123456789'],
    ['+49 1512 3456789'],
    ['+1 (202) 555-0123'],
    ['042042'],
    ['042 042'],
  ])('tells the log why it failed, but nothing of %s', async (secret) => {
    const error = notDelivered('acme', new Error(`answered 400 for ${secret} (error 21211)`, { cause: new Error(`body: ${secret}`) }))
    expect(error.message).toMatch(/^acme: answered 400 for (%2B)?\[number\] \(error 21211\): body: (%2B)?\[number\]$/)
    expect(error.cause).toBeUndefined()
    expect(error.stack).not.toContain(secret)
    expect(error.stack).toContain('senders.test.ts')
  })
})

describe('an SMS provider', () => {
  const acme = defineSmsProvider({
    name: 'acme',
    settings: z.object({ ACME_TOKEN: z.string().min(1), ACME_FROM: z.string().default('Example') }),
    create: (settings, { fetch }) => ({
      async send({ to, body }) {
        await fetch('https://sms.example', { method: 'POST', body: JSON.stringify({ ...settings, to, body }) })
      },
    }),
  })
  const inbox = createDevelopmentInbox({ clock: () => 0, random })

  it('is made of its own settings and sends with the fetch it is given', async () => {
    const posted: unknown[] = []
    const fetch = async (_url: unknown, request?: RequestInit) => {
      posted.push(JSON.parse(String(request?.body)))
      return new Response()
    }
    const provider = acme.open({ ACME_TOKEN: 'secret', OTHER: 'ignored' }, { fetch, inbox, publicUrl: 'https://ledger.example' })
    await provider.send({ to: '+4915123456789', body: 'Hi', reference: 'r', signal: AbortSignal.timeout(1000) })
    expect(provider.name).toBe('acme')
    expect(posted).toEqual([{ ACME_TOKEN: 'secret', ACME_FROM: 'Example', to: '+4915123456789', body: 'Hi' }])
  })

  it('names the setting that is missing, before anything is sent', () => {
    expect(() => acme.open({}, { fetch, inbox, publicUrl: 'https://ledger.example' })).toThrow(/acme[^]*ACME_TOKEN/)
  })
})
