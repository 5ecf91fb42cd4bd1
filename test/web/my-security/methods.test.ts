import { describe, expect, it } from 'vitest'
import type { MethodId } from '../../../src/engine/model.ts'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestOrganization, type TestPerson } from '../../support/test-server.ts'

const server = await startTestServer()

async function somebody(enrolled: MethodId[], organization?: TestOrganization) {
  const place = organization ?? (await server.organization())
  const person = await place.person({ enrolled })
  const browser = openHttpPerson(server)
  await browser.signIn(person)
  return { organization: place, person, browser }
}

async function methodsOf({ user }: TestPerson) {
  const found = await server.standalone.store.findPerson(user.organizationId, user.id)
  return found?.authenticators ?? []
}

async function pathToRemove(person: TestPerson, method: MethodId): Promise<string> {
  const held = (await methodsOf(person)).find((authenticator) => authenticator.method === method)
  return `/my-security/methods/${held?.id}/remove`
}

describe('My sign-in security', () => {
  it('shows each method with when it was added and last used', async () => {
    const { browser } = await somebody(['totp', 'sms'])
    const { body } = await browser.open('/my-security')
    expect(body).toContain('Mobile authenticator')
    expect(body).toContain('Phone ending in')
    expect(body).toMatch(/Last used \d/)
    expect(body).toContain('Not used yet')
    expect(body).toContain('Optional')
  })

  it('offers set-up to somebody who has none', async () => {
    const person = await (await server.organization()).person()
    const browser = openHttpPerson(server)
    await browser.givePassword(person)
    const { body } = await browser.open('/my-security')
    expect(body).toContain('Set up 2-step verification')
    expect(body).not.toContain('Turn off')
    expect(body).not.toContain('Backup codes')
  })

  it('says since when the organization requires it, and which role always does', async () => {
    const { organization, browser } = await somebody(['totp'])
    await organization.setPolicy({ requiredSince: Date.UTC(2026, 2, 12, 12) / 1000 })
    expect((await browser.open('/my-security')).body).toContain('Harbour Trust has required it of everybody since 12 March 2026')

    const payer = await organization.person({ enrolled: ['totp'], role: 'paymentsAdministrator' })
    const other = openHttpPerson(server)
    await other.signIn(payer)
    expect((await other.open('/my-security')).body).toContain('Your role, Payments administrator, always requires it')
  })

  it('marks a method that is no longer allowed, and still lets it be removed', async () => {
    const { organization, person, browser } = await somebody(['totp', 'sms'])
    await organization.setPolicy({ allowedMethods: ['totp'] })
    const { body } = await browser.open('/my-security')
    expect(body).toContain('No longer allowed')
    expect(body).toContain(await pathToRemove(person, 'sms'))
    expect(body).not.toContain('Change number')
  })
})

describe('Removing a method', () => {
  it('removes it after a question, says so, and signs the person out everywhere else', async () => {
    const { person, browser } = await somebody(['totp', 'sms'])
    server.clock.advance(60)
    const elsewhere = openHttpPerson(server)
    await elsewhere.signIn(person)
    const before = browser.copy()

    const path = await pathToRemove(person, 'sms')
    expect((await browser.open(path)).title).toContain('Remove text message?')
    const { body } = await browser.submit(path)
    expect(body).toContain('That way to verify is removed')
    expect(body).toContain(`We sent an e-mail about this to ${person.email}`)
    expect((await methodsOf(person)).map(({ method }) => method)).toEqual(['totp'])
    expect((await elsewhere.get('/my-security')).location).toContain('/sign-in')
    expect((await before.get('/my-security')).location).toContain('/sign-in')
  })

  it('changes nothing without a fresh code, and comes back to the question after one', async () => {
    const { person, browser } = await somebody(['totp', 'sms'])
    const path = await pathToRemove(person, 'sms')
    await browser.open(path)
    server.clock.advance(5 * 60)
    const refused = await browser.post(path, {}, { headers: { referer: server.publicUrl + path } })
    expect(refused.location).toBe(`/step-up?next=${encodeURIComponent(path)}`)
    expect(await methodsOf(person)).toHaveLength(2)

    await browser.open(refused.location ?? '')
    expect((await browser.submit(refused.location ?? '', { code: person.appCode() })).title).toContain('Remove text message?')
    expect(await methodsOf(person)).toHaveLength(2)
  })

  it("does not find another person's method, nor one that never was", async () => {
    const { organization, browser } = await somebody(['totp', 'sms'])
    const other = await organization.person({ enrolled: ['totp', 'sms'] })
    await browser.open('/my-security')
    for (const path of [await pathToRemove(other, 'sms'), '/my-security/methods/%00/remove', '/my-security/methods/1/remove']) {
      expect((await browser.get(path)).status).toBe(404)
      expect((await browser.post(path)).status).toBe(404)
    }
    expect(await methodsOf(other)).toHaveLength(2)
  })

  it('keeps the last one while it is required, and says why in the place of the button', async () => {
    const { organization, person, browser } = await somebody(['totp'])
    await organization.setPolicy({ requiredSince: server.clock.now(), graceDays: 0 })
    const path = await pathToRemove(person, 'totp')
    const { body } = await browser.open('/my-security')
    expect(body).toContain('remove your only allowed way to verify')
    expect(body).not.toContain(path)
    expect(body).not.toContain('/my-security/turn-off')

    expect((await browser.open(path)).body).not.toContain('method="post" action="/my-security/methods')
    expect((await browser.post(path)).status).toBe(409)
    expect((await browser.post('/my-security/turn-off')).status).toBe(409)
    expect(await methodsOf(person)).toHaveLength(1)
  })
})

describe('Turning it off', () => {
  it('removes everything after a question, where nothing requires it', async () => {
    const { person, browser } = await somebody(['totp', 'sms'])
    expect((await browser.open('/my-security/turn-off')).title).toContain('Turn off')
    const { body } = await browser.submit('/my-security/turn-off')
    expect(body).toContain('2-step verification is off')
    expect(body).toContain('Set up 2-step verification')
    expect(await methodsOf(person)).toEqual([])
  })

  it('needs a fresh code', async () => {
    const { person, browser } = await somebody(['totp'])
    await browser.open('/my-security')
    server.clock.advance(5 * 60)
    expect((await browser.post('/my-security/turn-off')).location).toContain('/step-up')
    expect(await methodsOf(person)).toHaveLength(1)
  })
})
