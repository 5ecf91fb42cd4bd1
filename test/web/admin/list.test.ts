import { beforeAll, describe, expect, it } from 'vitest'
import { anAuthenticator } from '../../support/builders.ts'
import type { HttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestOrganization, type TestPerson } from '../../support/test-server.ts'
import { type Administrator, anAdministrator, atBrowser, wordsOf } from './administrators.ts'

const DAY = 24 * 60 * 60

const server = await startTestServer()

let harbour: TestOrganization
let amara: Administrator
let lena: TestPerson
let browser: HttpPerson

/** The names in the list, in its order. */
function namesIn(html: string): string[] {
  return [...html.matchAll(/<a class="name"[^>]*>([^<]*)</g)].map(([, name]) => name ?? '')
}

const namesAt = async (path: string) => namesIn((await browser.open(path)).body)

beforeAll(async () => {
  harbour = await server.organization()
  amara = await anAdministrator(server, harbour)
  browser = amara.browser
  lena = await harbour.person({ name: 'Lena Hartmann' })
  const tom = await harbour.person({ name: 'Tom Whitfield', enrolled: ['sms'] })
  await harbour.person({ name: 'Priya Nair', role: 'paymentsAdministrator' })
  await harbour.person({ name: 'Daniel Mensah', role: 'paymentsAdministrator', enrolled: ['totp', 'sms'] })
  await harbour.person({ name: '=cmd|calc', email: null })
  await server.standalone.store.commit(harbour.id, [{ kind: 'user.exempt', userId: lena.user.id, until: server.clock.now() + 30 * DAY }])
  await harbour.setPolicy({ requiredSince: server.clock.now(), graceDays: 7 })
  await atBrowser(server, lena)
  server.clock.advance(60)
  await server.standalone.store.commit(harbour.id, [{ kind: 'backup-codes.remove', userId: tom.user.id }])
})

describe('The list of people', () => {
  it('shows everybody with all that matters about them', async () => {
    const { body } = await browser.open('/admin/people')
    const words = wordsOf(body)
    expect(namesIn(body)).toHaveLength(6)
    const date = (at: number) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' }).format(at * 1000)
    expect(words).toMatch(/Amara Okafor amara-\S+ Administrator Enrolled Mobile authenticator 10 \d/)
    expect(words).toMatch(new RegExp(`Lena Hartmann lena-\\S+ Staff Exempt until ${date(server.clock.now() - 60 + 30 * DAY)} None – \\d`))
    expect(words).toMatch(/Tom Whitfield tom-\S+ Staff Enrolled Text message 0 Never/)
    expect(words).toMatch(/Priya Nair priya-\S+ Payments administrator Overdue None – Never/)
    expect(words).toMatch(/=cmd\|calc \S+ Staff In grace until \d+ \w+ \d+ None – Never/)
  })

  it('is sorted by every column, both ways, by links in its heading', async () => {
    const { body } = await browser.open('/admin/people')
    expect(body).toMatch(/aria-sort="ascending"><a href="\/admin\/people\?direction=descending">Name</)
    for (const sort of ['name', 'backup-codes', 'methods', 'role', 'status', 'last-sign-in']) {
      expect(body).toContain(`href="/admin/people?${sort === 'name' ? '' : `sort=${sort}`}`)
      const [up, down] = [await namesAt(`/admin/people?sort=${sort}`), await namesAt(`/admin/people?sort=${sort}&direction=descending`)]
      expect(up).toEqual(down.toReversed())
      expect(up).toHaveLength(6)
    }
    const byName = await namesAt('/admin/people?sort=name')
    expect([byName[0], byName.at(-1)]).toEqual(['=cmd|calc', 'Tom Whitfield'])
    expect((await namesAt('/admin/people?sort=last-sign-in&direction=descending'))[0]).toBe('Lena Hartmann')
  })

  it('is narrowed by status, role and way together', async () => {
    expect(await namesAt('/admin/people?status=overdue')).toEqual(['Priya Nair'])
    expect(await namesAt('/admin/people?role=payments-administrator')).toEqual(['Daniel Mensah', 'Priya Nair'])
    expect(await namesAt('/admin/people?method=sms')).toEqual(['Daniel Mensah', 'Tom Whitfield'])
    expect(await namesAt('/admin/people?method=none&role=staff')).toEqual(['=cmd|calc', 'Lena Hartmann'])
    expect(await namesAt('/admin/people?status=enrolled&role=payments-administrator&method=totp')).toEqual(['Daniel Mensah'])
    expect(await namesAt('/admin/people?status=exempt&role=payments-administrator')).toEqual([])
  })

  it('is searched by the start of any word of name or e-mail', async () => {
    expect(await namesAt('/admin/people?search=hart')).toEqual(['Lena Hartmann'])
    expect(await namesAt(`/admin/people?search=${lena.email?.slice(0, 8)}`)).toEqual(['Lena Hartmann'])
    expect(await namesAt('/admin/people?search=NAIR')).toEqual(['Priya Nair'])
    expect(await namesAt('/admin/people?search=artmann')).toEqual([])
  })

  it('is the same again by its address, with its form filled in', async () => {
    const { body } = await browser.open('/admin/people?search=t&status=&role=staff&method=&sort=status&direction=descending')
    expect(body).toMatch(/<input class="box" type="search"[^>]*value="t"/)
    expect(body).toContain('<option value="staff" selected')
    expect(body).toMatch(/aria-sort="descending"><a href="\/admin\/people\?search=t&amp;role=staff&amp;sort=status">Status</)
    expect(body).toContain('href="/admin/people/csv?search=t&amp;role=staff&amp;sort=status&amp;direction=descending"')
    expect(body).toContain('href="/admin/people/remind?search=t&amp;role=staff&amp;sort=status&amp;direction=descending"')
  })

  it('says what to do when nobody matches', async () => {
    const { body } = await browser.open('/admin/people?search=zzz')
    expect(wordsOf(body)).toContain('Nobody matches Try fewer letters of the name, or another status, role or way. Show everybody')
  })

  it('shows everybody for an address that nobody would make', async () => {
    const odd = '/admin/people?sort=password&direction=up&status=%00&method=email&after=..%2f..%00'
    expect(await namesAt(odd)).toHaveLength(6)
  })

  it('writes what was typed as text', async () => {
    const { body } = await browser.open('/admin/people?search=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&role=%22%3E%3Cb%3E')
    expect(body).not.toContain('<script>alert')
    expect(body).not.toContain('"><b>')
  })

  it('gives 25 a page, and the rest by the key in its address', async () => {
    const large = await server.organization()
    const first = await anAdministrator(server, large)
    for (let i = 10; i < 62; i++) await large.person({ name: `Person ${i}` })
    const seen: string[] = []
    let path: string | undefined = '/admin/people?sort=name'
    for (let pages = 0; path !== undefined; pages++) {
      const { body } = await first.browser.open(path)
      const names = namesIn(body)
      expect(names.length).toBe(pages < 2 ? 25 : 3)
      expect(body.includes('First page')).toBe(pages > 0)
      seen.push(...names)
      path = /rel="next" href="([^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toEqual(['Amara Okafor', ...Array.from({ length: 52 }, (_, i) => `Person ${i + 10}`)])
  }, 60_000)
})

describe('Somebody who said "It wasn\'t me" and has no second step', () => {
  it('is overdue although it is optional, in the list, its filter and its file, and on their page', async () => {
    const organization = await server.organization()
    const administrator = await anAdministrator(server, organization)
    const yusuf = await organization.person({ name: 'Yusuf Demir' })
    const { store, clock } = { ...server.standalone, ...server }
    await store.commit(organization.id, [{ kind: 'user.reported', userId: yusuf.user.id, at: clock.now() }])
    const list = await administrator.browser.open('/admin/people?status=overdue')
    expect(namesIn(list.body)).toEqual(['Yusuf Demir'])
    expect(wordsOf(list.body)).toMatch(/Staff Overdue Said "It wasn't me" on \d+ \w+ \d+ None/)
    expect(namesIn((await administrator.browser.open('/admin/people?status=not-started')).body)).toEqual([])
    expect((await administrator.browser.get('/admin/people/csv?status=overdue')).body).toMatch(/"Overdue",.*"\d{4}-\d\d-\d\d \d\d:\d\d"\r\n$/)
    expect(wordsOf((await administrator.browser.open(`/admin/people/${yusuf.user.id}`)).body)).toContain('Yusuf Demir said "It wasn\'t me" on ')

    await store.commit(organization.id, [{ kind: 'authenticator.add', authenticator: anAuthenticator({ userId: yusuf.user.id }) }])
    expect(namesIn((await administrator.browser.open('/admin/people?status=overdue')).body)).toEqual([])
    expect(wordsOf((await administrator.browser.open(`/admin/people/${yusuf.user.id}`)).body)).not.toContain("It wasn't me")
  })
})

describe('The file', () => {
  it('holds just what the filter shows, with formulas that no spreadsheet runs', async () => {
    const { status, headers, body } = await browser.get('/admin/people/csv?method=none')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="2-step verification, Harbour Trust, \d{4}-\d\d-\d\d\.csv"; filename\*=UTF-8''2-step%20verification/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(body.startsWith('\uFEFF"Name","User name","E-mail","Roles","Status","Until (Europe/London)","Ways to verify","Backup codes left","Last sign-in (Europe/London)"')).toBe(true)
    const lines = body.trimEnd().split('\r\n')
    expect(lines).toHaveLength(1 + 3)
    expect(lines.every((line) => line.split('","').length === 11)).toBe(true)
    expect(lines[1]).toContain(`"'=cmd|calc","'=cmd|calc-`.slice(0, 14))
    expect(lines[2]).toMatch(/^"Lena Hartmann","lena-\S+","lena-\S+@example\.org","Staff","Exempt","\d{4}-\d\d-\d\d \d\d:\d\d","","","\d{4}-\d\d-\d\d \d\d:\d\d","",""$/)
  })

  it.each([
    '', '?search=a', '?search=example.org&sort=status', '?status=overdue', '?role=payments-administrator&method=none', '?role=staff&status=enrolled&method=sms',
    '?sort=last-sign-in&direction=descending', '?sort=backup-codes', '?search=na&role=payments-administrator&status=overdue&method=none&sort=role&direction=descending', '?search=zzz',
  ])('holds whom the list shows, in its order, for %j', async (query) => {
    const { body } = await browser.get(`/admin/people/csv${query}`)
    const names = body.trimEnd().split('\r\n').slice(1).map((line) => line.slice(1, line.indexOf('"', 1)).replace(/^'/, ''))
    expect(names).toEqual(await namesAt(`/admin/people${query}`))
  })

  it('is as the list is sorted, and has every page of it', async () => {
    const { body } = await browser.get('/admin/people/csv?sort=name&direction=descending&after=x')
    const names = body.trimEnd().split('\r\n').slice(1).map((line) => line.slice(1, line.indexOf('"', 1)))
    expect(names).toEqual(['Tom Whitfield', 'Priya Nair', 'Lena Hartmann', 'Daniel Mensah', 'Amara Okafor', "'=cmd|calc"])
  })
})
