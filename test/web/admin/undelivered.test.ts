import { beforeAll, describe, expect, it } from 'vitest'
import type { MailFailure } from '../../../src/engine/outbox.ts'
import type { Notice } from '../../../src/engine/model.ts'
import { anId, aNotice } from '../../support/builders.ts'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestOrganization, type TestPerson } from '../../support/test-server.ts'
import { anAdministrator, atBrowser, refusalsOf } from './administrators.ts'

const server = await startTestServer()
const { store, inbox } = server.standalone

let harbour: TestOrganization
let lena: TestPerson
beforeAll(async () => {
  harbour = await server.organization()
  lena = await harbour.person({ name: 'Lena Hartmann' })
})

/** A notice that was given up. */
async function dead(person: TestPerson, failure: MailFailure, answer = '', at = server.clock.now()): Promise<Notice> {
  const { organizationId, id: userId } = person.user
  // Not due for an hour, so that the server's own outbox leaves it alone until it is given up here.
  const notice = aNotice({ id: anId(), organizationId, userId, event: 'new-device', to: person.email ?? '', at: server.clock.now() + 3600 })
  await store.commit(organizationId, [{ kind: 'outbox.add', notice }])
  await store.markFailed(notice.id, null, { failure, answer, at })
  return notice
}

const retry = ({ id }: Notice) => `/admin/undelivered/${id}/retry`
const isDead = async ({ organizationId, id }: Notice) => (await store.findUndelivered(organizationId, id)) !== null

describe('Undelivered e-mails', () => {
  it('are listed with to whom, why in words, since when and what the mail server said', async () => {
    await dead(lena, 'address-refused', '550 5.1.1 <lena@example.org> nobody here')
    const { browser } = await anAdministrator(server, harbour)
    const { body } = await browser.open('/admin/undelivered')
    for (const words of ['Sign-in from a new device', 'Lena Hartmann', String(lena.email), 'The mail server knows nobody of this address', '550 5.1.1 &lt;lena@example.org&gt; nobody here', 'Given up']) {
      expect(body).toContain(words)
    }
  })

  it('are of the own organization alone', async () => {
    await dead(lena, 'unreachable')
    const { browser } = await anAdministrator(server, await server.organization())
    const { body } = await browser.open('/admin/undelivered')
    expect(body).toContain('Every e-mail was delivered')
    expect(body).not.toContain('Lena Hartmann')
  })

  it('are paged, the newest first', async () => {
    const organization = await server.organization()
    const tom = await organization.person({ name: 'Tom Whitfield' })
    for (let number = 0; number < 26; number++) await dead(tom, 'not-now', `number ${number}.`, server.clock.now() + number)
    const { browser } = await anAdministrator(server, organization)
    const { body } = await browser.open('/admin/undelivered')
    expect(body).toContain('number 25.')
    expect(body).not.toContain('number 0.')
    const older = /href="(\/admin\/undelivered\?before=[^"]*)"/.exec(body)?.[1] ?? ''
    expect((await browser.open(older)).body).toContain('number 0.')
    expect((await browser.open('/admin/undelivered?before=nonsense')).status).toBe(200)
  })

  it('are sent again on request, once, and it is written down', async () => {
    const notice = await dead(lena, 'unreachable')
    const { browser, person } = await anAdministrator(server, harbour)
    await browser.open('/admin/undelivered')
    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.copy().post(retry(notice))))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 404, 404, 404, 404])
    expect(answers.find(({ location }) => location !== null)?.location).toBe('/admin/undelivered?done=retried')
    await expect.poll(() => inbox?.emails().some(({ to, subject }) => to === lena.email && subject.includes('New sign-in'))).toBe(true)
    const { events } = await store.listAudit(lena.user.organizationId, { actions: ['notice.retried'], person: '', from: null, until: null }, { before: null, limit: 9 })
    expect(events).toMatchObject([{ actorId: person.user.id, subjectId: lena.user.id, detail: { event: 'new-device' } }])
  })

  it('get another day from then on', async () => {
    const notice = await dead(lena, 'unreachable')
    await store.commit(notice.organizationId, [{ kind: 'outbox.retry', id: notice.id, at: notice.at + 90_000 }])
    const due = await store.claimDue(notice.at + 90_000, 100)
    expect(due.find((one) => one.notice.id === notice.id)).toMatchObject({ attempts: 1, since: notice.at + 90_000 })
  })

  it('are sent again by nobody without the right, a fresh code or a form of ours, nor for another organization', async () => {
    const notice = await dead(lena, 'unreachable')
    const tom = await harbour.person({ name: 'Tom Whitfield', enrolled: ['totp'] })
    const his = await atBrowser(server, tom)
    expect((await his.copy().post(retry(notice))).status).toBe(403)
    expect(await refusalsOf(server, tom)).toEqual([retry(notice)])
    expect((await openHttpPerson(server).get('/admin/undelivered')).location).toMatch(/^\/sign-in/)

    const stranger = await anAdministrator(server, await server.organization())
    expect((await stranger.browser.copy().post(retry(notice))).status).toBe(404)

    const { browser } = await anAdministrator(server, harbour)
    expect((await browser.copy().post(retry(notice), {}, { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await browser.copy().post(retry(notice), { formToken: '' })).status).toBe(403)
    for (const id of ['x', anId()]) expect((await browser.copy().post(`/admin/undelivered/${id}/retry`)).status).toBe(404)
    server.clock.advance(6 * 60)
    expect((await browser.copy().post(retry(notice))).location).toMatch(/^\/step-up\?next=/)
    expect(await isDead(notice)).toBe(true)
  })
})
