import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAccountsHost } from '../../src/web/accounts-host.ts'
import { createCookies } from '../../src/web/cookies.ts'
import { developmentScreens } from '../../src/web/development/route.tsx'
import { type Access, type Route, routes } from '../../src/web/routes.ts'
import type { Screen } from '../../src/web/screen.ts'
import { accountScreens, secondStepScreens } from '../../src/web/screens.ts'
import { type HttpAnswer, type HttpPerson, openHttpPerson } from '../support/http-person.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'

const server = await startTestServer()
const { engine, accounts, inbox, ports, store } = server.standalone

/** What each route asks for, written down a second time: to weaken one takes two edits. */
const classified: Record<string, Access> = {
  home: 'signed-in',
  signIn: 'anyone',
  signOut: 'session',
  forgotPassword: 'anyone',
  resetPassword: 'anyone',
  firstAdministrator: 'anyone',
  notMe: 'anyone',
  verify: 'pending',
  verifyResend: 'pending',
  verifyAnotherWay: 'pending',
  verifySomebodyElse: 'pending',
  setUp: 'setting-up',
  setUpPostpone: 'setting-up',
  setUpEmail: 'setting-up',
  setUpEmailSend: 'setting-up',
  setUpBenefits: 'setting-up',
  setUpChoose: 'setting-up',
  setUpApp: 'setting-up',
  setUpAppConfirm: 'setting-up',
  setUpPhone: 'setting-up',
  setUpPhoneConfirm: 'setting-up',
  setUpPhoneResend: 'setting-up',
  stepUp: 'session',
  stepUpSend: 'session',
  stepUpAnotherWay: 'session',
  stepUpPassword: 'session',
  mySecurity: 'signed-in',
  removeMethod: 'stepped-up',
  turnOff: 'stepped-up',
  backupCodes: 'stepped-up',
  backupCodesReminder: 'signed-in',
  backupCodesSaved: 'session',
  devices: 'signed-in',
  revokeDevice: 'stepped-up',
  revokeAllDevices: 'stepped-up',
  activity: 'signed-in',
  sessions: 'signed-in',
  endSession: 'stepped-up',
  endOtherSessions: 'stepped-up',
  password: 'signed-in',
  setUpBeforeAdministration: 'may-administer',
  twoStep: 'administrator',
  twoStepChanges: 'acting-administrator',
  twoStepHistory: 'administrator',
  requiredRoles: 'administrator',
  requiredRole: 'acting-administrator',
  people: 'administrator',
  peopleCsv: 'administrator',
  remindPeople: 'acting-administrator',
  person: 'administrator',
  resetPerson: 'acting-administrator',
  recoveryPass: 'acting-administrator',
  unlockPerson: 'acting-administrator',
  revokeDevicesOf: 'acting-administrator',
  signOutPerson: 'acting-administrator',
  exemptPerson: 'acting-administrator',
  endExemption: 'acting-administrator',
  texts: 'administrator',
  liftTextStop: 'acting-administrator',
  undelivered: 'administrator',
  retryUndelivered: 'acting-administrator',
  smsReceipts: 'anyone',
  changeRoles: 'acting-administrator',
  deactivatePerson: 'acting-administrator',
  reactivatePerson: 'acting-administrator',
  invitePerson: 'acting-administrator',
  addUser: 'acting-administrator',
  importUsers: 'acting-administrator',
  importSample: 'administrator',
  importRehearsal: 'acting-administrator',
  auditLog: 'administrator',
  auditLogCsv: 'administrator',
  developmentPhone: 'anyone',
  developmentMailbox: 'anyone',
  developmentMail: 'anyone',
  developmentFile: 'anyone',
}

const host = createAccountsHost({ accounts, cookies: createCookies({ isHttps: false }) })
const screens: Screen[] = [
  ...secondStepScreens({ engine, host }),
  ...accountScreens({ engine, host, accounts, mailIsOn: true }),
  ...developmentScreens({ inbox: inbox!, clock: ports.clock }),
]

/** Everything that a forger would like to be believed. */
const greedy = {
  userId: randomUUID(),
  user: 'somebody',
  challenge: randomUUID(),
  method: 'totp',
  code: '',
  phone: '+447400123456',
  country: 'GB',
  secret: 'JBSWY3DPEHPK3PXP',
  email: 'thief@example.org',
  trustDevice: 'on',
  roles: 'administrator',
}

const pathOf = ({ path }: Route, id: string = randomUUID()) => path.replace(/:\w+/, id)

async function pendingOf(person: TestPerson): Promise<HttpPerson> {
  const browser = openHttpPerson(server)
  await browser.givePassword(person)
  expect(browser.cookies.has('nightlatch-pending')).toBe(true)
  return browser
}

/** All that must stay as it is. */
async function stateOf({ user }: TestPerson) {
  const person = await store.findPerson(user.organizationId, user.id)
  return {
    // Somebody signed in may say that they keep their codes; that opens nothing.
    user: { ...person?.user, backupCodesSavedAt: null },
    authenticators: person?.authenticators,
    guard: person?.guard,
    backupCodesLeft: person?.backupCodesLeft,
    password: await store.findPasswordHash(user.organizationId, user.id),
    sessions: (await store.listSessions(user.organizationId, user.id)).map(({ id, tokenHash }) => ({ id, tokenHash })),
    devices: await store.listDevices(user.organizationId, user.id),
  }
}

describe('The list of routes', () => {
  it('is classified, every one of them', () => {
    expect(Object.fromEntries(Object.entries(routes).map(([name, { access }]) => [name, access]))).toEqual(classified)
  })

  it('holds whatever is mounted', () => {
    const listed: readonly Route[] = Object.values(routes)
    expect(screens.filter(({ route }) => !listed.includes(route)).map(({ route }) => route.path)).toEqual([])
  })

  it('is mounted, every one of them once', () => {
    const paths = screens.map(({ route }) => route.path)
    expect(paths.toSorted()).toEqual(Object.values(routes).map(({ path }) => path).toSorted())
  })

  it('says of every mounted screen what it asks for', () => {
    const known = new Set(Object.values(classified))
    expect(screens.filter(({ route }) => !known.has(route.access))).toEqual([])
  })

  it('opens to anyone only what must be open', () => {
    const open = screens.filter(({ route }) => route.access === 'anyone').map(({ route }) => route.path)
    expect(open.filter((path) => !path.startsWith('/development/')).toSorted()).toEqual(['/first-administrator', '/forgot-password', '/not-me', '/reset-password', '/sign-in', '/sms/receipts/:provider'])
  })
})

interface Caller {
  browser: HttpPerson
  person: TestPerson | null
  /** What this caller must get of a route, as `status location`; null where the page itself answers. */
  expected(access: Access): string | null
  /** Where only some routes are theirs to try. */
  tries?(access: Access): boolean
  /** A page that stays closed to them, by the two parts of its path. */
  closed?: readonly [string, string]
}

const isAdministration = (access: Access) => access === 'may-administer' || access === 'administrator' || access === 'acting-administrator'

const callers: Record<string, () => Promise<Caller>> = {
  'a stranger': async () => {
    const browser = openHttpPerson(server)
    await browser.open('/sign-in')
    return {
      browser,
      person: null,
      expected: (access) => (access === 'anyone' ? null : access === 'pending' || access === 'setting-up' ? '303 /sign-in' : '303 /sign-in?next'),
    }
  },

  'a sign-in that waits for its code': async () => {
    const person = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
    return {
      browser: await pendingOf(person),
      person,
      expected: (access) => (access === 'anyone' || access === 'pending' ? null : access === 'setting-up' ? '410 ' : '303 /sign-in?next'),
    }
  },

  'a sign-in that waits for set-up': async () => {
    const person = await (await server.organization({ requiredSince: 1, graceDays: 0, confirmSetUpByEmail: 'everybody' })).person()
    const browser = await pendingOf(person)
    await browser.open('/set-up/confirm-email')
    return {
      browser,
      person,
      expected: (access) => (access === 'anyone' || access === 'setting-up' ? null : access === 'pending' ? '410 ' : '303 /sign-in?next'),
    }
  },

  'a session that must set up first': async () => {
    const organization = await server.organization()
    const person = await organization.person()
    const browser = openHttpPerson(server)
    await browser.givePassword(person)
    await browser.open('/my-security/password')
    await organization.setPolicy({ requiredSince: 1, graceDays: 0 })
    return {
      browser,
      person,
      expected: (access) =>
        access === 'pending' ? '303 /' : access === 'signed-in' || access === 'stepped-up' || isAdministration(access) ? '303 /set-up' : null,
    }
  },

  'a session whose step-up is over': async () => {
    const person = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.signIn(person)
    await browser.open('/my-security/password')
    server.clock.advance(6 * 60)
    return {
      browser,
      person,
      expected: (access) => (access === 'pending' ? '303 /' : access === 'stepped-up' ? '303 /step-up?next' : isAdministration(access) ? '403 ' : null),
    }
  },

  'somebody who administers nothing, after a fresh code': async () => {
    const person = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.signIn(person)
    await browser.open('/my-security/password')
    return { browser, person, tries: isAdministration, closed: ['admin', 'people'], expected: () => '403 ' }
  },

  'an administrator without a second step of their own': async () => {
    const person = await (await server.organization()).person({ role: 'administrator' })
    const browser = openHttpPerson(server)
    await browser.givePassword(person)
    await browser.open('/my-security/password')
    return {
      browser,
      person,
      tries: isAdministration,
      closed: ['admin', 'people'],
      expected: (access) => (access === 'may-administer' ? null : '303 /admin/set-up-first'),
    }
  },

  'an administrator whose step-up is over': async () => {
    const person = await (await server.organization()).person({ role: 'administrator', enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.signIn(person)
    await browser.open('/my-security/password')
    server.clock.advance(6 * 60)
    return { browser, person, tries: isAdministration, expected: (access) => (access === 'acting-administrator' ? '303 /step-up?next' : null) }
  },
}

const short = ({ status, location }: HttpAnswer) => `${status} ${(location ?? '').replace(/=.*/, '')}`

describe.each(Object.keys(callers))('%s', (name) => {
  let caller: Caller
  let before: Awaited<ReturnType<typeof stateOf>> | null

  beforeAll(async () => {
    caller = await callers[name]!()
    before = caller.person === null ? null : await stateOf(caller.person)
  })

  it('is let into no route that asks for more, by any method', async () => {
    const wrong: string[] = []
    for (const { route, get, post, signedPost } of screens) {
      if (route.path === '/sign-out') continue // is for whoever has a session
      if (route.path === '/verify/somebody-else') continue // is for whoever has a sign-in pending, whatever it waits for
      if (caller.tries?.(route.access) === false) continue
      const expected = caller.expected(route.access)
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const { browser } = caller
        const body = new URLSearchParams({ formToken: browser.formToken, ...greedy }).toString()
        const copy = browser.copy()
        const answer = await (method === 'GET' || method === 'HEAD' ? copy.get(pathOf(route), { method }) : copy.post(pathOf(route), {}, { method, body }))
        const isHandled = (method === 'POST' && (post ?? signedPost) !== undefined) || ((method === 'GET' || method === 'HEAD') && get !== undefined)
        const got = short(answer)
        // A sign-in that stands elsewhere is told so, or led there.
        const isLedOn = expected === '410 ' && /^303 \/(?:set-up|verify)\b/.test(got)
        const isRight = isHandled ? expected === null || got === expected || isLedOn : answer.status === 404
        if (!isRight || answer.status >= 500) wrong.push(`${method} ${route.path}: ${got}, not ${isHandled ? expected : '404'}`)
        // Nobody comes out of any of this with a session that they did not have.
        if (!browser.cookies.has('nightlatch-session') && copy.cookies.has('nightlatch-session')) wrong.push(`${method} ${route.path}: a session`)
      }
    }
    expect(wrong).toEqual([])
  }, 60_000)

  it('has changed nothing by it', async () => {
    expect(caller.person === null ? null : await stateOf(caller.person)).toEqual(before)
  })

  it('reaches no protected page by another spelling of its address', async () => {
    const [a, b] = caller.closed ?? ['my-security', 'turn-off']
    const spellings = [
      `/${a}%2F${b}`, `/%${a.charCodeAt(0).toString(16)}${a.slice(1)}/${b}`, `//${a}/${b}`, `/${a}//${b}`, `/${a}/${b}/`, `/${a}/${b}`.toUpperCase(), `/${a}/./${b}`, `/verify/../${a}/${b}`,
      `/verify/%2e%2e/${a}/${b}`, `/verify%2f..%2f${a}%2f${b}`, `/${a};x=y/${b}`, `/${a}/${b};.css`, `/${a}/${b}.css`, `/${a}/${b}%00`, `/assets/../${a}/${b}`, `/assets/..%2f${a}`,
      `/${a}\\${b}`, `/sign-in/../${a}/${b}`, `/${a}/${b}?%2Fsign-in`, `/${a}/${b}#/sign-in`,
    ]
    const reached: string[] = []
    for (const path of spellings) {
      const { status } = await caller.browser.copy().get(path)
      if (![303, 400, 403, 404].includes(status)) reached.push(`${path}: ${status}`)
    }
    expect(reached).toEqual([])
  })

  it('is not helped by a method in a header, a query or a field', async () => {
    const { browser, closed: [a, b] = ['my-security', 'turn-off'] } = caller
    const wrong: string[] = []
    for (const header of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
      const answer = await browser.copy().get(`/${a}/${b}?_method=POST`, { headers: { [header]: 'POST' } })
      if (answer.status !== 303 && answer.status !== 403) wrong.push(`${header}: ${answer.status}`)
    }
    expect(wrong).toEqual([])
    expect(caller.person === null ? null : await stateOf(caller.person)).toEqual(before)
  })
})

describe("Somebody with another person's ids", () => {
  let ann: TestPerson
  let ben: HttpPerson
  let ids: { method: string; device: string; session: string }

  beforeAll(async () => {
    const organization = await server.organization()
    ann = await organization.person({ name: 'Ann Example', enrolled: ['totp', 'sms'] })
    const hers = openHttpPerson(server)
    await hers.givePassword(ann)
    await hers.submit('/verify', { code: ann.appCode(), trustDevice: 'on' })
    const benHimself = await organization.person({ name: 'Ben Example', enrolled: ['totp', 'sms'] })
    ben = openHttpPerson(server)
    await ben.signIn(benHimself)
    await ben.open('/my-security/password')
    const { user } = ann
    ids = {
      method: (await store.findPerson(user.organizationId, user.id))!.authenticators[0]!.id,
      device: (await store.listDevices(user.organizationId, user.id))[0]!.id,
      session: (await store.listSessions(user.organizationId, user.id))[0]!.id,
    }
  })

  it.each([
    ['removes no method', routes.removeMethod, 'method'],
    ['ends the trust of no device', routes.revokeDevice, 'device'],
    ['ends no session', routes.endSession, 'session'],
  ] as const)('%s of theirs, even after a fresh code', async (_, route, whose) => {
    const before = await stateOf(ann)
    expect((await ben.copy().post(pathOf(route, ids[whose]))).status).toBe(404)
    expect((await ben.copy().get(pathOf(route, ids[whose]))).status).toBe(404)
    expect(await stateOf(ann)).toEqual(before)
  })

  it('gets none of their pages with a session of their own and the other id in every field', async () => {
    for (const path of ['/my-security', '/my-security/activity', '/my-security/sessions', '/my-security/devices']) {
      const { status, body } = await ben.copy().get(`${path}?userId=${ann.user.id}&user=${ann.userName}&id=${ids.session}`)
      expect(status).toBe(200)
      expect(body).not.toContain(ann.userName)
      expect(body).not.toContain(ids.session)
    }
  })
})
