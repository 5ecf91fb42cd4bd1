import { beforeAll, describe, expect, it } from 'vitest'
import { createAccountsHost } from '../../src/web/accounts-host.ts'
import { createCookies } from '../../src/web/cookies.ts'
import { routes } from '../../src/web/routes.ts'
import { accountScreens, secondStepScreens } from '../../src/web/screens.ts'
import { changedBetween, everythingOf } from '../support/everything.ts'
import type { HttpAnswer, HttpPerson } from '../support/http-person.ts'
import { startTestServer } from '../support/test-server.ts'
import { prepareTrials, type Tried, trials } from '../web/admin/administration-routes.ts'
import { anAdministrator, atBrowser, refusalsOf, wordsOf } from '../web/admin/administrators.ts'

const server = await startTestServer()
const { engine, accounts, store } = server.standalone

const host = createAccountsHost({ accounts, cookies: createCookies({ isHttps: false }) })
const screens = [...secondStepScreens({ engine, host, accounts }), ...accountScreens({ engine, host, accounts, mailIsOn: true })]

/** What only somebody of the organization may read: everybody there has this name, and one block of numbers is stopped there. */
const THEIRS = /Hartmann|Skipper|Texts to (?:a block|\d+ blocks) of numbers are stopped/

let ground: Awaited<ReturnType<typeof prepareTrials>>

beforeAll(async () => {
  ground = await prepareTrials(server)
})

const everything = () => everythingOf(server, ground.organization.id)

/** A look and, where it takes a form, the form, in this order. */
async function tryAll(browser: HttpPerson, judge: (tried: Tried, method: 'GET' | 'POST', answer: HttpAnswer) => void): Promise<void> {
  for (const tried of ground.tried) {
    const { route, path, form } = tried
    const { get, post } = screens.find((screen) => screen.route === route) ?? {}
    // A name that one of them takes must not be taken for the next.
    const fields = form !== null && 'userName' in form ? { ...form, userName: `eve-${++names}`, email: `eve-${names}@example.org` } : (form ?? {})
    if (get !== undefined) judge(tried, 'GET', await browser.copy().get(`${path}?${new URLSearchParams(fields)}`))
    if (post !== undefined) judge(tried, 'POST', await browser.copy().post(path, fields))
  }
}

let names = 0

describe('What is tried', () => {
  it('is every route of administration, and a form of each that takes one', () => {
    const below = Object.entries(routes).filter(([, { path }]) => path.startsWith('/admin'))
    expect(Object.keys(trials).toSorted()).toEqual(below.map(([name]) => name).toSorted())
    for (const [name, route] of below) {
      const { row, form } = trials[name as keyof typeof trials]
      expect([name, form !== undefined]).toEqual([name, screens.find((screen) => screen.route === route)?.post !== undefined])
      expect([name, row !== undefined]).toEqual([name, route.path.includes('/:')])
    }
  })
})

describe('Administration', () => {
  it('is refused to somebody without the right, every look and every form, which is written down; and nothing changes', async () => {
    const tom = await ground.organization.person({ name: 'Tom Whitfield', enrolled: ['totp'] })
    const browser = await atBrowser(server, tom)
    const before = await everything()
    const refused = new Map<string, number[]>()
    await tryAll(browser, ({ path }, method, { status, body }) => {
      refused.set(path, [...(refused.get(path) ?? []), status])
      expect([method, path, THEIRS.test(body)]).toEqual([method, path, false])
    })
    expect([...refused].filter(([, statuses]) => statuses.some((status) => status !== 403))).toEqual([])
    const tries = [...refused].flatMap(([path, statuses]) => statuses.map(() => path))
    expect((await refusalsOf(server, tom)).toSorted()).toEqual(tries.toSorted())
    expect(changedBetween(before, await everything())).toEqual([])
  })

  it('finds no row of another organization, by whatever route, and changes nothing there', async () => {
    const { browser } = await anAdministrator(server, await server.organization())
    const before = await everything()
    const wrong: string[] = []
    await tryAll(browser, ({ path, hasRow }, method, { status, body }) => {
      if (hasRow && status !== 404) wrong.push(`${method} ${path}: ${status}`)
      if (!hasRow && status >= 500) wrong.push(`${method} ${path}: ${status}`)
      if (THEIRS.test(body)) wrong.push(`${method} ${path}: shows theirs`)
    })
    expect(wrong).toEqual([])
    expect(changedBetween(before, await everything())).toEqual([])
  })

  it('takes no id of another organization in a query or a form', async () => {
    const tide = await server.organization()
    const colleague = await tide.person({ name: 'Col League', enrolled: ['totp'] })
    const { browser } = await anAdministrator(server, tide)
    const before = await everything()
    const userId = /[^/]+$/.exec(ground.tried.find(({ name }) => name === 'person')!.path)![0]
    const query = `&${new URLSearchParams({ role: 'skipper', changed: 'skipper', id: userId, userId, user: userId, organizationId: ground.organization.id })}`
    for (const { name, path } of ground.tried.filter(({ hasRow }) => !hasRow)) {
      const { body } = await browser.copy().get(`${path}?search=hart&person=hart${query}`)
      expect([name, THEIRS.test(body)]).toEqual([name, false])
    }
    const mine = await everythingOf(server, tide.id)
    const answers = {
      aRoleToRequire: await browser.copy().get('/admin/two-step/roles/change?role=skipper&required=yes'),
      requiringIt: await browser.copy().post('/admin/two-step/roles/change', { role: 'skipper', required: 'yes' }),
      givingIt: await browser.copy().post(`/admin/people/${colleague.user.id}/roles`, { former: '["staff"]', 'role.skipper': 'on' }),
      addingWithIt: await browser.copy().post('/admin/users/new', { name: 'Eve Example', userName: 'eve-foreign', email: 'eve-foreign@example.org', 'role.skipper': 'on' }),
    }
    expect(Object.fromEntries(Object.entries(answers).map(([name, { status }]) => [name, status]))).toEqual({ aRoleToRequire: 404, requiringIt: 404, givingIt: 403, addingWithIt: 403 })
    expect(changedBetween(mine, await everythingOf(server, tide.id))).toEqual([])

    const reminded = await browser.copy().post('/admin/people/remind?role=skipper')
    expect(wordsOf(reminded.body)).toContain('Nobody to remind')
    const { location } = await browser.copy().post('/admin/users/import', { pasted: 'Eve Example,eve-foreign,eve-foreign@example.org,Skipper' })
    for (const answer of [await browser.copy().get(location ?? ''), await browser.copy().post(location ?? '')]) {
      expect(wordsOf(answer.body)).toContain('There is no role called Skipper.')
    }
    expect(await store.takenNames(['eve-foreign'])).toEqual(new Set())
    expect(changedBetween(before, await everything())).toEqual([])
  })

  it('takes no form from another site, nor one without its token or with the token of somebody else', async () => {
    const { administrator: { browser }, organization } = ground
    const { formToken } = (await anAdministrator(server, organization, 'Grace Lindqvist')).browser
    const before = await everything()
    const forged: [string, Parameters<HttpPerson['post']>[2], Record<string, string>][] = [
      ['from another site', { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } }, {}],
      ['from a frame without origin', { headers: { origin: 'null', 'sec-fetch-site': 'cross-site' } }, {}],
      ['without its token', {}, { formToken: '' }],
      ['with the token of another administrator', {}, { formToken }],
    ]
    const taken: string[] = []
    for (const { route, path, form } of ground.tried) {
      for (const [how, options, token] of form === null ? [] : forged) {
        const { status } = await browser.copy().post(path, { ...form, ...token }, options)
        if (status !== 403) taken.push(`${route.path} ${how}: ${status}`)
      }
    }
    expect(taken).toEqual([])
    expect(changedBetween(before, await everything())).toEqual([])
  })

  it('opens to its own administrator by the very same tries, each of which changes something', async () => {
    const { administrator: { browser } } = ground
    const wrong: string[] = []
    let before = await everything()
    for (const { route, path, form } of ground.tried) {
      const { status } = form === null ? await browser.copy().get(path) : await browser.copy().post(path, form)
      const after = form === null ? before : await everything()
      const isChanged = changedBetween(before, after).length > 0
      if (status >= 400 || isChanged !== (form !== null)) wrong.push(`${route.path}: ${status}, ${isChanged ? 'changed' : 'unchanged'}`)
      before = after
    }
    expect(wrong).toEqual([])
  })
})
