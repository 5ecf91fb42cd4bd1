import { describe, expect, it } from 'vitest'
import { startTestServer } from '../../support/test-server.ts'
import { anAdministrator, atBrowser, auditOf, wordsOf } from './administrators.ts'

const server = await startTestServer()
const { store } = server.standalone

const add = { role: 'staff', required: 'yes' }
const remove = { role: 'staff', required: 'no' }
const path = '/admin/two-step/roles/change'
const asked = (fields: Record<string, string>) => `${path}?${new URLSearchParams(fields)}`

async function begin() {
  const harbour = await server.organization()
  const lena = await harbour.person({ name: 'Lena Hartmann' })
  await harbour.person({ name: 'Tom Whitfield', enrolled: ['totp'] })
  return { harbour, lena, ...(await anAdministrator(server, harbour)) }
}

const requiredOf = async (organizationId: string) => (await store.findRoles(organizationId)).filter(({ alwaysRequires }) => alwaysRequires).map(({ id }) => id)

describe('The roles that always require it', () => {
  it('are listed with rank and people; the built-in one offers no change', async () => {
    const { browser } = await begin()
    expect(wordsOf((await browser.open('/admin/two-step')).body)).toContain('Always required of: Payments administrator. See the roles')
    const { body } = await browser.open('/admin/two-step/roles')
    expect(wordsOf(body)).toContain('Administrator 1 100 As for everybody Always require it Payments administrator 0 50 Always required Built in Staff 2 10 As for everybody')
    expect(body).not.toContain('role=payments-administrator')
  })

  it('say before a role is added how many hold it, and how many of them have not set it up', async () => {
    const { harbour, browser } = await begin()
    const { body } = await browser.open(asked(add))
    expect(wordsOf(body)).toContain('2 people hold this role, 1 of them has not set it up and will be led through it at their next request.')
    expect(await requiredOf(harbour.id)).toEqual(['payments-administrator'])
  })

  it('act on the next request of everybody who holds the role, running sessions included, and off the list again', async () => {
    const { harbour, person, lena, browser } = await begin()
    const hers = await atBrowser(server, lena)
    expect((await hers.get('/my-security')).status).toBe(200)
    expect(wordsOf((await browser.submit(path, add)).body)).toContain('It is always required of Staff now.')
    expect((await hers.get('/my-security')).location).toBe('/set-up')
    expect(wordsOf((await hers.open('/set-up')).body)).toContain('Your role, Staff, always requires 2-step verification.')
    expect(await requiredOf(harbour.id)).toEqual(['payments-administrator', 'staff'])

    expect(wordsOf((await browser.open(asked(remove))).body)).toContain('The rules for everybody apply to them from their next request on.')
    expect(wordsOf((await browser.submit(path, remove)).body)).toContain('The rules for everybody apply to Staff again.')
    expect((await hers.get('/my-security')).status).toBe(200)

    const { events } = await store.listAudit(harbour.id, { actions: ['role.changed'], person: '', from: null, until: null }, { before: null, limit: 5 })
    expect(events).toMatchObject([
      { actorId: person.user.id, result: 'success', detail: { role: 'staff', name: 'Staff', required: 'no' } },
      { actorId: person.user.id, result: 'success', detail: { role: 'staff', name: 'Staff', required: 'yes' } },
    ])
    const history = wordsOf((await browser.open('/admin/two-step/history')).body)
    expect(history).toMatch(/Amara Okafor No longer always required of Staff .*Amara Okafor Always required of Staff .*The rules as they began/)
  })

  it('keep the built-in ones, whatever is posted', async () => {
    const { harbour, browser } = await begin()
    for (const required of ['yes', 'no']) {
      const answer = await browser.post(path, { role: 'payments-administrator', required })
      expect(answer.status).toBe(409)
      expect(wordsOf(answer.body)).toContain('requires 2-step verification by its nature')
    }
    expect(await requiredOf(harbour.id)).toEqual(['payments-administrator'])
  })

  it('say so when another administrator was quicker', async () => {
    const { browser } = await begin()
    await browser.post(path, add)
    expect([(await browser.get(asked(add))).status, (await browser.post(path, add)).status]).toEqual([409, 409])
  })

  it('are those of one organization: a role of another is not found, and theirs stays as it is', async () => {
    const { browser } = await begin()
    const elsewhere = await server.organization()
    await store.commit(elsewhere.id, [{ kind: 'role.create', role: { id: 'skipper', name: 'Skipper', rank: 5, mayAdminister: false, alwaysRequires: false } }])
    expect([(await browser.get(asked({ ...add, role: 'skipper' }))).status, (await browser.post(path, { ...add, role: 'skipper' })).status]).toEqual([404, 404])
    await browser.post(path, add)
    expect(await requiredOf(elsewhere.id)).toEqual(['payments-administrator'])
    for (const wrong of [{ role: '', required: 'yes' }, { role: 'staff', required: 'often' }]) expect((await browser.post(path, wrong)).status).toBe(400)
  })

  it('are not added to by somebody who would lock themselves out', async () => {
    const { harbour, person, browser } = await begin()
    await store.commit(harbour.id, [{ kind: 'backup-codes.remove', userId: person.user.id }])
    const answer = await browser.post(path, { ...add, role: 'administrator' })
    expect(answer.status).toBe(422)
    expect(wordsOf(answer.body)).toContain('You have no backup codes left.')
    expect(await requiredOf(harbour.id)).toEqual(['payments-administrator'])
    expect((await auditOf(server, person)).map(({ action }) => action)).not.toContain('role.changed')
  })
})
