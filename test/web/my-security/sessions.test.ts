import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestPerson } from '../../support/test-server.ts'

const server = await startTestServer()

async function signedInTwice() {
  const organization = await server.organization()
  const person = await organization.person({ enrolled: ['totp'] })
  const elsewhere = openHttpPerson(server)
  await elsewhere.signIn(person)
  server.clock.advance(60)
  const browser = openHttpPerson(server)
  await browser.signIn(person)
  return { organization, person, browser, elsewhere }
}

async function sessionsOf({ user }: TestPerson) {
  const sessions = await server.standalone.store.listSessions(user.organizationId, user.id)
  return sessions.toSorted((a, b) => a.createdAt - b.createdAt)
}

describe('Sessions', () => {
  it('lists where somebody is signed in, this one marked and without a button', async () => {
    const { person, browser } = await signedInTwice()
    const [older, here] = await sessionsOf(person)
    const { body } = await browser.open('/my-security/sessions')
    expect(body.match(/This session/g)).toHaveLength(1)
    expect(body).toContain(`/my-security/sessions/${older?.id}/end`)
    expect(body).not.toContain(`/my-security/sessions/${here?.id}/end`)
  })

  it('ends one, which is signed out at its next request', async () => {
    const { person, browser, elsewhere } = await signedInTwice()
    const [older] = await sessionsOf(person)
    await browser.open('/my-security/sessions')
    const { body } = await browser.submit(`/my-security/sessions/${older?.id}/end`)
    expect(body).toContain('That session is signed out')
    expect((await elsewhere.get('/my-security')).location).toContain('/sign-in')
    expect((await browser.get('/my-security')).status).toBe(200)
  })

  it('ends all others at once, and keeps this one', async () => {
    const { browser, elsewhere } = await signedInTwice()
    await browser.open('/my-security/sessions')
    expect((await browser.submit('/my-security/sessions/end-others')).body).toContain('You are signed out everywhere else')
    expect((await elsewhere.get('/my-security')).location).toContain('/sign-in')
  })

  it("does not find another person's session, and leaves it open", async () => {
    const { organization, browser } = await signedInTwice()
    const other = await organization.person({ enrolled: ['totp'] })
    const theirs = openHttpPerson(server)
    await theirs.signIn(other)
    const [session] = await sessionsOf(other)
    await browser.open('/my-security/sessions')
    expect((await browser.post(`/my-security/sessions/${session?.id}/end`)).status).toBe(404)
    expect((await browser.post('/my-security/sessions/%00/end')).status).toBe(404)
    expect((await theirs.get('/my-security')).status).toBe(200)
  })

  it('ends none without a fresh code', async () => {
    const { person, browser, elsewhere } = await signedInTwice()
    const [older] = await sessionsOf(person)
    await browser.open('/my-security/sessions')
    server.clock.advance(5 * 60)
    for (const path of [`/my-security/sessions/${older?.id}/end`, '/my-security/sessions/end-others']) {
      expect((await browser.post(path)).location).toContain('/step-up')
    }
    expect((await elsewhere.get('/my-security')).status).toBe(200)
  })
})
