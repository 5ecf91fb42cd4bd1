import { describe, expect, it } from 'vitest'
import { commandLine } from '../../../src/accounts/create-user.ts'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestPerson } from '../../support/test-server.ts'
import { aSenior, anAdministrator, atBrowser, auditOf, refusalsOf, wordsOf } from './administrators.ts'

const server = await startTestServer()
const { store, inbox, accounts } = server.standalone

const newcomer = (userName: string) => ({ name: 'Nora Eriksen', userName, email: `${userName}@example.org`, 'role.staff': 'on' })
const pathOf = ({ user }: TestPerson, action: string) => `/admin/people/${user.id}/${action}`
const actionsOf = async (person: TestPerson) => (await auditOf(server, person)).map(({ action }) => action)
const personOf = async ({ user }: TestPerson) => (await store.findPerson(user.organizationId, user.id))!

async function begin() {
  const harbour = await server.organization()
  const lena = await harbour.person({ name: 'Lena Hartmann' })
  return { harbour, lena, ...(await anAdministrator(server, harbour)) }
}

describe('Adding a person', () => {
  it('sends them a link to choose a password, which nobody else sees', async () => {
    const { harbour, person, browser } = await begin()
    const added = await browser.submit('/admin/users/new', newcomer('nora-added'))
    expect(wordsOf(added.body)).toContain('A link to choose a password is on its way to nora-added@example.org.')
    const nora = await accounts.authenticate({ identifier: 'nora-added', password: '', visitor: { address: '', agent: '', cookie: () => null } })
    expect(nora.kind).toBe('refused')
    await expect.poll(() => inbox?.emails().filter(({ to }) => to === 'nora-added@example.org').length).toBe(1)
    const letter = inbox?.emails().find(({ to }) => to === 'nora-added@example.org')?.text ?? ''
    const path = new URL(/http\S+token=\S+/.exec(letter)?.[0] ?? '')
    expect(added.body).not.toContain(path.searchParams.get('token'))

    server.clock.advance(2 * 24 * 60 * 60)
    const hers = openHttpPerson(server)
    await hers.open(path.pathname + path.search)
    await hers.submit('/reset-password', { token: path.searchParams.get('token') ?? '', next: 'seven-lanterns-harbour' })
    const { body } = await hers.givePassword({ userName: 'nora-added', password: 'seven-lanterns-harbour' })
    expect(body).toContain('Hello, Nora Eriksen')
    const { events } = await store.listAudit(harbour.id, { actions: ['user.created'], person: '', from: null, until: null }, { before: null, limit: 1 })
    expect(events).toMatchObject([{ actorId: person.user.id, subjectName: 'Nora Eriksen' }])
  })

  it('shows the link once to hand over where they have no address', async () => {
    const { browser } = await begin()
    // Where e-mail is sent an address is asked for; somebody made before has none.
    expect((await browser.post('/admin/users/new', { ...newcomer('nora-none'), email: '' })).status).toBe(422)
    const { harbour } = await begin()
    const amara = await anAdministrator(server, harbour)
    const nora = await accounts.createUser({ organizationId: harbour.id, name: 'Nora Eriksen', userName: 'nora-handed', email: null, password: null, roles: [] })
    if (nora.kind !== 'created') throw new Error(nora.problem)
    const shown = await amara.browser.post(`/admin/people/${nora.user.id}/invite`)
    expect(wordsOf(shown.body)).toContain('They have no e-mail address here.')
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer')
    expect(shown.headers.get('cache-control')).toBe('no-store')
    const token = /token=([\w.-]+)/.exec(shown.body)?.[1] ?? ''
    expect(await accounts.viewReset(token)).toBe('open')
    const again = /token=([\w.-]+)/.exec((await amara.browser.post(`/admin/people/${nora.user.id}/invite`)).body)?.[1] ?? ''
    expect([await accounts.viewReset(token), await accounts.viewReset(again)]).toEqual(['used-or-expired', 'open'])
    expect((await accounts.resetPassword({ token: again, next: 'seven-lanterns-harbour', visitor: { address: '', agent: '' } })).kind).toBe('reset')
    expect((await amara.browser.post(`/admin/people/${nora.user.id}/invite`)).status).toBe(409)
  })

  it('says beside each field what is wrong with it, and keeps what was entered', async () => {
    const { lena, browser } = await begin()
    const answer = await browser.post('/admin/users/new', { name: ' ', userName: 'nora@elsewhere', email: 'nobody', 'role.staff': 'on' })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatch(/id="name-error">.*?Enter a name/)
    expect(answer.body).toMatch(/id="email-error">.*?Enter an e-mail address/)
    expect(answer.body).toMatch(/id="userName-error">.*?without an @/)
    expect(answer.body).toMatch(/name="role\.staff"[^>]*checked/)
    const taken = await browser.post('/admin/users/new', { ...newcomer('nora-taken'), email: lena.email ?? '' })
    expect([taken.status, wordsOf(taken.body).includes('belongs to somebody on this server already')]).toEqual([422, true])
  })

  it('gives nobody a role above the own, whatever is posted', async () => {
    const { harbour, person, browser } = await begin()
    await aSenior(server, harbour)
    expect((await browser.open('/admin/users/new')).body).not.toContain('Director')
    for (const role of ['role.director', 'role.nowhere']) expect((await browser.post('/admin/users/new', { ...newcomer('nora-above'), [role]: 'on' })).status).toBe(403)
    expect(await store.takenNames(['nora-above'])).toEqual(new Set())
    expect(await refusalsOf(server, person)).toEqual(['/admin/users/new'])
  })
})

describe('Roles', () => {
  it('change from the next page on, and one that always requires it leads to set-up', async () => {
    const { person, lena, browser } = await begin()
    const hers = await atBrowser(server, lena)
    await browser.submit(pathOf(lena, 'roles'), { former: '["staff"]', 'role.payments-administrator': 'on' })
    expect((await personOf(lena)).user.roles.map(({ id }) => id)).toEqual(['payments-administrator'])
    expect((await hers.get('/my-security')).location).toBe('/set-up')
    expect((await auditOf(server, lena)).find(({ action }) => action === 'user.roles-changed')).toMatchObject({
      actorId: person.user.id, detail: { from: 'staff', to: 'payments-administrator' },
    })
    await browser.submit(pathOf(lena, 'roles'), { former: '["payments-administrator"]' })
    expect((await personOf(lena)).user.roles).toEqual([])
    expect((await hers.get('/my-security')).status).toBe(200)
  })

  it('are not lost when two administrators change them at once', async () => {
    const { lena, browser } = await begin()
    const seen = { former: '["staff"]' }
    expect((await browser.post(pathOf(lena, 'roles'), { ...seen, 'role.staff': 'on', 'role.payments-administrator': 'on' })).status).toBe(303)
    const second = await browser.post(pathOf(lena, 'roles'), { ...seen, 'role.administrator': 'on' })
    expect(second.status).toBe(409)
    expect(wordsOf(second.body)).toContain('Somebody changed these roles meanwhile.')
    expect(second.body).toMatch(/name="role\.payments-administrator"[^>]*checked/)
    expect((await personOf(lena)).user.roles.map(({ id }) => id)).toEqual(['payments-administrator', 'staff'])
  })

  it('above the own are given to nobody', async () => {
    const { harbour, lena, person, browser } = await begin()
    await aSenior(server, harbour)
    const answer = await browser.post(pathOf(lena, 'roles'), { former: '["staff"]', 'role.director': 'on' })
    expect([answer.status, wordsOf(answer.body).includes('Nobody gives a role above their own.')]).toEqual([403, true])
    expect((await personOf(lena)).user.roles.map(({ id }) => id)).toEqual(['staff'])
    expect(await refusalsOf(server, person)).toHaveLength(1)
  })
})

describe('Deactivating', () => {
  it('ends sessions and links at once, and leaves every list but for those who ask', async () => {
    const { lena, browser } = await begin()
    const hers = await atBrowser(server, lena)
    const link = (await accounts.mintResetLink(lena.user.id, lena.user.organizationId)) ?? ''
    expect(wordsOf((await browser.submit(pathOf(lena, 'deactivate'))).body)).toContain('The account is deactivated')
    expect((await hers.get('/my-security')).location).toMatch(/^\/sign-in/)
    expect(await accounts.viewReset(link)).toBe('used-or-expired')
    expect((await openHttpPerson(server).givePassword(lena)).title).toContain('Sign in')
    expect((await browser.open('/admin/people')).body).not.toContain('Lena Hartmann')
    expect((await browser.open('/admin/people?search=lena')).body).not.toContain('Lena Hartmann')
    for (const view of ['', '&search=lena', '&role=staff&sort=role', '&sort=status&direction=descending', '&sort=last-sign-in']) {
      expect(wordsOf((await browser.open(`/admin/people?status=deactivated${view}`)).body)).toContain('Lena Hartmann')
    }
    expect((await browser.open('/admin/people/csv?status=deactivated')).body).toContain('"Deactivated"')
    expect((await browser.post(pathOf(lena, 'deactivate'))).status).toBe(409)
    for (const action of ['invite', 'roles']) expect((await browser.post(pathOf(lena, action), { former: '["staff"]' })).status).toBe(409)
  })

  it('is undone by an administrator, and the person signs in as before', async () => {
    const { lena, browser } = await begin()
    await browser.submit(pathOf(lena, 'deactivate'))
    expect(wordsOf((await browser.open(`/admin/people/${lena.user.id}`)).body)).toContain('Status Deactivated')
    const at = server.clock.now()
    expect(wordsOf((await browser.submit(pathOf(lena, 'reactivate'))).body)).toContain('The account works again.')
    expect((await personOf(lena)).user).toMatchObject({ deactivatedAt: null, graceStartsAt: at })
    expect((await openHttpPerson(server).givePassword(lena)).body).toContain('Hello, Lena Hartmann')
    expect((await browser.open('/admin/people')).body).toContain('Lena Hartmann')
    expect(await actionsOf(lena)).toEqual(expect.arrayContaining(['user.deactivated', 'user.reactivated']))
  })

  it('leaves an administrator who is enrolled, also when two deactivate each other at once', async () => {
    const { harbour, person, browser } = await begin()
    const grace = await anAdministrator(server, harbour, 'Grace Lindqvist')
    const answers = await Promise.all([browser.post(pathOf(grace.person, 'deactivate')), grace.browser.post(pathOf(person, 'deactivate'))])
    expect(answers.map(({ status }) => status).toSorted()).not.toEqual([303, 303])
    const left = [await personOf(person), await personOf(grace.person)].filter(({ user }) => user.deactivatedAt === null)
    expect(left).toHaveLength(1)
    const last = left[0]!.user.id
    // Nobody else could: what would leave nobody is refused in the commit itself.
    expect(await store.commit(harbour.id, [{ kind: 'administrator.remains', butUserId: last }])).toBe('administrator.remains')
  })
})

describe('A reset from the command line', () => {
  it('is above every rank, also of the only administrator, and is written down as such', async () => {
    const { person, browser } = await begin()
    const { organizationId, id: userId } = person.user
    await server.standalone.engine.administration.resetAtServer({ organizationId, userId }, commandLine)
    expect((await personOf(person)).authenticators).toEqual([])
    expect((await browser.get('/my-security')).location).toMatch(/^\/sign-in/)
    expect((await auditOf(server, person))[0]).toMatchObject({ action: 'user.reset', actorId: null, client: commandLine })
  })
})
