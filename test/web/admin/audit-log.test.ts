import { beforeAll, describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../../src/engine/audit.ts'
import { MOST_LOOKED_AT } from '../../../src/web/admin-audit/audit-search.ts'
import { anAuditEvent, anId } from '../../support/builders.ts'
import type { HttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestOrganization, type TestPerson } from '../../support/test-server.ts'
import { anAdministrator, wordsOf } from './administrators.ts'

const DAY = 24 * 60 * 60
const MIDNIGHT = 1_782_774_000 // in London, between June 29 and 30 of 2026

const server = await startTestServer()

let harbour: TestOrganization
let tom: TestPerson
let browser: HttpPerson

async function write(...events: Partial<AuditEvent>[]): Promise<void> {
  const changes = events.map((event) => ({ kind: 'audit.append' as const, event: anAuditEvent({ id: anId(), actorId: null, subjectId: null, ...event }) }))
  await server.standalone.store.commit(harbour.id, changes)
}

const rowsAt = async (path: string) => (await browser.open(path)).body.split('<tr role="row">').slice(2).map((row) => wordsOf(row).trim())
const linesAt = async (path: string) => (await browser.open(path)).body.trimEnd().split('\r\n')

beforeAll(async () => {
  harbour = await server.organization()
  tom = await harbour.person({ name: 'Tom Whitfield' })
  const amara = await anAdministrator(server, harbour)
  browser = amara.browser
  const { id } = tom.user
  await write(
    { at: MIDNIGHT - 1, action: 'sign-in.password-refused', result: 'failure', actorId: id, subjectId: id },
    { at: MIDNIGHT, action: 'user.exempted', actorId: amara.person.user.id, subjectId: id, detail: { until: MIDNIGHT + DAY, reason: '=HYPERLINK("x")' } },
    { at: MIDNIGHT + DAY, action: 'code.refused', result: 'failure', actorId: id, subjectId: id, method: 'totp', detail: { purpose: 'sign-in', why: 'wrong' } },
    { at: MIDNIGHT + DAY + 1, action: 'policy.changed', actorId: amara.person.user.id, detail: { changed: 'graceDays', required: 'yes', methods: 'totp sms', graceDays: 14, trustDays: 0, later: 'x' } },
    { at: MIDNIGHT + 2 * DAY, action: 'user.reset', actorId: anId(), subjectId: id, client: { address: '', agent: '' } },
  )
})

describe('The audit log', () => {
  it('says who did what to whom, when, from where and with what result, in plain words', async () => {
    const rows = await rowsAt('/admin/audit?until=2026-07-02')
    expect(rows).toHaveLength(5)
    expect(rows[4]).toMatch(/^29 Jun 2026, 23:59 BST Tom Whitfield Wrong password entered – Failed 192\.0\.2\.1 \S.* on Linux/)
    expect(rows[3]).toMatch(/^30 Jun 2026, 00:00 BST Amara Okafor Exempted from 2-step verification for a time Until 1 Jul 2026, 00:00 BST; Reason: =HYPERLINK\("x"\) Tom Whitfield Success/)
    expect(rows[2]).toMatch(/ Tom Whitfield Wrong code entered after the right password Mobile authenticator; At sign-in; Wrong code – Failed/)
    expect(rows[1]).toMatch(/Rules of the organization changed Changed: Grace period; 2-step verification: required of everybody; Allowed ways to verify: Mobile authenticator, Text message; Grace period: 14 days; Trust of devices: none; later: x –/)
    expect(rows[0]).toMatch(/Somebody who is not here any more 2-step verification reset Tom Whitfield Success At the server/)
  })

  it.each<[string, string, number]>([
    ['a kind', 'kind=code&until=2026-07-02', 1],
    ['whatever failed', 'kind=failed&until=2026-07-02', 2],
    ['a person, who did it or had it done', 'person=whit&until=2026-07-02', 4],
    ['a day of the organization', 'from=2026-06-30&until=2026-06-30', 1],
    ['from a day on', 'from=2026-07-01&until=2026-07-02', 3],
    ['words of any part', 'search=AMARA+hyperlink', 1],
    ['a search within a filter', 'search=tom&kind=help', 2],
  ])('shows %s', async (_, query, count) => {
    expect(await rowsAt(`/admin/audit?${query}`)).toHaveLength(count)
    expect(await linesAt(`/admin/audit/csv?${query}`)).toHaveLength(1 + count)
  })

  it('goes on by its key, says where it ends, and shows everything for an address that it can not read', async () => {
    await write(...Array.from({ length: 25 }, (_each, n) => ({ at: MIDNIGHT - DAY - n })))
    expect(await rowsAt('/admin/audit?kind=x&from=2026-02-30&until=1&before=x&person=+')).toHaveLength(25)
    const first = (await browser.open('/admin/audit?until=2026-07-02')).body
    const older = /rel="next" href="([^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(await rowsAt(older)).toHaveLength(5)
    expect(wordsOf((await browser.open('/admin/audit?before=1.x')).body)).toContain('Nothing older')
    expect(wordsOf((await browser.open('/admin/audit?person=zzz')).body)).toContain('Nothing matches')
  })

  it('comes as a file without formulas, and the download is in the log', async () => {
    const { headers, body } = await browser.open('/admin/audit/csv?kind=help&until=2026-07-02')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="Audit log, Harbour Trust, \d{4}-\d\d-\d\d.csv"/)
    expect(body).toContain('"When (Europe/London)","Who"')
    expect(body).toContain('"2026-06-30 00:00:00","Amara Okafor","Exempted from 2-step verification for a time","Tom Whitfield","","Success","Until 1 Jul 2026, 00:00 BST; Reason: =HYPERLINK(""x"")"')
    await browser.open('/admin/people/csv')
    const [people = '', log = ''] = await rowsAt('/admin/audit?kind=access')
    expect(people).toContain('Amara Okafor A list downloaded as a file The list of people –')
    expect(log).toContain('Amara Okafor A list downloaded as a file The audit log –')
  })

  it('searches so far and no further, says so, and goes on from there', async () => {
    const many = Array.from({ length: MOST_LOOKED_AT }, () => ({ at: MIDNIGHT - 10 * DAY }))
    await write({ at: MIDNIGHT - 11 * DAY, action: 'role.changed' as const }, ...many)
    const { body } = await browser.open('/admin/audit?search=role+changed&until=2026-06-27')
    expect(wordsOf(body)).toContain('5,000 events were searched, back to 20 Jun 2026')
    expect(wordsOf(body)).toContain('Nothing found so far')
    expect(await rowsAt(/rel="next" href="([^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '')).toHaveLength(1)
  })
})
