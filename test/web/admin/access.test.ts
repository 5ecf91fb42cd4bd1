import { beforeAll, describe, expect, it } from 'vitest'
import { type Route, routes } from '../../../src/web/routes.ts'
import { anId } from '../../support/builders.ts'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestOrganization, type TestPerson } from '../../support/test-server.ts'
import { trials } from './administration-routes.ts'
import { anAdministrator, aSenior, atBrowser, nobody, refusalsOf, stateOf } from './administrators.ts'

const server = await startTestServer()

const listed = Object.entries(trials).map(([name, { form }]) => ({ route: routes[name as keyof typeof trials] as Route, form }))

/** What changes something, with a form that would be right. */
const changes = listed.flatMap(({ route, form }) => (form === undefined ? [] : [[route, form] as const]))
const looks = listed.filter(({ route, form }) => form === undefined && route !== routes.setUpBeforeAdministration).map(({ route }) => route)
/** Forms of a page of their own; the others are on a list. */
const asked = changes.map(([route]) => route).filter((route) => route !== routes.retryUndelivered)
/** The pages of everybody who is signed in, but for what only takes a form. */
const signedIn: readonly Route[] = [routes.home, routes.mySecurity, routes.devices, routes.activity, routes.sessions, routes.password, routes.backupCodes, routes.turnOff, routes.setUpChoose]
const onPeople = changes.filter(([{ path }]) => path.startsWith(routes.person.path))

const pathOf = ({ path }: Route, { user }: TestPerson) => path.replace(':id', user.id)

let harbour: TestOrganization
let lena: TestPerson

beforeAll(async () => {
  harbour = await server.organization()
  lena = await harbour.person({ name: 'Lena Hartmann', enrolled: ['totp'] })
  await atBrowser(server, lena)
})

describe('Somebody without the right', () => {
  it('fills no log: a page that is asked for again and again is written down once a minute', async () => {
    const tom = await harbour.person({ name: 'Tom Whitfield', enrolled: ['totp'] })
    const browser = await atBrowser(server, tom)
    const ask = () => Promise.all(Array.from({ length: 20 }, (_, n) => browser.copy().get(`/admin/people/${anId()}?n=${n}`)))
    for (const { status } of await ask()) expect(status).toBe(403)
    expect(await refusalsOf(server, tom)).toHaveLength(1)
    server.clock.advance(59)
    await ask()
    expect(await refusalsOf(server, tom)).toHaveLength(1)
    server.clock.advance(1)
    await ask()
    expect(await refusalsOf(server, tom)).toHaveLength(2)
  })

  it('does not find it in the settings menu, while an administrator does', async () => {
    const tom = await harbour.person({ name: 'Tom Whitfield', enrolled: ['totp'] })
    const menu = /<a href="\/admin\/two-step">2-Step Verification<\/a>/
    expect((await (await atBrowser(server, tom)).open('/my-security')).body).not.toMatch(menu)
    const { browser } = await anAdministrator(server, harbour)
    for (const route of [...looks, ...signedIn]) {
      const { headers, body } = await browser.copy().open(pathOf(route, lena))
      expect([route.path, !headers.get('content-type')?.startsWith('text/html') || menu.test(body)]).toEqual([route.path, true])
    }
  })

  it('is sent none of its styles either', async () => {
    const styles = /<link rel="stylesheet" href="(\/assets\/administration-[^"]*)"/
    const { browser } = await anAdministrator(server, harbour)
    const path = styles.exec((await browser.open('/admin/people')).body)?.[1] ?? ''
    expect((await browser.get(path)).headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect((await browser.open('/my-security')).body).not.toMatch(styles)
  })

  it('is sent to sign in when nobody is signed in', async () => {
    for (const route of looks) expect((await openHttpPerson(server).get(pathOf(route, lena))).location).toMatch(/^\/sign-in\?next=/)
  })
})

describe('An administrator', () => {
  it('without a second step of their own is led to a page that says to set it up first', async () => {
    const amara = await harbour.person({ name: 'Amara Okafor', role: 'administrator' })
    const browser = await atBrowser(server, amara)
    for (const route of [...looks, ...asked]) {
      expect((await browser.copy().get(pathOf(route, lena))).location).toBe('/admin/set-up-first')
    }
    for (const [route, fields] of changes) expect((await browser.copy().post(pathOf(route, lena), fields)).location).toBe('/admin/set-up-first')
    expect((await browser.open('/admin/two-step')).title).toContain('Set up your own second step first')
  })

  it('finds nobody where nobody is', async () => {
    const { browser } = await anAdministrator(server, harbour)
    for (const id of [nobody, 'x', '..%2f..']) expect((await browser.copy().get(`/admin/people/${id}`)).status).toBe(404)
  })

  it('changes nothing without a fresh code', async () => {
    const { browser } = await anAdministrator(server, harbour)
    server.clock.advance(6 * 60)
    const before = await stateOf(server, lena)
    for (const route of asked) expect((await browser.copy().get(pathOf(route, lena))).location).toBe(`/step-up?next=${encodeURIComponent(pathOf(route, lena))}`)
    for (const [route, fields] of changes) {
      expect((await browser.copy().post(pathOf(route, lena), fields)).location).toMatch(/^\/step-up\?next=/)
    }
    for (const route of looks) expect([route.path, (await browser.copy().get(pathOf(route, lena))).status]).toEqual([route.path, 200])
    expect(await stateOf(server, lena)).toEqual(before)
  })

  it('does nothing to themself, and is told why', async () => {
    const { person, browser } = await anAdministrator(server, harbour)
    expect((await browser.open(pathOf(routes.person, person))).body).not.toContain('Make a recovery pass')
    const before = await stateOf(server, person)
    for (const [route, fields] of onPeople) {
      expect([route.path, (await browser.copy().get(pathOf(route, person))).status]).toEqual([route.path, 403])
      const answer = await browser.copy().post(pathOf(route, person), fields)
      expect([route.path, answer.status]).toEqual([route.path, 403])
      expect(answer.title).toContain('do this to yourself')
    }
    expect(await stateOf(server, person)).toEqual(before)
    expect(await refusalsOf(server, person)).toHaveLength(2 * onPeople.length)
  })

  it('does nothing to somebody of higher rank, and is told why', async () => {
    const sana = await aSenior(server, harbour)
    const { person, browser } = await anAdministrator(server, harbour)
    const { body } = await browser.open(pathOf(routes.person, sana))
    expect(body).toContain('Sana Senior holds a higher role than you, so you can look but not change anything.')
    expect(body).not.toContain('Make a recovery pass')
    const before = await stateOf(server, sana)
    for (const [route, fields] of onPeople) {
      expect([route.path, (await browser.copy().get(pathOf(route, sana))).status]).toEqual([route.path, 403])
      const answer = await browser.copy().post(pathOf(route, sana), fields)
      expect([route.path, answer.status]).toEqual([route.path, 403])
      expect(answer.body).toContain('Sana Senior holds a higher role than you.')
    }
    expect(await stateOf(server, sana)).toEqual(before)
    expect(await refusalsOf(server, person)).toHaveLength(2 * onPeople.length)
  })
})
