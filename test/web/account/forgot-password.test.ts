import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'
import { mailsTo } from './reset-journey.ts'

const server = await startTestServer()

async function ask(identifier: string) {
  const browser = openHttpPerson(server)
  await browser.open('/forgot-password')
  const answer = await browser.post('/forgot-password', { identifier })
  return { ...answer, body: answer.body.replaceAll(/name="formToken" value="[^"]*"/g, '') }
}

describe('asking for a new password', () => {
  it('is answered alike for a user name, an address, nobody, and somebody without an address', async () => {
    const { person } = await server.organization()
    const [someone, mute] = [await person(), await person({ email: null })]
    const answers = []
    for (const identifier of [someone.userName, someone.email ?? '', 'nobody-at-all', 'nobody@example.org', mute.userName]) answers.push(await ask(identifier))
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 200, body: answers[0]?.body })
    expect(answers[0]?.body).toContain('If we find your account, an e-mail is on its way.')
  })

  it('is answered alike however often, while e-mails are few', async () => {
    const { person } = await server.organization()
    const someone = await person()
    const answers = []
    for (let times = 0; times < 15; times++) answers.push(await ask(someone.userName))
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 200, body: answers[0]?.body })
    expect(mailsTo(server, someone.email).length).toBeLessThan(10)
  })

  it('finds somebody by name or address, in any case and with spaces around', async () => {
    const { person } = await server.organization()
    const someone = await person()
    await ask(`  ${someone.email?.toUpperCase()} `)
    await expect.poll(() => mailsTo(server, someone.email).length, { timeout: 10_000 }).toBe(1)
  })

  it('without saying for whom is asked again', async () => {
    const { status, body } = await ask('  ')
    expect(status).toBe(422)
    expect(body).toContain('Enter your user name or e-mail.')
  })

  it('is what the sign-in page offers', async () => {
    expect((await openHttpPerson(server).open('/sign-in')).body).toContain('href="/forgot-password"')
  })

  it('from another site is refused', async () => {
    const browser = openHttpPerson(server)
    await browser.open('/forgot-password')
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await browser.post('/forgot-password', { identifier: 'ann' }, { headers })).status).toBe(403)
  })
})
