import { type SmsProvider, TextNotSent } from '../../src/index.ts'

// What docs/sms.md tells an application to write, line by line: see `test/readme.test.ts`.
const pigeons: SmsProvider = {
  name: 'pigeons',
  async send({ to, body, reference, signal }) {
    const response = await fetch('https://pigeons.example/messages', { method: 'POST', body: JSON.stringify({ to, body, reference }), signal })
    if (response.status === 422) throw new TextNotSent('invalid-number', 'no such number')
    if (!response.ok) throw new TextNotSent('unavailable', `answered ${response.status}`)
    return { messageId: (await response.json()).id }
  },
}

export default pigeons
