import { beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { routes } from '../../src/web/routes.ts'
import { type HttpPerson, openHttpPerson } from '../support/http-person.ts'
import { first } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'

const lists = [routes.people, routes.peopleCsv, routes.remindPeople, routes.auditLog, routes.auditLogCsv, routes.undelivered, routes.texts, routes.activity].map(({ path }) => path)
const names = ['search', 'sort', 'direction', 'status', 'role', 'method', 'after', 'before', 'kind', 'person', 'from', 'until', 'days', 'done', 'imported', 'notice']
const PEOPLE = 26 // one more than a page

/** A key of the list of people, as nobody but we should write it. */
const place = (...facts: unknown[]) => Buffer.from(JSON.stringify(facts)).toString('base64url')

const nasty = [
  '\0', 'a\0b', '%', '\ud800', "' or 1=1 --", '0001-01-01', '9999-12-31', '275760-09-13', '-1', '9'.repeat(400), '999999999999999.x', `0.${'a'.repeat(100)}`, '{"$ne":""}', '__proto__', 'x'.repeat(500),
  place('', Number.MAX_SAFE_INTEGER, ''), place('0', -Number.MAX_SAFE_INTEGER, '\ud800'), place('\0', 0, '\0'), place({}, [], null), place(),
]

// PostgreSQL refuses more of these than SQLite does.
describe.each(first(1, ['postgres', 'sqlite'] as const))('The address of a list, on %s', async (database) => {
  const failures: string[] = []
  const server = await startTestServer(database, { log: createLog('error', { write: (line: string) => void failures.push(line) }) })
  let administrator: HttpPerson
  let elsewhere: HttpPerson
  let next: string

  beforeAll(async () => {
    const here = await server.organization()
    for (let number = 0; number < PEOPLE; number += 1) await here.person({ name: `Secret ${number}` })
    const [one, another] = [await here.person({ role: 'administrator', enrolled: ['totp'] }), await (await server.organization()).person({ role: 'administrator', enrolled: ['totp'], name: 'Zoe Elsewhere' })]
    administrator = openHttpPerson(server)
    elsewhere = openHttpPerson(server)
    await administrator.signIn(one)
    await elsewhere.signIn(another)
    next = /[?;&]after=([\w-]+)/.exec((await administrator.get(routes.people.path)).body)?.[1] ?? ''
  })

  it.each(lists)('breaks nothing, whatever it holds: %s', async (path) => {
    for (const text of nasty) {
      const all = new URLSearchParams(names.map((name) => [name, text])).toString()
      const paging = new URLSearchParams({ after: text, before: text, sort: 'last-sign-in', direction: 'descending' }).toString()
      for (const query of [all, paging]) expect((await administrator.get(`${path}?${query}`)).status, `${path}?${query}`).toBeLessThan(400)
    }
    expect(failures).toEqual([])
  })

  it('shows nobody of another organization, by its key of a page, by its filter or by its role', async () => {
    expect(next).not.toBe('')
    expect((await administrator.get(`${routes.people.path}?after=${next}`)).body).toContain('Secret')
    for (const query of [`after=${next}`, 'search=Secret', 'role=staff', 'person=Secret', '']) {
      for (const path of lists) expect((await elsewhere.get(`${path}?${query}`)).body, `${path}?${query}`).not.toMatch(/Secret \d/)
    }
  })
})
