import { describe, expect, it } from 'vitest'
import { createDevelopmentInbox } from '../../src/delivery/development-inbox.ts'
import { mailers } from '../../src/delivery/mail/index.ts'
import { smsProviders } from '../../src/delivery/sms/index.ts'

function anInbox() {
  let made = 0
  return createDevelopmentInbox({ clock: () => 1000 + made, random: { id: () => `id-${(made += 1)}` } })
}

describe('the development inbox', () => {
  it('keeps the last 100 texts and the last 100 e-mails, newest first', () => {
    const inbox = anInbox()
    for (let number = 1; number <= 150; number += 1) {
      inbox.addText({ to: '+4915123456789', body: `text ${number}` })
      if (number <= 100) inbox.addEmail({ to: 'ana@example.com', subject: `e-mail ${number}`, text: '', html: '' })
    }
    expect(inbox.texts()).toHaveLength(100)
    expect(inbox.texts()[0]).toMatchObject({ to: '+4915123456789', body: 'text 150' })
    expect(inbox.texts().at(-1)).toMatchObject({ body: 'text 51' })
    expect(inbox.emails()).toHaveLength(100)
    expect(inbox.emails().at(-1)).toMatchObject({ subject: 'e-mail 1' })
    expect(new Set([...inbox.texts(), ...inbox.emails()].map(({ id }) => id)).size).toBe(200)
  })

  it('does not change a list that a page is reading', () => {
    const inbox = anInbox()
    const before = inbox.texts()
    inbox.addText({ to: '+4915123456789', body: 'later' })
    expect(before).toEqual([])
  })

  it('receives what the development deliveries send', async () => {
    const inbox = anInbox()
    const tools = { fetch, inbox, publicUrl: 'https://ledger.example' }
    const provider = smsProviders.find(({ name }) => name === 'development')!.open({}, tools)
    const mailer = mailers.find(({ name }) => name === 'development')!.open({}, tools)
    await provider.send({ to: '+4915123456789', body: 'Your code', reference: 'r', signal: AbortSignal.timeout(1000) })
    await mailer.send({ to: 'ana@example.com', subject: 'Hello', text: 'Hi', html: '<p>Hi', messageId: 'a' })
    expect(provider.name).toBe('development')
    expect(inbox.texts()).toMatchObject([{ to: '+4915123456789', body: 'Your code', at: 1001 }])
    expect(inbox.emails()).toEqual([{ id: 'id-2', at: 1002, to: 'ana@example.com', subject: 'Hello', text: 'Hi', html: '<p>Hi' }])
  })
})
