import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestOrganization, type TestPerson } from '../../support/test-server.ts'

const server = await startTestServer()

async function trusting(organization: TestOrganization, given?: TestPerson) {
  const person = given ?? (await organization.person({ enrolled: ['totp'] }))
  server.clock.advance(60)
  const browser = openHttpPerson(server)
  await browser.givePassword(person)
  await browser.submit('/verify', { code: person.appCode(), trustDevice: 'on' })
  return { person, browser }
}

async function trustedDevicesOf({ user }: TestPerson) {
  const devices = await server.standalone.store.listDevices(user.organizationId, user.id)
  return devices.filter(({ trustedUntil }) => trustedUntil !== null)
}

async function isAskedForACode(browser: ReturnType<typeof openHttpPerson>, person: TestPerson): Promise<boolean> {
  const later = browser.copy()
  later.cookies.delete('nightlatch-session')
  return (await later.givePassword(person)).title.startsWith('Verify it')
}

describe('Trusted devices', () => {
  it('lists them with browser and system, marks this one, and says until when', async () => {
    const organization = await server.organization({ trustDays: 30 })
    const { person, browser } = await trusting(organization)
    await trusting(organization, person)
    await organization.setPolicy({ trustDays: 0 })
    await organization.setPolicy({ trustDays: 10 })
    const { body } = await browser.open('/my-security/devices')
    expect(body.match(/Firefox on Linux/g)?.length).toBeGreaterThan(2)
    expect(body.match(/This device/g)).toHaveLength(1)
    const until = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'Europe/London' })
    expect(body).toContain(until.format((server.clock.now() + 10 * 24 * 60 * 60) * 1000))
  })

  it('stops trusting one, which is then asked for a code, and leaves the others', async () => {
    const organization = await server.organization()
    const { person, browser } = await trusting(organization)
    const other = await trusting(organization, person)
    expect(await isAskedForACode(other.browser, person)).toBe(false)

    const { body } = await browser.open('/my-security/devices')
    const here = await server.standalone.store.listDevices(person.user.organizationId, person.user.id)
    expect(body).toContain(`/my-security/devices/${here[0]?.id}/revoke`)
    const answer = await browser.submit(`/my-security/devices/${here[0]?.id}/revoke`)
    expect(answer.body).toContain('That device is no longer trusted')
    expect(await isAskedForACode(other.browser, person)).toBe(true)
    expect(await isAskedForACode(browser, person)).toBe(false)
  })

  it('asks before it stops trusting all', async () => {
    const organization = await server.organization()
    const { person, browser } = await trusting(organization)
    await trusting(organization, person)
    expect((await browser.open('/my-security/devices/revoke-all')).body).toContain('on 2 devices')
    expect(await trustedDevicesOf(person)).toHaveLength(2)
    expect((await browser.submit('/my-security/devices/revoke-all')).body).toContain('No trusted devices')
    expect(await trustedDevicesOf(person)).toEqual([])
  })

  it("does not find another person's device, and leaves it trusted", async () => {
    const organization = await server.organization()
    const { browser } = await trusting(organization)
    const other = await trusting(organization)
    const [theirs] = await trustedDevicesOf(other.person)
    await browser.open('/my-security/devices')
    expect((await browser.post(`/my-security/devices/${theirs?.id}/revoke`)).status).toBe(404)
    expect((await browser.post('/my-security/devices/%00/revoke')).status).toBe(404)
    expect(await trustedDevicesOf(other.person)).toHaveLength(1)
  })

  it('changes nothing without a fresh code', async () => {
    const { person, browser } = await trusting(await server.organization())
    const [device] = await trustedDevicesOf(person)
    await browser.open('/my-security/devices')
    server.clock.advance(5 * 60)
    for (const path of [`/my-security/devices/${device?.id}/revoke`, '/my-security/devices/revoke-all']) {
      const { location } = await browser.post(path, {}, { headers: { referer: `${server.publicUrl}/my-security/devices` } })
      expect(location).toBe('/step-up?next=%2Fmy-security%2Fdevices')
    }
    expect(await trustedDevicesOf(person)).toHaveLength(1)
  })

  it('says whose rule it is where no device may be trusted', async () => {
    const organization = await server.organization({ trustDays: 30, alwaysRequiredTrustDays: 0 })
    const payer = await organization.person({ enrolled: ['totp'], role: 'paymentsAdministrator' })
    const browser = openHttpPerson(server)
    await browser.signIn(payer)
    expect((await browser.open('/my-security/devices')).body).toContain('Your role asks for a code at every sign-in')
    await organization.setPolicy({ trustDays: 0 })
    expect((await browser.open('/my-security/devices')).body).toContain('Your organization asks for a code at every sign-in')
  })
})
