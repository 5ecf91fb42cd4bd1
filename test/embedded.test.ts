import { Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { builtInRoles } from '../src/accounts/roles.ts'
import { openDatabase } from '../src/databases/index.ts'
import { createNightlatch, generateKey, type HostUser, InvalidValueError, type NightlatchOptions } from '../src/index.ts'
import { type HttpPerson, openHttpPerson } from './support/http-person.ts'
import { startSecondHost } from './support/second-host.ts'
import { openTestDatabase } from './support/test-databases.ts'
import { codeOf, secretIn } from './web/enroll/setting-up.ts'

const host = await startSecondHost()
const { nightlatch, organization } = host
const password = 'seven-lanterns-harbour'
let people = 0

interface Somebody {
  user: HostUser
  browser: HttpPerson
  /** At the host's own page. */
  logIn(browser?: HttpPerson): ReturnType<HttpPerson['submit']>
}

function somebody(role: keyof typeof builtInRoles = 'staff'): Somebody {
  const user = host.addUser({ name: 'Ann Example', userName: `ann-${people++}`, email: 'ann@example.org', roles: [builtInRoles[role]] }, password)
  const browser = openHttpPerson({ url: host.url, publicUrl: host.url })
  return { user, browser, logIn: (at = browser) => at.submit('/login', { user: user.userName, password }) }
}

/** Sets up an app in the settings of somebody signed in. */
async function enroll({ browser }: Somebody): Promise<string | null> {
  await browser.open('/two-step/step-up?next=/two-step/set-up/choose')
  await browser.submit('/two-step/step-up/password', { password, next: '/two-step/set-up/choose' })
  await browser.open('/two-step/set-up/choose')
  const secret = secretIn(await browser.post('/two-step/set-up/choose', { method: 'totp' }))
  await browser.post('/two-step/set-up/app/confirm', { code: codeOf(secret, host) })
  await browser.submit('/two-step/my-security/backup-codes/saved', { next: '/donors' })
  return secret
}

const auditOf = async ({ user }: Somebody) => {
  const database = await openDatabase(host.databaseUrl)
  const { rows } = await sql<{ action: string; actor_id: string | null; address: string; sequence: number | null }>`
    select action, actor_id, address, sequence from nightlatch_audit_event where subject_id = ${user.id} order by id`.execute(new Kysely({ dialect: database.dialect }))
  await database.close()
  return rows
}

describe('A host asks what is required of somebody signed in', () => {
  it('and confines whoever is newly required to set-up, at their next request', async () => {
    const ann = somebody()
    expect((await ann.logIn()).body).toContain('<h1>Donors</h1>')
    expect(await nightlatch.people.requirementFor(organization.id, ann.user.id)).toEqual({ kind: 'none' })

    await nightlatch.people.save(organization, { ...ann.user, roles: [builtInRoles.paymentsAdministrator] })
    expect(await nightlatch.people.requirementFor(organization.id, ann.user.id)).toEqual({ kind: 'set-up', because: 'role', url: '/two-step/set-up' })
    expect((await ann.browser.get('/donors')).location).toBe('/two-step/set-up')
    expect((await ann.browser.open('/donors')).title).toContain('Set up 2-step verification')
  })

  it('and signs out whoever is not known', async () => {
    expect(await nightlatch.people.requirementFor(organization.id, crypto.randomUUID())).toEqual({ kind: 'sign-out', why: 'unknown' })
  })
})

describe('After a password was changed at the host', () => {
  it('trust ends, what was pending is void, and the other sessions end', async () => {
    const ann = somebody()
    await ann.logIn()
    const secret = await enroll(ann)
    const trusting = openHttpPerson({ url: host.url, publicUrl: host.url })
    host.clock.advance(60)
    await ann.logIn(trusting)
    expect((await trusting.submit('/two-step/verify', { code: codeOf(secret, host), trustDevice: 'on' })).body).toContain('<h1>Donors</h1>')
    expect((await ann.logIn(trusting)).body).toContain('<h1>Donors</h1>')
    const pending = openHttpPerson({ url: host.url, publicUrl: host.url })
    await ann.logIn(pending)

    await nightlatch.people.passwordChanged(organization.id, ann.user.id, { client: { address: '192.0.2.7', agent: 'Firefox' } })

    expect((await trusting.get('/donors')).location).toBe('/login')
    host.clock.advance(60)
    expect((await pending.post('/two-step/verify', { code: codeOf(secret, host) })).status).toBe(410)
    expect((await ann.logIn(trusting)).body).toContain('password')
    expect(trusting.cookies.has('nightlatch-pending')).toBe(true)
    expect((await auditOf(ann)).filter(({ action }) => action === 'password.changed')).toMatchObject([{ actor_id: ann.user.id, address: '192.0.2.7' }])
  })
})

describe('Somebody deactivated at the host', () => {
  it('is refused everywhere, until they are let in again', async () => {
    const ann = somebody()
    await ann.logIn()
    for (let n = 0; n < 2; n++) await nightlatch.people.deactivate(organization.id, ann.user.id)
    expect((await ann.browser.get('/donors')).location).toBe('/login')
    expect((await ann.logIn()).status).toBe(403)
    expect(await nightlatch.people.requirementFor(organization.id, ann.user.id)).toEqual({ kind: 'sign-out', why: 'deactivated' })

    for (let n = 0; n < 2; n++) await nightlatch.people.reactivate(organization.id, ann.user.id)
    expect((await ann.logIn()).body).toContain('<h1>Donors</h1>')
    const changes = (await auditOf(ann)).filter(({ action }) => action.startsWith('user.'))
    expect(changes.map(({ action, actor_id }) => [action, actor_id])).toEqual([['user.deactivated', null], ['user.reactivated', null]])
    await expect(nightlatch.people.deactivate(organization.id, crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('What a host gives', () => {
  const user: HostUser = { id: crypto.randomUUID(), organizationId: organization.id, name: 'Ann', userName: 'ann', email: null, roles: [] }

  it.each([
    ['organization.id', { ...organization, id: 'ORG-1' }, user],
    ['organization.country', { ...organization, country: 'UK' }, user],
    ['organization.timeZone', { ...organization, timeZone: 'London' }, user],
    ['organization.locale', { ...organization, locale: 'en_GB' }, user],
    ['user.id', organization, { ...user, id: user.id.toUpperCase() }],
    ['user.organizationId', organization, { ...user, organizationId: crypto.randomUUID() }],
    ['user.name', organization, { ...user, name: 'Ann\r\nBcc: eve@example.org' }],
    ['user.email', organization, { ...user, email: 'ann' }],
    ['user.roles[0].rank', organization, { ...user, roles: [{ ...builtInRoles.staff, rank: 1.5 }] }],
  ])('is refused by the name of what is wrong: %s', async (field, badOrganization, badUser) => {
    await expect(nightlatch.people.save(badOrganization, badUser)).rejects.toMatchObject({ name: 'InvalidValueError', field })
  })

  it('is looked at before anything is opened', async () => {
    const { url: databaseUrl, remove } = await openTestDatabase('sqlite')
    const nothing = async () => null as never
    const good: NightlatchOptions = {
      databaseUrl, keys: generateKey('a'), publicUrl: 'https://crm.example.org', applicationName: 'Donor Desk',
      host: { currentUser: nothing, confirmPassword: nothing, completeSignIn: nothing, endSessions: nothing, signInUrl: '/login', homeUrl: '/' },
    }
    const bad: Partial<NightlatchOptions>[] = [
      { publicUrl: 'crm.example.org' }, { publicUrl: 'https://crm.example.org/app' }, { publicUrl: 'http://crm.example.org' }, { publicUrl: 'file:///x' },
      { basePath: 'two-step' }, { basePath: '/two-step/' }, { basePath: '' }, { applicationName: '' }, { accent: 'red' }, { logoUrl: 'https://cdn.example/logo.png' },
      { keys: 'a:short' }, { smsPrices: 'pigeons:GB=0.04 GBP' }, { policy: { trustDays: 1000 } }, { policy: { allowedMethods: ['email'] } }, { host: { ...good.host, endSessions: undefined as never } },
    ]
    for (const option of bad) {
      await expect(createNightlatch({ ...good, ...option })).rejects.toThrow(InvalidValueError)
      await expect(createNightlatch({ ...good, ...option })).rejects.toMatchObject({ field: expect.stringContaining(Object.keys(option)[0]!) })
    }
    await (await createNightlatch(good)).close()
    await expect(createNightlatch({ ...good, keys: generateKey('a') })).rejects.toMatchObject({ name: 'KeysError' })
    await remove()
  })
})

describe('Inside a host', () => {
  it('audit rows are sealed when it stops at the latest, and the head is in its log', async () => {
    const other = await openTestDatabase('sqlite')
    const heads: unknown[] = []
    const note = (facts: Record<string, unknown>, message: string) => void (message === 'the head of the audit log' && heads.push(facts))
    const nothing = async () => null as never
    const embedded = await createNightlatch({
      databaseUrl: other.url, keys: generateKey('a'), publicUrl: 'https://crm.example.org', applicationName: 'Donor Desk', log: { info: note, warn: note, error: note },
      host: { currentUser: nothing, confirmPassword: nothing, completeSignIn: nothing, endSessions: async () => {}, signInUrl: '/login', homeUrl: '/' },
    })
    const user: HostUser = { id: crypto.randomUUID(), organizationId: organization.id, name: 'Ann', userName: 'ann', email: null, roles: [] }
    await embedded.people.save(organization, user)
    await embedded.people.passwordChanged(organization.id, user.id)
    await embedded.close()
    expect(heads).toMatchObject([{ organizationId: organization.id, sequence: 1 }])
    await other.remove()
  })
})
