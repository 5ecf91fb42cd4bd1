import { describe, expect, it } from 'vitest'
import type { MethodId } from '../../../src/engine/model.ts'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'

const server = await startTestServer()
const toTurnOff = '/step-up?next=%2Fmy-security%2Fturn-off'

/** Somebody signed in whose code was given longer than five minutes ago. */
async function longSignedIn(enrolled: MethodId[] = ['totp'], { trust = false } = {}) {
  const person = await (await server.organization()).person({ enrolled })
  const browser = openHttpPerson(server)
  await browser.givePassword(person)
  await browser.submit('/verify', { code: person.appCode(), ...(trust ? { trustDevice: 'on' } : {}) })
  server.clock.advance(5 * 60)
  return { person, browser }
}

function textsTo(phone: string) {
  return (server.standalone.inbox?.texts() ?? []).filter(({ to }) => to === phone)
}

describe('A fresh code', () => {
  it('leads on to where the person was going, under a new session cookie', async () => {
    const { person, browser } = await longSignedIn()
    const asked = await browser.open('/my-security/turn-off')
    expect(asked.title).toContain('Verify it')
    expect(asked.body).not.toContain('Trust this device')
    const before = browser.copy()
    expect((await browser.submit(toTurnOff, { code: person.appCode() })).title).toContain('Turn off')
    expect((await before.get('/my-security')).location).toContain('/sign-in')
  })

  it('is good once, whichever of two browsers is first', async () => {
    const { person, browser } = await longSignedIn()
    const other = openHttpPerson(server)
    await other.signIn(person)
    server.clock.advance(5 * 60)
    await browser.open(toTurnOff)
    await other.open(toTurnOff)
    const code = person.appCode()
    expect((await browser.post(toTurnOff, { code })).location).toBe('/my-security/turn-off')
    const { status, body } = await other.post(toTurnOff, { code })
    expect(status).toBe(422)
    expect(body).toContain('has been used already')
    expect((await other.get('/my-security/turn-off')).location).toBe(toTurnOff)
  })

  it('is asked for on a trusted device too', async () => {
    const { person, browser } = await longSignedIn(['totp'], { trust: true })
    browser.cookies.delete('nightlatch-session')
    expect((await browser.givePassword(person)).title).toContain('Hello')
    expect((await browser.get('/my-security/turn-off')).location).toBe(toTurnOff)
    expect((await browser.post('/my-security/turn-off')).location).toContain('/step-up')
  })

  it('may be a backup code', async () => {
    const { person, browser } = await longSignedIn()
    await browser.open(toTurnOff)
    expect((await browser.submit(toTurnOff, { code: person.backupCodes[0] ?? '' })).title).toContain('Turn off')
  })

  it('leads nowhere but inside', async () => {
    const { person, browser } = await longSignedIn()
    const path = `/step-up?next=${encodeURIComponent('https://evil.example/')}`
    await browser.open(path)
    expect((await browser.post(path, { code: person.appCode() })).location).toBe('/my-security')
  })

  it('starts afresh after five wrong ones, and says so', async () => {
    const { browser } = await longSignedIn()
    await browser.open(toTurnOff)
    for (let tries = 0; tries < 4; tries++) expect((await browser.post(toTurnOff, { code: '000000' })).status).toBe(422)
    const { body } = await browser.submit(toTurnOff, { code: '000000' })
    expect(body).toContain('too many wrong codes, so we start again')
    expect(body).toContain('Wait 30 seconds')
    expect((await browser.get('/my-security/turn-off')).location).toBe(toTurnOff)
  })

  it('is asked for again, kindly, when the page was open too long', async () => {
    const { person, browser } = await longSignedIn()
    await browser.open(toTurnOff)
    server.clock.advance(10 * 60)
    expect((await browser.submit(toTurnOff, { code: person.appCode() })).body).toContain('That page was out of date')
  })
})

describe('A fresh code by text message', () => {
  it('is sent when asked for, and not by a mere visit', async () => {
    const person = await (await server.organization()).person({ enrolled: ['sms'] })
    const browser = openHttpPerson(server)
    await browser.givePassword(person)
    const codeOf = () => /\d{6}/.exec(textsTo(person.phone)[0]?.body ?? '')?.[0] ?? ''
    await browser.submit('/verify', { code: codeOf() })
    server.clock.advance(5 * 60)

    expect((await browser.open(toTurnOff)).body).toContain('Text me a code')
    await browser.open(toTurnOff)
    expect(textsTo(person.phone)).toHaveLength(1)
    expect((await browser.submit('/step-up/send?next=%2Fmy-security%2Fturn-off')).body).toContain('We texted a 6-digit code')
    expect(textsTo(person.phone)).toHaveLength(2)
    expect((await browser.submit(toTurnOff, { code: codeOf() })).title).toContain('Turn off')
  })

  it('is one press away for somebody who was asked for their app', async () => {
    const { person, browser } = await longSignedIn(['totp', 'sms'])
    await browser.open(toTurnOff)
    expect((await browser.open('/step-up/another-way?next=%2Fmy-security%2Fturn-off')).body).toContain('Use Text Message')
    expect((await browser.submit('/step-up/another-way?next=%2Fmy-security%2Fturn-off', { method: 'sms' })).body).toContain('We texted a 6-digit code')
    expect(textsTo(person.phone)).toHaveLength(1)
  })
})

describe('The password again', () => {
  it('is enough for somebody who has no method yet', async () => {
    const person = await (await server.organization()).person()
    const browser = openHttpPerson(server)
    await browser.givePassword(person)
    const path = '/step-up/password?next=%2Fmy-security%2Fdevices%2Frevoke-all'
    expect((await browser.open('/my-security/devices/revoke-all')).body).toContain('Enter your password again')
    expect((await browser.post(path, { password: 'wrong-lanterns' })).status).toBe(422)
    expect((await browser.get('/my-security/devices/revoke-all')).location).toContain('/step-up')
    expect((await browser.post(path, { password: person.password })).location).toBe('/my-security/devices/revoke-all')
    expect((await browser.get('/my-security/devices/revoke-all')).location).toBe('/my-security/devices')
  })

  it('is nothing for somebody who has one, right or wrong', async () => {
    const { person, browser } = await longSignedIn()
    await browser.open(toTurnOff)
    for (const password of [person.password, 'wrong-lanterns']) {
      expect((await browser.post('/step-up/password', { password })).location).toBe('/step-up?next=%2Fmy-security')
    }
    expect((await browser.get('/my-security/turn-off')).location).toBe(toTurnOff)
  })
})
