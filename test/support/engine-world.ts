import { defaultTextRules } from '../../src/engine/fraud-shield.ts'
import { randomBytes } from 'node:crypto'
import { Kysely } from 'kysely'
import { v7 as uuid } from 'uuid'
import { createAccountSessions } from '../../src/accounts/sessions.ts'
import { decodeBase32 } from '../../src/crypto/base32.ts'
import { createKeyedHash } from '../../src/crypto/keyed-hash.ts'
import { generateKey, parseKeyring } from '../../src/crypto/keyring.ts'
import { createPasswordHasher } from '../../src/crypto/password.ts'
import { createSeal } from '../../src/crypto/seal.ts'
import { parseToken } from '../../src/crypto/token.ts'
import { openDatabase } from '../../src/databases/index.ts'
import type { AuditEvent } from '../../src/engine/audit.ts'
import { signEvent } from '../../src/engine/audit-chain.ts'
import { newBackupCodes } from '../../src/engine/backup-codes.ts'
import type { Holder } from '../../src/engine/challenge.ts'
import type { Change } from '../../src/engine/changes.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import type { EnrollmentStarted } from '../../src/engine/enrollment.ts'
import type { DeviceCookie } from '../../src/engine/known-device.ts'
import type { Guard, Organization, Policy, Role, User, Verified, Visitor } from '../../src/engine/model.ts'
import type { CodeSender, Ports, SessionOwner } from '../../src/engine/ports.ts'
import type { NotProved } from '../../src/engine/proof.ts'
import { secretContext } from '../../src/engine/sent-code.ts'
import type { SignedIn, SignInStep } from '../../src/engine/sign-in.ts'
import type { SessionHolder } from '../../src/engine/step-up.ts'
import { createVerifiedResults } from '../../src/engine/verified-result.ts'
import { methods } from '../../src/methods/index.ts'
import { codeAt } from '../../src/methods/totp-code.ts'
import { migrate } from '../../src/store/migrate.ts'
import type { Schema } from '../../src/store/schema.ts'
import { createStore } from '../../src/store/store.ts'
import { anAuthenticator, anOrganization, aPolicy, aRole, aUser, NOW } from './builders.ts'
import { openTestDatabase, type TestDatabaseName } from './test-databases.ts'

const STEP_SECONDS = 30

/** The roles that every organization of a world has. `payments` always requires 2-step verification. */
export const roles = {
  staff: aRole(),
  payments: aRole({ id: 'payments', name: 'Payments', rank: 50, alwaysRequires: true }),
  administrator: aRole({ id: 'administrator', name: 'Administrator', rank: 100, mayAdminister: true }),
} as const satisfies Record<string, Role>

export type RoleName = keyof typeof roles

/** A code on its way to somebody's phone or mailbox. */
export interface SentCode {
  to: string
  code: string
  at: number
  validSeconds: number
}

/** A user, with what they hold in their hands. */
export interface TestPerson extends Pick<User, 'id' | 'organizationId'> {
  email: string | null
  phone: string // E.164; theirs alone
  app: { secret: Uint8Array; usedStep: number } | null
  backupCodes: string[] // not used yet
}

/** A browser with its cookies. Several people may sit at it. */
export interface TestBrowser extends Visitor {
  cookies: Map<string, string>
  keep(cookie: DeviceCookie | null): void
}

/** A session as its browser holds it. */
export interface TestSession {
  holder: SessionHolder
  token: string
  browser: TestBrowser
}

export interface PersonFacts extends Partial<User> {
  enrolled?: readonly ('totp' | 'sms')[]
  role?: RoleName
  backupCodes?: boolean // for somebody enrolled; true unless told
}

export interface BeginFacts {
  policy?: Partial<Policy>
  /** `server`: rows of the standalone server. `host`: verified results that an application redeems. */
  sessions?: 'server' | 'host'
  /** Which ways there are to send a code; both unless told. */
  channels?: readonly ('sms' | 'mail')[]
}

export type EngineWorld = Awaited<ReturnType<typeof openEngineWorld>>

/**
 * The whole engine over a real database, with real keys and real methods.
 * Each `begin` is a new organization at `NOW`, with nobody in it.
 *
 * ```ts
 * const world = await openEngineWorld() // once a file
 * await world.begin({ policy: { requiredSince: NOW } }) // once a test
 * const ann = await world.person({ enrolled: ['totp'] })
 * const session = await world.signIn(ann, world.browser(), { trustDevice: true })
 * ```
 */
export async function openEngineWorld(name: TestDatabaseName = 'sqlite') {
  const place = await openTestDatabase(name)
  const database = await openDatabase(place.url)
  const db = new Kysely<Schema>({ dialect: database.dialect })
  await migrate(db)
  const keyring = parseKeyring(generateKey('test'))
  const store = createStore(db, { signEvent: (record) => signEvent(record, keyring.newest) })
  const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)), id: () => uuid() }
  const shared = { store, clock: () => world.now, random, seal: createSeal(keyring), keyedHash: createKeyedHash(keyring) }
  const log = { warn: (facts: Record<string, unknown>) => void world.warnings.push(facts), error: (facts: Record<string, unknown>) => void world.warnings.push(facts) }
  const committed = () => void (world.deliveries += 1)
  const serverSessions = createAccountSessions({ ...shared, log, committed, hasher: createPasswordHasher(), canMail: true })
  let people = 0

  function sender(sent: SentCode[]): CodeSender {
    return {
      async send({ to, code, validSeconds }) {
        if (world.isDown) throw new Error('the provider is down')
        sent.push({ to, code, at: world.now, validSeconds })
        return { kind: 'taken', provider: 'array', isConfirmed: true, messageId: null, segments: 1 }
      },
    }
  }

  function ownerOf(kind: 'server' | 'host'): SessionOwner {
    if (kind === 'server') return serverSessions
    return {
      ...createVerifiedResults({ random }),
      async othersEnded({ id }, except) {
        for (const [sessionId, { userId }] of world.hostSessions) if (userId === id && sessionId !== except) world.hostSessions.delete(sessionId)
      },
    }
  }

  const world = {
    /** The time, in epoch seconds: set it, or let it `pass`. */
    now: NOW as number,
    texts: [] as SentCode[],
    mails: [] as SentCode[], // codes only; see `notices` for what is told
    warnings: [] as Record<string, unknown>[],
    deliveries: 0, // how often messages were to go out at once
    isDown: false, // the providers of texts and mail
    hostSessions: new Map<string, Verified>(),
    organization: anOrganization() as Organization,
    policy: aPolicy() as Policy,
    ports: undefined as unknown as Ports,
    engine: undefined as unknown as Engine,
    db,
    store,
    sessions: serverSessions,
    close,

    async begin({ policy = {}, sessions = 'server', channels = ['sms', 'mail'] }: BeginFacts = {}): Promise<void> {
      world.now = NOW
      world.texts = []
      world.mails = []
      world.warnings = []
      world.isDown = false
      world.hostSessions = new Map()
      world.organization = anOrganization()
      world.policy = aPolicy(policy)
      world.ports = {
        ...shared,
        log,
        committed,
        methods,
        channels: {
          ...(channels.includes('sms') ? { sms: sender(world.texts) } : {}),
          ...(channels.includes('mail') ? { mail: sender(world.mails) } : {}),
        },
        sessions: ownerOf(sessions),
        settings: { applicationName: 'Harbor', codeSeconds: 300, hasPasswords: sessions === 'server', texts: defaultTextRules, textPrices: new Map() },
      }
      world.engine = createEngine(world.ports)
      await must(
        null,
        { kind: 'organization.create', organization: world.organization, policy: world.policy, at: world.now },
        ...Object.values(roles).map((role) => ({ kind: 'role.create' as const, role })),
      )
    },

    pass(seconds: number): void {
      world.now += seconds
    },

    /** Somebody who may have set up 2-step verification before, and has saved the codes. */
    async person({ enrolled = [], role = 'staff', backupCodes = true, ...facts }: PersonFacts = {}): Promise<TestPerson> {
      people += 1
      const isEnrolled = enrolled.length > 0
      const user = aUser({
        organizationId: world.organization.id,
        roles: [roles[role]],
        graceStartsAt: world.now,
        enrolledAt: isEnrolled ? world.now : null,
        backupCodesSavedAt: isEnrolled ? world.now : null,
        ...facts,
      })
      const phone = `+1201555${String(people % 10_000).padStart(4, '0')}`
      const app = enrolled.includes('totp') ? { secret: random.bytes(20), usedStep: 0 } : null
      const codes = isEnrolled && backupCodes ? newBackupCodes(world.ports, user) : null
      await must(
        user.organizationId,
        { kind: 'user.create', user, passwordHash: null, at: world.now },
        ...enrolled.map((method) => {
          const { id, ...rest } = anAuthenticator({ userId: user.id, method, label: method === 'sms' ? phone.slice(-2) : '', createdAt: world.now })
          const secret = method === 'sms' ? phone : (app?.secret ?? '')
          const sealedSecret = world.ports.seal.seal(secret, secretContext(user.organizationId, user.id, id))
          return { kind: 'authenticator.add' as const, authenticator: { ...rest, id, sealedSecret } }
        }),
        ...(codes?.changes ?? []),
      )
      return { id: user.id, organizationId: user.organizationId, email: user.email, phone, app, backupCodes: codes?.shown ?? [] }
    },

    browser({ address = '192.0.2.1', agent = 'Firefox on Linux' }: { address?: string; agent?: string } = {}): TestBrowser {
      const cookies = new Map<string, string>()
      return {
        address,
        agent,
        cookies,
        cookie: (name) => cookies.get(name) ?? null,
        keep(cookie) {
          if (cookie !== null) cookies.set(cookie.name, cookie.token)
        },
      }
    },

    /** The right password was given in this browser. */
    async enterPassword(person: TestPerson, browser: TestBrowser, returnTo = '/'): Promise<SignInStep> {
      const step = await world.engine.signIn.begin(person, browser, returnTo)
      if (step.kind === 'signed-in') browser.keep(step.device)
      return step
    },

    /** A code is given on the page of a pending sign-in. */
    async enterCode(step: { token: string }, code: unknown, browser: TestBrowser, { trustDevice = false } = {}): Promise<SignInStep | NotProved> {
      const answer = await world.engine.signIn.verify({ token: step.token, code, trustDevice, visitor: browser })
      if (answer.kind === 'signed-in') browser.keep(answer.device)
      return answer
    },

    /** Password and, where it is asked for, the code that the person has; fails the test where that is not enough. */
    async signIn(person: TestPerson, browser: TestBrowser, { trustDevice = false } = {}): Promise<TestSession> {
      const step = await world.enterPassword(person, browser)
      if (step.kind === 'signed-in') return await world.session(step, browser)
      if (step.kind === 'set-up') throw new Error('set-up stands in the way')
      const answer = await world.enterCode(step, await world.codeFor(person, step), browser, { trustDevice })
      if (answer.kind !== 'signed-in') throw new Error(`not signed in: ${JSON.stringify(answer)}`)
      return await world.session(answer, browser)
    },

    /** The code that is asked for on the page of a pending sign-in. */
    async codeFor(person: TestPerson, step: { token: string }): Promise<string> {
      const { method } = await world.engine.challenges.view({ kind: 'pending', token: step.token }, 'sign-in')
      return method === 'sms' ? world.textedCode(person) : world.appCode(person)
    },

    /** What the person's app shows; waits until it shows one that was not given before. */
    appCode(person: TestPerson): string {
      if (person.app === null) throw new Error('they have no app')
      const now = Math.floor(world.now / STEP_SECONDS)
      const step = Math.max(now, person.app.usedStep + 1)
      if (step > now) world.now = step * STEP_SECONDS
      person.app.usedStep = step
      return codeAt(person.app.secret, step)
    },

    /** The code of the last text to the person's phone. */
    textedCode(person: TestPerson): string {
      return lastTo(world.texts, person.phone)
    },

    mailedCode(person: TestPerson): string {
      return lastTo(world.mails, person.email ?? '')
    },

    /** Six digits that are nothing to this person, not even of a slow clock. */
    wrongCode(person: TestPerson): string {
      const taken = new Set([...[...world.texts, ...world.mails].map(({ code }) => code), ...codesNear(person)])
      for (let number = 0; ; number += 1) {
        const code = String(number).padStart(6, '0')
        if (!taken.has(code)) return code
      }
    },

    /** What a browser holds after a sign-in; embedded, the application redeems the result for a session of its own. */
    async session(signedIn: SignedIn, browser: TestBrowser): Promise<TestSession> {
      const { organizationId, userId } = signedIn.verified
      if (world.ports.sessions === serverSessions) {
        const sessionId = parseToken(signedIn.token)?.id ?? ''
        return { holder: { kind: 'session', organizationId, userId, sessionId }, token: signedIn.token, browser }
      }
      const sessionId = random.id()
      world.hostSessions.set(sessionId, await world.engine.signIn.redeem(signedIn.token, sessionId))
      return { holder: { kind: 'session', organizationId, userId, sessionId }, token: sessionId, browser }
    },

    /** Does the session still open the pages behind the sign-in? */
    async isOpen({ token }: TestSession): Promise<boolean> {
      return world.ports.sessions === serverSessions ? (await serverSessions.current(token)) !== null : world.hostSessions.has(token)
    },

    /** The sessions that somebody could go on with; the standalone server's. */
    async openSessions(person: TestPerson): Promise<number> {
      return (await serverSessions.list((await world.load(person)).user)).length
    },

    /** A fresh code for one's own settings; fails the test where it is not taken. The session has a new token. */
    async stepUp(session: TestSession, person: TestPerson): Promise<void> {
      const { holder, browser } = session
      const view = await world.engine.stepUp.view(holder, browser)
      if (view !== 'password' && view.method === 'sms') await world.engine.challenges.resend(holder, 'step-up', browser)
      const code = view === 'password' ? null : view.method === 'sms' ? world.textedCode(person) : world.appCode(person)
      const answer = code === null ? await world.engine.stepUp.byPassword(holder, browser) : await world.engine.stepUp.verify(holder, code, browser)
      if (answer.kind !== 'stepped-up') throw new Error(`not stepped up: ${JSON.stringify(answer)}`)
      session.token = answer.token ?? session.token
    },

    /** Begins to set an app up; the person's app knows the new secret, and forgets a former one. */
    async scanApp(holder: Holder, person: TestPerson, browser: TestBrowser): Promise<Extract<EnrollmentStarted, { kind: 'started' }>> {
      const started = await world.engine.setUp.start(holder, 'totp', {}, browser)
      if (started.kind !== 'started') throw new Error(started.why)
      person.app = { secret: decodeBase32(started.reveal['key'] ?? '') ?? new Uint8Array(), usedStep: 0 }
      return started
    },

    /** Begins to set up texts to a phone: the person's own, or another that becomes theirs. */
    async givePhone(holder: Holder, person: TestPerson, browser: TestBrowser, number = person.phone): Promise<Extract<EnrollmentStarted, { kind: 'started' }>> {
      const started = await world.engine.setUp.start(holder, 'sms', { number }, browser)
      if (started.kind !== 'started') throw new Error(started.why)
      person.phone = number
      return started
    },

    /** Gives the code that turns a method on. New backup codes, cookie and token are kept. */
    async confirm(holder: Holder, person: TestPerson, code: unknown, at: TestBrowser | TestSession): ReturnType<Engine['setUp']['confirm']> {
      const browser = 'browser' in at ? at.browser : at
      const answer = await world.engine.setUp.confirm(holder, code, browser)
      if (answer.kind !== 'enrolled') return answer
      if (answer.backupCodes !== null) person.backupCodes = [...answer.backupCodes]
      browser.keep(answer.signIn?.device ?? answer.device)
      if ('browser' in at) at.token = answer.sessionToken ?? at.token
      return answer
    },

    /** An administrator saves the policy. */
    async setPolicy(facts: Partial<Policy>): Promise<void> {
      world.policy = { ...world.policy, ...facts, version: world.policy.version + 1 }
      await must(world.organization.id, { kind: 'policy.set', policy: world.policy, actorId: null, at: world.now })
    },

    async giveRole(person: TestPerson, role: RoleName): Promise<void> {
      await must(person.organizationId, { kind: 'user.roles', userId: person.id, roleIds: [roles[role].id] })
    },

    async deactivate(person: TestPerson): Promise<void> {
      await must(person.organizationId, { kind: 'user.deactivate', userId: person.id, at: world.now })
    },

    /** By a link in an e-mail: no session goes on. */
    async resetPassword(person: TestPerson): Promise<void> {
      const { user } = await world.load(person)
      await must(
        person.organizationId,
        { kind: 'user.password-changed', userId: user.id, passwordEpoch: user.passwordEpoch, passwordHash: 'hash', at: world.now },
        ...world.ports.sessions.endOthers(user.id, null),
      )
      await world.ports.sessions.othersEnded?.(user, null)
    },

    async load(person: TestPerson) {
      const loaded = await store.findPerson(person.organizationId, person.id)
      if (loaded === null) throw new Error('there is no such person')
      return loaded
    },

    async guard(person: TestPerson): Promise<Guard> {
      return (await world.load(person)).guard
    },

    /** What the person was told by e-mail, in order. */
    async notices(person: TestPerson): Promise<string[]> {
      const rows = await db.selectFrom('nightlatch_outbox').select('event').where('user_id', '=', person.id).orderBy('id').execute()
      return rows.map(({ event }) => event)
    },

    /** The person's audit events, the oldest first. */
    async activity(person: TestPerson): Promise<AuditEvent[]> {
      return (await store.listActivity(person.organizationId, person.id, { before: null, limit: 1_000 })).toReversed()
    },
  }

  async function must(organizationId: string | null, ...changes: Change[]): Promise<void> {
    const refused = await store.commit(organizationId, changes)
    if (refused !== null) throw new Error(`${refused} was refused`)
  }

  async function close(): Promise<void> {
    await database.close()
    await place.remove()
  }

  function codesNear({ app }: TestPerson): string[] {
    const now = Math.floor(world.now / STEP_SECONDS)
    return app === null ? [] : Array.from({ length: 50 }, (_, index) => codeAt(app.secret, now - 25 + index))
  }

  function lastTo(sent: readonly SentCode[], to: string): string {
    const last = sent.findLast((message) => message.to === to)
    if (last === undefined) throw new Error(`nothing was sent to ${to}`)
    return last.code
  }

  return world
}

/** The code of an error, for `rejects`: `await expect(codeOf(…)).resolves.toBe('not_allowed')`. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
  return 'no error'
}
