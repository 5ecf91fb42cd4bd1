import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Notice, NoticeEvent } from '../../src/engine/model.ts'
import { mintReportLink } from '../../src/engine/report.ts'
import { reportEffects } from '../../src/engine/report-effects.ts'
import { aNotice } from '../support/builders.ts'
import { type EngineWorld, openEngineWorld, type TestBrowser, type TestPerson } from '../support/engine-world.ts'

const DAY = 24 * 60 * 60

let world: EngineWorld
let browser: TestBrowser
beforeAll(async () => {
  world = await openEngineWorld()
})
beforeEach(async () => {
  await world.begin()
  browser = world.browser()
})
afterAll(() => world.close())

/** The notices that were written to a person, the oldest first, as the mailer gets them. */
async function noticesTo(person: Pick<TestPerson, 'id'>, event?: NoticeEvent): Promise<Notice[]> {
  const due = await world.store.claimDue(world.now + 1000, 100)
  return due.map(({ notice }) => notice).filter((notice) => notice.userId === person.id && (event === undefined || notice.event === event))
}

/** The link in the mail about something that was done. */
async function linkOf(person: TestPerson, event: NoticeEvent): Promise<string> {
  const [notice] = await noticesTo(person, event)
  if (notice === undefined) throw new Error(`nobody was told of ${event}`)
  return (await mintReportLink(world.ports, notice)) ?? ''
}

/** A link about something that nobody did, for what is the same of all. */
async function aLink(person: TestPerson, event: NoticeEvent = 'new-device', facts: Partial<Notice> = {}): Promise<string> {
  return (await mintReportLink(world.ports, aNotice({ organizationId: person.organizationId, userId: person.id, event, to: person.email ?? '', at: world.now, ...facts }))) ?? ''
}

const press = (token: string) => world.engine.report.notMe(token, browser)

describe('"It wasn\'t me"', () => {
  it('ends all sessions and what was pending, revokes all devices, and takes away no method', async () => {
    const ann = await world.person({ enrolled: ['totp', 'sms'] })
    const session = await world.signIn(ann, browser, { trustDevice: true })
    const elsewhere = world.browser()
    const pending = await world.enterPassword(ann, elsewhere)
    const before = await world.load(ann)
    expect(await press(await aLink(ann))).toMatchObject({ kind: 'reported' })

    expect(await world.isOpen(session)).toBe(false)
    const late = pending.kind === 'verify' ? world.enterCode(pending, world.appCode(ann), elsewhere) : null
    await expect(late).rejects.toMatchObject({ code: 'challenge_not_found' })
    expect((await world.enterPassword(ann, browser)).kind).toBe('verify') // not trusted any more
    const after = await world.load(ann)
    expect(after.authenticators).toEqual(before.authenticators)
    expect(after.backupCodesLeft).toBe(before.backupCodesLeft)
    expect(await world.activity(ann)).toContainEqual(expect.objectContaining({ action: 'account.reported', actorId: null, detail: expect.objectContaining({ about: 'new-device' }) }))
  })

  it.each(Object.entries(reportEffects).filter(([, effect]) => effect !== null).map(([event]) => event as NoticeEvent))(
    'of %s takes away no method, and works without anything that the mail did not tell',
    async (event) => {
      const ann = await world.person({ enrolled: ['totp'] })
      const before = await world.load(ann)
      expect(await press(await aLink(ann, event))).toMatchObject({ kind: 'reported' })
      const after = await world.load(ann)
      expect(after).toEqual({ ...before, user: { ...before.user, factorEpoch: before.user.factorEpoch + 1 } })
      expect(await world.notices(ann)).toContain('account-reported')
    },
  )

  it('voids the backup codes that the mail tells of, and no later ones', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const session = await world.signIn(ann, browser)
    await world.engine.mySecurity.makeBackupCodes(session.holder, browser)
    const link = await linkOf(ann, 'backup-codes-made')
    expect(await press(link)).toMatchObject({ effect: { undo: 'backup-codes' } })
    expect(await world.load(ann)).toMatchObject({ backupCodesLeft: 0, user: { backupCodesSavedAt: null } })

    world.pass(60)
    const again = await world.signIn(ann, browser)
    await world.engine.mySecurity.makeBackupCodes(again.holder, browser)
    const older = await aLink(ann, 'backup-codes-made', { data: { madeAt: world.now - 60 } })
    await press(older)
    expect((await world.load(ann)).backupCodesLeft).toBe(10)
  })

  it('leaves no way in by the password that was changed, and sends a link to the address from before', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    await world.resetPassword(ann)
    const { passwordEpoch } = (await world.load(ann)).user
    const link = await aLink(ann, 'password-changed', { to: 'ann-before@example.org', data: { passwordEpoch } })
    expect(await press(link)).toMatchObject({ resetLinkSent: true })
    expect(await world.store.findPasswordHash(ann.organizationId, ann.id)).toBeNull()
    expect((await world.load(ann)).user.passwordEpoch).toBe(passwordEpoch + 1)
    const written = await noticesTo(ann)
    expect(written.filter(({ event }) => event === 'password-reset-requested').map(({ to }) => to)).toEqual(['ann-before@example.org'])
    expect(written.filter(({ event }) => event === 'account-reported').map(({ to }) => to).toSorted()).toEqual(['ann-before@example.org', ann.email].toSorted())
  })

  it('leaves the password that was set since', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const link = await aLink(ann, 'password-changed', { data: { passwordEpoch: (await world.load(ann)).user.passwordEpoch } })
    await world.resetPassword(ann)
    const hash = await world.store.findPasswordHash(ann.organizationId, ann.id)
    await press(link)
    expect(await world.store.findPasswordHash(ann.organizationId, ann.id)).toBe(hash)
  })

  it('of having been turned off asks for set-up, with a code by e-mail, until a method is on', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const session = await world.signIn(ann, browser)
    await world.engine.mySecurity.turnOff(session.holder, browser)
    await press(await linkOf(ann, 'turned-off'))

    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'set-up') throw new Error(step.kind)
    const holder = { kind: 'pending' as const, token: step.token }
    expect(await world.engine.setUp.view(holder)).toMatchObject({ because: 'reported', skippableUntil: null, confirmEmail: expect.any(String) })
    await expect(world.engine.setUp.start(holder, 'totp', {}, browser)).rejects.toMatchObject({ code: 'not_allowed' })
    await world.engine.setUp.sendEmailConfirmation(holder, browser)
    await world.engine.setUp.verifyEmailConfirmation(holder, world.mailedCode(ann), browser)
    await world.scanApp(holder, ann, browser)
    expect((await world.confirm(holder, ann, world.appCode(ann), browser)).kind).toBe('enrolled')
    expect((await world.load(ann)).user.reportedAt).toBeNull()
  })

  it('voids a recovery pass, and the set-up that it led to', async () => {
    const ben = await world.person({ role: 'administrator', enrolled: ['totp'], email: 'ben@example.org' })
    const ann = await world.person({ enrolled: ['totp'] })
    const his = await world.signIn(ben, world.browser())
    const issued = await world.engine.administration.issueRecoveryPass(his.holder, ann.id, browser)
    if (issued.kind !== 'issued') throw new Error(issued.kind)
    expect(await press(await linkOf(ann, 'recovery-pass-issued'))).toMatchObject({ administratorsTold: true })
    expect(await world.store.openRecoveryPass(ann.organizationId, ann.id, world.now)).toBeNull()
    expect((await world.load(ann)).user.recoveryPassUntil).toBeNull()
    expect((await noticesTo(ben, 'reported-to-administrators'))[0]?.data).toMatchObject({ personId: ann.id, about: 'recovery-pass-issued' })
  })
})

describe('The link', () => {
  it('works once, also when it is pressed twenty times at once', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const link = await aLink(ann)
    const kinds = (await Promise.all(Array.from({ length: 20 }, () => press(link)))).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'reported')).toHaveLength(1)
    expect((await press(link)).kind).toBe('gone')
    expect(await world.engine.report.view(link)).toBeNull()
  })

  it('ends with the first of the same mail that is pressed, and with no other mail', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const notice = aNotice({ organizationId: ann.organizationId, userId: ann.id, event: 'new-device', at: world.now })
    const [first, second] = [await mintReportLink(world.ports, notice), await mintReportLink(world.ports, notice)]
    const other = await aLink(ann)
    expect((await press(second ?? '')).kind).toBe('reported')
    expect((await press(first ?? '')).kind).toBe('gone')
    expect((await press(other)).kind).toBe('reported')
  })

  it('works after the thief has changed password and methods, and for 14 days', async () => {
    const ann = await world.person({ enrolled: ['totp', 'sms'] })
    const link = await aLink(ann)
    const made = world.now
    const session = await world.signIn(ann, browser)
    const [first] = (await world.load(ann)).authenticators
    await world.engine.mySecurity.removeMethod(session.holder, first?.id ?? '', browser)
    await world.resetPassword(ann)
    world.now = made + 14 * DAY - 1
    expect(await world.engine.report.view(link)).not.toBeNull()
    world.pass(1)
    expect(await world.engine.report.view(link)).toBeNull()
    expect((await press(link)).kind).toBe('gone')
  })

  it('is nothing without its secret, of another mail, or of a user who is deactivated', async () => {
    const [ann, ben] = [await world.person({ enrolled: ['totp'] }), await world.person({ enrolled: ['totp'] })]
    const [hers, his] = [await aLink(ann), await aLink(ben)]
    const swapped = `${hers.split('.')[0]}.${his.split('.')[1]}`
    const sessions = await world.signIn(ann, browser)
    for (const token of ['', 'x', swapped, hers.split('.')[0], `${hers}x`, null, 7, { $ne: '' }]) expect((await press(token as string)).kind).toBe('gone')
    expect(await world.isOpen(sessions)).toBe(true)
    await world.deactivate(ann)
    expect(await world.engine.report.view(hers)).toBeNull()
    expect((await press(hers)).kind).toBe('gone')
  })

  it('is no link for a new password, and the other way round', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const link = await aLink(ann)
    const [id = ''] = link.split('.')
    expect(await world.store.findOneTimeToken(id, 'password-reset')).toBeNull()
    expect(await world.store.findOneTimeToken(id, 'report')).not.toBeNull()
  })

  it('is kept as a hash, which nobody can press', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const link = await aLink(ann)
    const rows = JSON.stringify(await world.db.selectFrom('nightlatch_one_time_token').selectAll().execute())
    expect(rows).not.toContain(link.split('.')[1])
  })

  it('is in no mail that tells of nothing anybody did', async () => {
    const ann = await world.person()
    for (const event of ['set-up-reminder', 'account-reported', 'reported-to-administrators'] as const) expect(await aLink(ann, event)).toBe('')
  })
})

it('embedded, ends the sessions of the host and sends no link for a password that is not ours', async () => {
  await world.begin({ sessions: 'host' })
  const ann = await world.person({ enrolled: ['totp'] })
  await world.signIn(ann, browser)
  expect(world.hostSessions.size).toBe(1)
  expect(await press(await aLink(ann))).toMatchObject({ kind: 'reported', resetLinkSent: false })
  expect(world.hostSessions.size).toBe(0)
})
