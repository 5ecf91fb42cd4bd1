import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestOrganization, type TestPerson } from '../../support/test-server.ts'
import { anAdministrator, atBrowser, auditOf, stateOf, wordsOf } from './administrators.ts'

const server = await startTestServer()

async function begin(facts: Parameters<TestOrganization['person']>[0] = { enrolled: ['totp', 'sms'] }) {
  const harbour = await server.organization()
  const tom = await harbour.person({ name: 'Tom Whitfield', ...facts })
  return { harbour, tom, path: `/admin/people/${tom.user.id}`, ...(await anAdministrator(server, harbour)) }
}

const actionsOf = async (person: TestPerson) => (await auditOf(server, person)).map(({ action, actorId }) => `${action} by ${actorId === person.user.id ? 'themself' : 'another'}`)

describe("A person's page", () => {
  it('says where they stand, and never a secret nor a whole phone number', async () => {
    const { tom, path, browser } = await begin()
    await atBrowser(server, tom)
    const { body } = await browser.open(path)
    expect(wordsOf(body)).toContain('Status Enrolled Roles Staff User name')
    expect(wordsOf(body)).toContain('Backup codes left 10')
    expect(wordsOf(body)).toContain('Sessions 1')
    expect(wordsOf(body)).toMatch(/Signed in now Firefox on Linux Signed in \d[^.]*\. Last used \d[^.]*\. 127\.0\.0\.1/)
    expect(wordsOf(body)).toContain(`Text message Phone ending in ${tom.phone.slice(-2)}`)
    expect(wordsOf(body)).toContain('Signed in with the password and a code from the app')
    expect(body).not.toContain(tom.phone.slice(-4))
    for (const code of tom.backupCodes) expect(body).not.toContain(code)
    for (const { sealedSecret } of (await stateOf(server, tom)).person?.authenticators ?? []) expect(body).not.toContain(sealedSecret)
  })

  it('offers only what would change something', async () => {
    const { path, browser } = await begin({ enrolled: [] })
    const { body } = await browser.open(path)
    for (const words of ['Sign out everywhere', 'Exempt for a time']) expect(body).toContain(words)
    for (const words of ['Make a recovery pass', 'Reset 2-step verification', 'Let codes work again', 'Stop trusting all devices', 'End the exemption']) expect(body).not.toContain(words)
  })

  it('changes nothing on the way to the question', async () => {
    const { tom, path, browser } = await begin()
    const before = await stateOf(server, tom)
    for (const action of ['reset', 'unlock', 'revoke-devices', 'sign-out', 'recovery-pass', 'exemption', 'exemption/end']) {
      expect((await browser.open(`${path}/${action}`)).status).toBe(200)
    }
    expect(await stateOf(server, tom)).toEqual(before)
  })
})

describe('Helping somebody back in', () => {
  it('resets: methods, codes, devices and sessions end, and they are told', async () => {
    const { tom, path, browser } = await begin()
    const his = await atBrowser(server, tom)
    expect(wordsOf((await browser.submit(`${path}/reset`)).body)).toContain('It is reset.')
    const { person, sessions } = await stateOf(server, tom)
    expect(person).toMatchObject({ authenticators: [], backupCodesLeft: 0, user: { enrolledAt: null } })
    expect(sessions).toEqual([])
    expect((await his.get('/my-security')).location).toMatch(/^\/sign-in/)
    expect(await actionsOf(tom)).toContain('user.reset by another')
  })

  it('does not reset away the last enrolled administrator', async () => {
    const { harbour, person, browser } = await begin()
    const grace = await harbour.person({ name: 'Grace Lindqvist', role: 'administrator', enrolled: ['totp'] })
    const hers = await atBrowser(server, grace)
    expect((await hers.post(`/admin/people/${person.user.id}/reset`)).status).toBe(303)
    // The first had a session, and has none any more: nobody is left but she.
    expect((await browser.get('/admin/people')).location).toMatch(/^\/sign-in/)
    expect((await stateOf(server, grace)).person?.authenticators).toHaveLength(1)
  })

  it('unlocks codes that were stopped, which the page says', async () => {
    const { tom, path, browser } = await begin()
    for (let i = 0; i < 5; i++) {
      const thief = openHttpPerson(server)
      await thief.givePassword(tom)
      expect((await thief.submit('/verify', { code: '000000' })).status).toBe(422)
    }
    const waiting = await browser.open(path)
    expect(wordsOf(waiting.body)).toContain('After wrong codes the next one is taken from')
    expect(waiting.body).toContain('Let codes work again')
    expect(wordsOf((await browser.submit(`${path}/unlock`)).body)).toContain('Codes work again.')
    expect((await stateOf(server, tom)).person?.guard.other).toEqual({ failures: 0, waitUntil: 0 })
    expect((await browser.open(path)).body).not.toContain('Let codes work again')
  })

  it('stops trusting all devices', async () => {
    const { tom, path, browser } = await begin()
    const his = openHttpPerson(server)
    server.clock.advance(30)
    await his.givePassword(tom)
    await his.submit('/verify', { code: tom.appCode(), trustDevice: 'on' })
    expect(wordsOf((await browser.open(path)).body)).toContain('Firefox on Linux Trusted')
    expect(wordsOf((await browser.submit(`${path}/revoke-devices`)).body)).toContain('No device of theirs is trusted now.')
    his.cookies.delete('nightlatch-session')
    expect((await his.givePassword(tom)).title).toContain('Verify it')
  })

  it('signs out everywhere', async () => {
    const { tom, path, browser } = await begin()
    const his = await atBrowser(server, tom)
    expect(wordsOf((await browser.submit(`${path}/sign-out`)).body)).toContain('They are signed out everywhere.')
    expect(wordsOf((await browser.open(path)).body)).toContain('They are signed in nowhere.')
    expect((await his.get('/my-security')).location).toMatch(/^\/sign-in/)
    expect(await actionsOf(tom)).toContain('session.all-ended by another')
  })
})

describe('An exemption', () => {
  const form = (until: string) => ({ reason: 'A new phone comes on Friday', until })
  const inDays = (days: number) => new Date((server.clock.now() + days * 86_400) * 1000).toISOString().slice(0, 10)

  it('has a reason and an end, is written down, shown, and can be ended', async () => {
    const { harbour, tom, path, browser } = await begin({ enrolled: [] })
    await harbour.setPolicy({ requiredSince: 1, graceDays: 0 })
    const { body } = await browser.submit(`${path}/exemption`, form(inDays(3)))
    expect(wordsOf(body)).toContain('They are exempt until that day.')
    expect(wordsOf(body)).toContain('Status Exempt until ')
    const [event] = (await auditOf(server, tom)).filter(({ action }) => action === 'user.exempted')
    expect(event?.detail).toMatchObject({ reason: 'A new phone comes on Friday' })
    expect((await atBrowser(server, tom)).cookies.has('nightlatch-session')).toBe(true)
    expect(wordsOf((await browser.submit(`${path}/exemption/end`)).body)).toContain('The exemption has ended.')
    expect((await stateOf(server, tom)).person?.user.exemptUntil).toBeNull()
  })

  it.each([
    ['without a reason', { reason: '  ', until: inDays(3) }, 'Say why'],
    ['without an end', form(''), 'Choose a day'],
    ['that is over', form(inDays(-2)), 'Choose a day'],
    ['for more than a year', form(inDays(400)), 'Choose a day'],
    ['until no day at all', form('2026-02-31'), 'Choose a day'],
  ])('is not given %s, and the entry is kept', async (_, fields, words) => {
    const { tom, path, browser } = await begin({ enrolled: [] })
    const answer = await browser.post(`${path}/exemption`, fields)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer.body)).toContain(words)
    expect(answer.body).toContain(fields.until === '' ? 'name="until"' : `value="${fields.until}"`)
    expect((await stateOf(server, tom)).person?.user.exemptUntil).toBeNull()
  })

  it('is not given to somebody whose role always requires it', async () => {
    const { tom, path, browser } = await begin({ enrolled: [], role: 'paymentsAdministrator' })
    expect((await browser.open(path)).body).not.toContain('Exempt for a time')
    const answer = await browser.post(`${path}/exemption`, form(inDays(3)))
    expect(answer.status).toBe(409)
    expect(wordsOf(answer.body)).toContain('Their role always requires 2-step verification')
    expect((await stateOf(server, tom)).person?.user.exemptUntil).toBeNull()
  })
})

describe('A recovery pass', () => {
  it('is made only once the administrator says who it is for, and shown once', async () => {
    const { tom, path, browser } = await begin()
    const unchecked = await browser.post(`${path}/recovery-pass`)
    expect(unchecked.status).toBe(422)
    expect(wordsOf(unchecked.body)).toContain('Make sure first')
    expect((await stateOf(server, tom)).pass).toBeNull()

    const shown = await browser.post(`${path}/recovery-pass`, { checked: 'on' })
    const pass = /class="pass mono"[^>]*>([^<]*)</.exec(shown.body)?.[1] ?? ''
    expect(pass).toMatch(/^[\dA-HJKMNP-TV-Z]{4}(-[\dA-HJKMNP-TV-Z]{4}){2}$/)
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer')
    expect(shown.headers.get('cache-control')).toBe('no-store')
    expect(wordsOf((await browser.open(path)).body)).toContain('A recovery pass is open until')
    expect((await browser.open(path)).body).not.toContain(pass)
    expect(await actionsOf(tom)).toContain('recovery-pass.issued by another')
  })

  it('is not made for somebody who has no second step', async () => {
    const { path, browser } = await begin({ enrolled: [] })
    const answer = await browser.post(`${path}/recovery-pass`, { checked: 'on' })
    expect(answer.status).toBe(409)
    expect(wordsOf(answer.body)).toContain('They have no second step that a pass could stand in for')
  })
})
