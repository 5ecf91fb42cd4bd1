import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'

const server = await startTestServer()
const next = 'four-brown-wooden-owls'

async function trusting() {
  const person = await (await server.organization()).person({ enrolled: ['totp'] })
  const elsewhere = openHttpPerson(server)
  await elsewhere.signIn(person)
  server.clock.advance(60)
  const browser = openHttpPerson(server)
  await browser.givePassword(person)
  await browser.submit('/verify', { code: person.appCode(), trustDevice: 'on' })
  await browser.open('/my-security/password')
  return { person, browser, elsewhere }
}

describe('Changing the password', () => {
  it('ends every other session and the trust of every device, goes on under a new cookie, and says so', async () => {
    const { person, browser, elsewhere } = await trusting()
    const before = browser.copy()
    const { body } = await browser.submit('/my-security/password', { current: person.password, next })
    expect(body).toContain('Your password is changed. You are signed out everywhere else, and devices you trusted will be asked for a code again.')
    for (const signedOut of [elsewhere, before]) expect((await signedOut.get('/my-security')).location).toContain('/sign-in')

    const later = browser.copy()
    later.cookies.delete('nightlatch-session')
    expect((await later.givePassword({ ...person, password: next })).body).toContain('because your password was changed')
    expect((await openHttpPerson(server).givePassword(person)).status).toBe(422)
  })

  it.each([
    ['nothing', '', 'Enter a new password.'],
    ['seven characters', 'a1b2c3d', 'Use at least 8 characters.'],
    ['a common one', 'password123', 'That password is easy to guess.'],
    ['the same one', 'seven-lanterns-harbour', 'That is your current password.'],
  ])('refuses %s, and says so beside the field', async (_what, tried, words) => {
    const { person, browser } = await trusting()
    const { status, body } = await browser.post('/my-security/password', { current: person.password, next: tried })
    expect(status).toBe(422)
    expect(body).toContain(words)
    expect(body).toMatch(/id="next"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="next"/)
    expect((await browser.get('/my-security')).status).toBe(200)
  })

  it('changes nothing without the present one, and has a limit of tries', async () => {
    const { browser, elsewhere } = await trusting()
    const wrong = await browser.post('/my-security/password', { current: 'not-the-present-one', next })
    expect(wrong.body).toContain("That isn&#39;t your current password.")
    for (let tries = 0; tries < 12; tries++) await browser.post('/my-security/password', { current: 'not-the-present-one', next })
    expect((await browser.post('/my-security/password', { current: 'not-the-present-one', next })).status).toBe(429)
    expect((await elsewhere.get('/my-security')).status).toBe(200)
  })
})
