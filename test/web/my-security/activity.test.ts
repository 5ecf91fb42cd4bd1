import { describe, expect, it } from 'vitest'
import type { AuditAction } from '../../../src/engine/audit.ts'
import type { MethodId } from '../../../src/engine/model.ts'
import { activityText } from '../../../src/web/my-security/activity-text.ts'
import { textFor } from '../../../src/web/ui/text/index.ts'
import { anAuditEvent } from '../../support/builders.ts'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestPerson } from '../../support/test-server.ts'

const server = await startTestServer()

async function signedIn() {
  const organization = await server.organization()
  const person = await organization.person({ enrolled: ['totp'] })
  const browser = openHttpPerson(server)
  await browser.signIn(person)
  return { organization, person, browser }
}

/** So many wrong passwords, each from its own second. */
async function happen({ user }: TestPerson, times: number) {
  const { store, ports } = server.standalone
  for (let i = 0; i < times; i++) {
    const event = anAuditEvent({
      id: ports.random.id(), at: server.clock.now(), action: 'sign-in.password-refused', result: 'failure', actorId: null, subjectId: user.id,
      client: { address: `192.0.2.${i}`, agent: '' },
    })
    await store.commit(user.organizationId, [{ kind: 'audit.append', event }])
  }
}

describe('Recent activity', () => {
  it.each(['/my-security/activity', '/my-security/devices', '/my-security/sessions'])('and its neighbours lead back to the overview: %s', async (path) => {
    const { browser } = await signedIn()
    expect((await browser.open(path)).body).toMatch(/<a class="button secondary compact" href="\/my-security"><span>Back</)
  })

  it('tells in plain words what happened, when in which zone, and from where', async () => {
    const { browser } = await signedIn()
    const { body } = await browser.open('/my-security/activity')
    expect(body).toContain('Signed in with your password and a code from your app')
    expect(body).toContain('Right password entered, a code asked for')
    expect(body).toMatch(/\d\d:\d\d (GMT|BST)/)
    expect(body).toContain('Firefox on Linux')
    expect(body).not.toMatch(/sign-in\.|code\.|amr/)
  })

  it('shows 25 a page, the newest first, and the older ones one press away', async () => {
    const { person, browser } = await signedIn()
    await happen(person, 30)
    const first = await browser.open('/my-security/activity')
    expect(first.body.match(/Wrong password entered/g)).toHaveLength(25)
    expect(first.body).toContain('192.0.2.29')
    const older = /href="(\/my-security\/activity\?before=[^"]+)"/.exec(first.body)?.[1] ?? ''
    const second = await browser.open(older)
    expect(second.body.match(/Wrong password entered/g)).toHaveLength(5)
    expect(second.body).not.toContain('Older')
    expect(second.body).toContain('Newest')
  })

  it('shows nobody what happened to somebody else, whatever page is asked for', async () => {
    const { organization, browser } = await signedIn()
    const other = await organization.person()
    await happen(other, 3)
    const event = await server.standalone.store.listActivity(organization.id, other.user.id, { before: null, limit: 1 })
    for (const before of ['', event[0]?.id ?? '', '%00', "' or 1=1"]) {
      const { body, status } = await browser.open(`/my-security/activity?before=${encodeURIComponent(before)}`)
      expect(status).toBe(200)
      expect(body).not.toContain('Wrong password entered')
    }
  })
})

describe('activityText', () => {
  const actions = {
    'sign-in.password-accepted': true, 'sign-in.password-refused': true, 'sign-in.completed': true, 'sign-in.set-up-postponed': true,
    'code.sent': true, 'code.not-sent': true, 'code.accepted': true, 'code.refused': true, 'code.locked': true, 'step-up.completed': true,
    'set-up.email-confirmed': true, 'method.added': true, 'method.changed': true, 'method.removed': true, 'two-step.turned-off': true,
    'backup-codes.made': true, 'backup-code.used': true, 'device.trusted': true, 'device.revoked': true, 'device.all-revoked': true,
    'session.ended': true, 'session.all-ended': true, 'signed-out': true, 'password.changed': true, 'password.reset-requested': true,
    'password.reset': true, 'user.created': true, 'user.invited': true, 'user.deactivated': true, 'user.reactivated': true, 'user.roles-changed': true,
    'user.reset': true, 'user.unlocked': true, 'user.exempted': true, 'user.exemption-ended': true, 'users.reminded': true, 'users.imported': true,
    'recovery-pass.issued': true, 'recovery-pass.used': true, 'role.changed': true, 'policy.changed': true, 'texts.stopped': true, 'texts.resumed': true, 'access.refused': true,
    'account.reported': true, 'notice.retried': true, 'user.email-changed': true, 'file.downloaded': true,
  } satisfies Record<AuditAction, true>

  it.each(Object.keys(actions) as AuditAction[])('has words of its own for %s', (action) => {
    const text = activityText(textFor('en'), anAuditEvent({ action, method: 'totp' }))
    expect(text).toMatch(/^\p{Lu}|^6-digit|^2-step/u)
    expect(text).not.toMatch(/undefined|null|[a-z]\.[a-z]/)
  })

  it('says how somebody got in, or why no code was asked for', () => {
    const said = (method: MethodId | null, detail: Record<string, string>) =>
      activityText(textFor('en'), anAuditEvent({ action: 'sign-in.completed', method, detail }))
    expect(said('sms', { amr: 'pwd sms mfa', because: 'verified' })).toBe('Signed in with your password and a texted code')
    expect(said(null, { amr: 'pwd', because: 'trusted-device' })).toBe('Signed in with your password on a trusted device')
    expect(said(null, { amr: 'pwd', because: 'not-required' })).toContain('no second step set up or required')
    // Rows from before the reason was written down.
    expect(said(null, { amr: 'pwd otp mfa' })).toBe('Signed in with your password and a code')
    expect(said(null, { amr: 'pwd' })).toBe('Signed in with your password, without a code')
  })

  it('says when somebody else did it', () => {
    const event = anAuditEvent({ action: 'password.changed', actorId: 'somebody-else' })
    expect(activityText(textFor('en'), event)).toBe('Password changed, by an administrator')
  })
})
