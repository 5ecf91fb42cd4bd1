import { auditChange } from './audit.ts'
import { openBackupCodes } from './backup-codes.ts'
import { findRecoveryPass } from './recovery-pass.ts'
import { bucketOf, currentMethod, findPending, type Holder, methodsFor, type Pending } from './challenge.ts'
import { type ChallengeView, viewOf } from './challenge-view.ts'
import type { Change } from './changes.ts'
import { NightlatchError } from './errors.ts'
import type { Judgement, Judging, Method, Mismatch } from './method.ts'
import type { Challenge, Client, MethodId, Purpose } from './model.ts'
import { notify } from './notices.ts'
import type { Attempt, Ports } from './ports.ts'
import { secretContext, sentCodeParts } from './sent-code.ts'

const TELL_AT_FAILURES = 5 // the person hears of it by e-mail
const TELL_AGAIN_AFTER = 60 * 60 // seconds

/** Why a code was not taken. All of these are answered beside the field; none is an error. */
export type Refusal = Mismatch | { kind: 'malformed' } | { kind: 'wait'; until: number } | { kind: 'locked' }

export type NotProved =
  | { kind: 'refused'; why: Refusal; method: MethodId; view: ChallengeView } // by which method it was judged; a backup code is taken on any page
  | { kind: 'over' } // out of attempts: the sign-in, step-up or set-up starts again

export interface Proved extends Pending {
  kind: 'proved'
  method: Method
  counter: number // the matched time step; 0 for methods without one
  /** What makes the code single-use. The commit that uses the proof begins with a `user.*` change, then these. */
  spending: readonly Change[]
}

/**
 * Judges a typed code. The attempt is spent, and committed, before the code is
 * looked at, so no crash and no parallel request refunds it.
 */
export async function prove(ports: Ports, holder: Holder, purpose: Purpose, typed: unknown, client: Client): Promise<Proved | NotProved> {
  const found = await findPending(ports, holder, purpose)
  const asked = currentMethod(ports, found)
  if (asked === null) throw new NightlatchError('challenge_not_found')
  const { id, organizationId, userId } = found.challenge

  const method = methodTyped(ports, found, asked, typed)
  const code = method.parse(typed)
  if (code === null) return { kind: 'refused', why: { kind: 'malformed' }, method: method.id, view: viewOf(ports, found) }

  const bucket = bucketOf(found.challenge, method)
  const at = ports.clock()
  const attempt = await ports.store.spendAttempt({ organizationId, challengeId: id, userId, bucket, at })
  if (attempt.kind !== 'spent') return await notSpent(ports, found, method, attempt, client)

  const pending: Pending = { ...found, challenge: attempt.challenge }
  // A resend or a change of method since the load: judge what stands now, by the method that was shown.
  if (pending.challenge.method !== asked.id) throw new NightlatchError('challenge_not_found')

  const judgement = await judge(ports, holder, pending, method, code)
  if (judgement.kind === 'mismatch') {
    await writeDown(ports, pending, attempt.failures, auditRefusal(ports, pending, method, judgement.why, client), client)
    if (pending.challenge.attemptsLeft === 0) return { kind: 'over' }
    return { kind: 'refused', why: judgement.why, method: method.id, view: await freshView(ports, holder, purpose) }
  }

  const { spend } = judgement
  return {
    kind: 'proved',
    ...pending,
    method,
    counter: spend.kind === 'counter' ? spend.counter : 0,
    spending: [
      { kind: 'challenge.consume', id, codeHash: pending.challenge.codeHash, at },
      ...spendingOf(pending, judgement.spend, at),
      { kind: 'guard.clear', userId, bucket, at },
      auditChange(ports, { action: 'code.accepted', subjectId: userId, method: method.id, detail: { purpose }, client }),
    ],
  }
}

/**
 * Commits what a proof leads to; null when that is done. Where the code itself
 * was the reason against it, somebody else was first with the same one. For any
 * other reason it throws `challenge_not_found`: the epochs moved on, or the
 * session ended, and the code is not used.
 */
export async function commitProved(ports: Ports, proved: Proved, changes: readonly Change[], client: Client): Promise<NotProved | null> {
  const refused = await ports.store.commit(proved.challenge.organizationId, changes)
  if (refused === null) return null
  if (!proved.spending.some(({ kind }) => kind === refused)) throw new NightlatchError('challenge_not_found')

  const why: Refusal = { kind: 'used' }
  await ports.store.commit(proved.challenge.organizationId, [auditRefusal(ports, proved, proved.method, why, client)])
  return { kind: 'refused', why, method: proved.method.id, view: viewOf(ports, proved) }
}

/** The method asked for, unless what was typed is plainly a backup code: that is taken on the same page. */
function methodTyped(ports: Ports, pending: Pending, asked: Method, typed: unknown): Method {
  if (asked.parse(typed) !== null) return asked
  return methodsFor(ports, pending).find((method) => method.role === 'recovery' && method.parse(typed) !== null) ?? asked
}

/**
 * Judges, and keeps what the method wants to remember of a mismatch. Where
 * another request made it remember something meanwhile, it judges again by that.
 */
async function judge(ports: Ports, holder: Holder, pending: Pending, method: Method, code: string): Promise<Judgement> {
  const { id, organizationId, purpose } = pending.challenge
  const judgement = method.judge(await judging(ports, pending, method, code))
  if (judgement.kind === 'match' || judgement.remember === undefined) return judgement
  if ((await ports.store.commit(organizationId, remember(pending, judgement.remember))) === null) return judgement

  const now = await findPending(ports, holder, purpose)
  if (now.challenge.id !== id) throw new NightlatchError('challenge_not_found')
  return await judge(ports, holder, now, method, code)
}

/**
 * A refusal, and once a run of them a word to the person: not twice within the
 * hour, however many runs there are. Of a run within the hour they hear when it
 * is over, so that nobody who paces their guesses goes unnoticed.
 */
async function writeDown(ports: Ports, { challenge, person }: Pending, failures: number, refusal: Change, client: Client): Promise<void> {
  const { organizationId, userId, purpose } = challenge
  // Somebody who is setting up their first method mistypes: nothing of theirs is tried.
  const isTried = purpose !== 'enroll' || person.authenticators.length > 0
  const notice = failures === TELL_AT_FAILURES && isTried ? notify(ports, person.user, 'second-step-failing', client) : []
  const at = ports.clock()
  const now = { since: at - TELL_AGAIN_AFTER, sendAt: at }
  const later = { since: at, sendAt: at + TELL_AGAIN_AFTER } // refused while another one waits already
  for (const { since, sendAt } of notice.length === 0 ? [] : [now, later]) {
    const told = notice.map((change) => ({ ...change, sendAt }))
    if ((await ports.store.commit(organizationId, [refusal, { kind: 'guard.told', userId, since, at: sendAt }, ...told])) === null) return
  }
  await ports.store.commit(organizationId, [refusal])
}

function spendingOf({ challenge, person }: Pending, spend: SpendOf, at: number): Change[] {
  switch (spend.kind) {
    case 'sent-code':
      return [
        ...authenticatorOf(challenge, person).map(({ id }) => ({ kind: 'authenticator.used' as const, id, at })),
        { kind: 'text.used', challengeId: challenge.id, at },
      ]
    case 'counter':
      return authenticatorOf(challenge, person).map(({ id }) => ({ kind: 'authenticator.advance', id, counter: spend.counter, at }))
    case 'backup-code':
    case 'recovery-pass':
      return [
        { kind: `${spend.kind}.use`, id: spend.id, userId: challenge.userId, at },
        { kind: 'guard.unlock', userId: challenge.userId },
      ]
  }
}

type SpendOf = Extract<Judgement, { kind: 'match' }>['spend']

async function judging(ports: Ports, { challenge, person }: Pending, method: Method, code: string): Promise<Judging> {
  const { organizationId, userId, codeHash, codeExpiresAt } = challenge
  const authenticator = authenticatorOf(challenge, person)[0]
  const held = challenge.candidate ?? authenticator
  const rowId = challenge.candidate === null ? authenticator?.id : challenge.id
  return {
    code,
    now: ports.clock(),
    held:
      held === undefined || rowId === undefined
        ? null
        : {
            secret: ports.seal.open(held.sealedSecret, secretContext(organizationId, userId, rowId)),
            data: held.data,
            lastCounter: challenge.candidate === null ? (authenticator?.lastCounter ?? 0) : 0,
          },
    sent:
      codeHash === null || codeExpiresAt === null
        ? null
        : {
            expiresAt: codeExpiresAt,
            matches: (typed) => ports.keyedHash.matches(codeHash, 'sent-code', ...sentCodeParts(challenge, typed)),
          },
    backupCodes: method.id === 'backup-code' ? await openBackupCodes(ports, person.user) : [],
    recoveryPass: method.id === 'recovery-pass' ? await findRecoveryPass(ports, person.user) : null,
  }
}

function authenticatorOf(challenge: Challenge, person: Pending['person']) {
  if (challenge.candidate !== null) return []
  return person.authenticators.filter(({ method }) => method === challenge.method)
}

function remember({ challenge, person }: Pending, data: Readonly<Record<string, unknown>>): Change[] {
  if (challenge.candidate !== null) return [{ kind: 'candidate.remember', challengeId: challenge.id, former: challenge.candidate.data, data }]
  return authenticatorOf(challenge, person).map(({ id, data: former }) => ({ kind: 'authenticator.remember', id, former, data }))
}

async function notSpent(ports: Ports, found: Pending, method: Method, attempt: Exclude<Attempt, { kind: 'spent' }>, client: Client): Promise<NotProved> {
  if (attempt.kind === 'over') return { kind: 'over' }
  await ports.store.commit(found.challenge.organizationId, [auditRefusal(ports, found, method, attempt, client)])
  return { kind: 'refused', why: attempt, method: method.id, view: viewOf(ports, found) }
}

function auditRefusal(ports: Ports, { challenge }: Pending, method: Method, why: Refusal, client: Client): Change {
  return auditChange(ports, {
    action: why.kind === 'locked' ? 'code.locked' : 'code.refused',
    result: 'failure',
    subjectId: challenge.userId,
    method: method.id,
    detail: { purpose: challenge.purpose, why: why.kind },
    client,
  })
}

async function freshView(ports: Ports, holder: Holder, purpose: Purpose): Promise<ChallengeView> {
  return viewOf(ports, await findPending(ports, holder, purpose))
}
