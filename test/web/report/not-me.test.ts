import { describe, expect, it } from 'vitest'
import { type HttpPerson, openHttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestPerson } from '../../support/test-server.ts'

const server = await startTestServer()
const { inbox, store, engine } = server.standalone

/** The path of "It wasn't me" in the newest mail that says this. */
async function linkInMail({ email }: TestPerson, subject: string): Promise<string> {
  await expect.poll(() => inbox?.emails().some((mail) => mail.to === email && mail.subject.includes(subject))).toBe(true)
  const mail = inbox?.emails().find((mail) => mail.to === email && mail.subject.includes(subject))
  return /\/not-me\?token=\S+/.exec(mail?.text ?? '')?.[0] ?? ''
}

const sessionsOf = async ({ user }: TestPerson) => (await store.listSessions(user.organizationId, user.id)).length

/** Somebody whose thief has changed the password, with the mail that says so. */
async function robbed() {
  const ann = await (await server.organization()).person({ enrolled: ['totp'] })
  const thief = openHttpPerson(server)
  await thief.signIn(ann)
  await thief.open('/my-security/password')
  await thief.submit('/my-security/password', { current: ann.password, next: 'eleven-copper-lanterns' })
  return { ann, thief, link: await linkInMail(ann, 'password was changed') }
}

const tokenOf = (link: string) => new URLSearchParams(link.split('?')[1]).get('token') ?? ''
const press = (browser: HttpPerson, link: string, options = {}) => browser.post('/not-me', { token: tokenOf(link) }, options)

describe('"It wasn\'t me", by somebody who is not signed in', () => {
  it('is asked first, changes nothing by looking, and tells plainly what was done and what comes next', async () => {
    const { ann, thief, link } = await robbed()
    const owner = openHttpPerson(server)
    for (let looks = 0; looks < 3; looks++) {
      const asked = await owner.get(link)
      expect([asked.status, asked.headers.get('referrer-policy'), asked.headers.get('cache-control')]).toEqual([200, 'no-referrer', 'no-store'])
      expect(asked.body).toContain('The changed password stops working.')
    }
    expect(await sessionsOf(ann)).toBe(1)
    expect((await thief.get('/my-security')).status).toBe(200)

    const done = await press(owner, link)
    expect(done.status).toBe(200)
    expect(done.title).toContain('Your account is locked')
    expect(done.body).toContain('The changed password no longer works.')
    expect(done.body).toContain(ann.email)
    expect(done.body).not.toContain('name="token"')
    expect(await sessionsOf(ann)).toBe(0)
    expect((await thief.get('/my-security')).location).toMatch(/^\/sign-in/)
    expect((await thief.givePassword({ userName: ann.userName, password: 'eleven-copper-lanterns' })).body).toContain('Sign in')
    expect(thief.cookies.has('nightlatch-pending')).toBe(false)

    // The way back: the link for a new password has come, and the second step stands as it was.
    await expect.poll(() => inbox?.emails().some(({ to, text }) => to === ann.email && text.includes('/reset-password?token='))).toBe(true)
    const reset = /\/reset-password\?token=\S+/.exec(inbox?.emails().find(({ to, text }) => to === ann.email && text.includes('/reset-password?token='))?.text ?? '')?.[0] ?? ''
    await owner.open(reset)
    await owner.submit('/reset-password', { token: tokenOf(reset), next: 'fourteen-quiet-harbours' })
    const verify = await owner.givePassword({ userName: ann.userName, password: 'fourteen-quiet-harbours' })
    expect(verify.body).toContain('name="code"')
    expect((await press(owner, link)).status).toBe(410)
  })

  it('is refused from another site, without the token of the form, and of a link that is none', async () => {
    const { ann, link } = await robbed()
    const owner = openHttpPerson(server)
    await owner.open(link)
    expect((await press(owner.copy(), link, { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await owner.copy().post('/not-me', { token: tokenOf(link), formToken: '' })).status).toBe(403)
    expect((await openHttpPerson(server).get('/not-me?token=x')).status).toBe(410)
    expect((await owner.copy().post('/not-me', {})).status).toBe(410)
    expect((await owner.copy().post('/not-me', { token: `${tokenOf(link)}x` })).status).toBe(410)
    expect(await sessionsOf(ann)).toBe(1)
    expect((await press(owner, link)).status).toBe(200)
  })

  it('signs out whoever presses it, and acts on the person of the mail alone', async () => {
    const { ann, link } = await robbed()
    const ben = await (await server.organization()).person({ enrolled: ['totp'] })
    const his = openHttpPerson(server)
    await his.signIn(ben)
    await his.open(link)
    const done = await press(his, link)
    expect(done.status).toBe(200)
    expect(done.body).not.toContain(ben.name + '</')
    expect(await sessionsOf(ann)).toBe(0)
    expect(await sessionsOf(ben)).toBe(1)
    expect(await store.findPasswordHash(ben.user.organizationId, ben.user.id)).not.toBeNull()
  })

  it('is of no use once the person is deactivated, and is written down when it was', async () => {
    const { ann, link } = await robbed()
    await store.commit(ann.user.organizationId, [{ kind: 'user.deactivate', userId: ann.user.id, at: server.clock.now() }])
    const owner = openHttpPerson(server)
    expect((await owner.get(link)).status).toBe(410)
    expect((await press(owner, link)).status).not.toBe(200)

    const other = await robbed()
    await owner.open(other.link)
    await press(owner, other.link)
    const activity = await store.listActivity(other.ann.user.organizationId, other.ann.user.id, { before: null, limit: 25 })
    expect(activity.filter(({ action }) => action === 'account.reported')).toHaveLength(1)
    expect(engine.report.hasPasswords).toBe(true)
  })
})
