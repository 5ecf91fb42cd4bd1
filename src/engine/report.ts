import { sameHash } from '../crypto/hash.ts'
import { newToken, parseToken } from '../crypto/token.ts'
import { auditChange } from './audit.ts'
import type { Change } from './changes.ts'
import { NightlatchError } from './errors.ts'
import type { Client, Notice, OneTimeToken, Person, User } from './model.ts'
import { notify } from './notices.ts'
import type { Ports } from './ports.ts'
import { type ReportEffect, reportEffects } from './report-effects.ts'

const DAY = 24 * 60 * 60
const LINK_SECONDS = 14 * DAY
const TRIES = 5 // of a commit that somebody else's change comes before

/** A mail that its reader may say was not their doing. */
export interface OpenReport {
  notice: Notice
  person: Person
  effect: ReportEffect
}

/** What was done about it. */
export interface Reported {
  kind: 'reported'
  notice: Notice
  person: Person
  effect: ReportEffect
  resetLinkSent: boolean
  administratorsTold: boolean
}

/**
 * Makes the token of the link when the mail is sent; every try of the same
 * mail has one of its own, as nobody knows which of them arrives. Null where
 * there is nothing to say "this wasn't me" to.
 */
export async function mintReportLink({ store, clock, random }: Pick<Ports, 'clock' | 'random'> & { store: Pick<Ports['store'], 'commit'> }, notice: Notice): Promise<string | null> {
  if (reportEffects[notice.event] === null) return null
  const id = random.id()
  const { token, hash } = newToken(id)
  const { organizationId, userId } = notice
  const row: OneTimeToken = {
    id, purpose: 'report', organizationId, userId, about: notice.id, tokenHash: hash, data: { notice }, expiresAt: clock() + LINK_SECONDS, usedAt: null,
  }
  await store.commit(organizationId, [{ kind: 'one-time-token.issue', token: row }])
  return token
}

/** What the page of the link shows; null when the link works no more. Looking changes nothing: mail scanners follow links too. */
export async function viewReport(ports: Ports, token: unknown): Promise<OpenReport | null> {
  return await findOpen(ports, token)
}

/**
 * "This wasn't me": ends all sessions, revokes all devices, and undoes what the
 * mail tells as far as that is safe. Whoever holds the link need not be signed
 * in, for the thief may be. Works once.
 */
export async function reportNotMe(ports: Ports, token: unknown, client: Client): Promise<Reported | { kind: 'gone' }> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const open = await findOpen(ports, token)
    if (open === null) return { kind: 'gone' }
    const decided = await decide(ports, open, client)
    const refused = await ports.store.commit(open.person.user.organizationId, decided.changes)
    if (refused === 'one-time-token.use') return { kind: 'gone' }
    if (refused !== null) continue // the thief is at it as well: decide again on what stands now
    await ports.sessions.othersEnded?.(open.person.user, null)
    return decided.reported
  }
  throw new NightlatchError('conflict')
}

async function findOpen({ store, clock }: Ports, token: unknown): Promise<(OpenReport & { id: string }) | null> {
  const parsed = parseToken(token)
  const link = parsed === null ? null : await store.findOneTimeToken(parsed.id, 'report')
  if (parsed === null || link === null || !sameHash(link.tokenHash, parsed.hash)) return null
  if (link.usedAt !== null || clock() >= link.expiresAt) return null
  const notice = link.data['notice'] as Notice
  const person = await store.findPerson(notice.organizationId, notice.userId)
  const effect = reportEffects[notice.event]
  if (person === null || person.user.deactivatedAt !== null || effect === null) return null
  return { id: link.id, notice, person, effect }
}

async function decide(ports: Ports, open: OpenReport & { id: string }, client: Client): Promise<{ changes: Change[]; reported: Reported }> {
  const { id, notice, person, effect } = open
  const { user } = person
  const { id: userId, passwordEpoch, factorEpoch, enrolledAt, backupCodesSavedAt } = user
  const at = ports.clock()
  const resetLinkSent = effect.sendsResetLink && ports.settings.hasPasswords
  const administrators = effect.tellsAdministrators ? (await ports.store.listAdministrators(user.organizationId)).filter((other) => other.id !== userId && other.email !== null) : []
  const facts = { ...toldOf(notice), about: notice.event, undone: effect.undo }
  return {
    reported: { kind: 'reported', notice, person, effect, resetLinkSent, administratorsTold: administrators.length > 0 },
    changes: [
      // A raised epoch ends whatever is pending too: a sign-in between password and code, a set-up, a step-up.
      { kind: 'user.factors-changed', userId, passwordEpoch, factorEpoch, enrolledAt, backupCodesSavedAt },
      { kind: 'one-time-token.use', id, purpose: 'report', at },
      { kind: 'one-time-tokens.void', userId, purpose: 'report', about: notice.id },
      ...undone(open, at),
      { kind: 'devices.revoke-all', userId, because: 'revoked' },
      ...ports.sessions.endOthers(userId, null),
      auditChange(ports, { action: 'account.reported', actorId: null, subjectId: userId, detail: { about: notice.event, undone: effect.undo }, client }),
      ...addressesOf(user, notice).flatMap((email) => notify(ports, { ...user, email }, 'account-reported', client, facts)),
      ...administrators.flatMap((administrator) => notify(ports, administrator, 'reported-to-administrators', client, { ...facts, person: user.name, personId: userId })),
      ...(resetLinkSent ? notify(ports, { ...user, email: notice.to }, 'password-reset-requested', client) : []),
    ],
  }
}

/** Exactly what the mail tells, and nothing that was done since by whoever it belongs to. */
function undone({ notice, person, effect }: OpenReport, at: number): Change[] {
  const { user, authenticators } = person
  const { id: userId, passwordEpoch } = user
  switch (effect.undo) {
    case 'nothing':
      return []
    case 'backup-codes':
      return [{ kind: 'backup-codes.void', userId, madeAt: Number(notice.data['madeAt']) }]
    case 'password':
      return notice.data['passwordEpoch'] === passwordEpoch ? [{ kind: 'user.password-voided', userId, passwordEpoch }] : []
    case 'reset-link':
      return [{ kind: 'one-time-tokens.void', userId, purpose: 'password-reset' }]
    case 'recovery-pass':
      return [{ kind: 'recovery-pass.void', id: String(notice.data['passId']), userId, at }]
    case 'set-up':
      return authenticators.length === 0 ? [{ kind: 'user.reported', userId, at }] : []
  }
}

/** What the mail said, but for where it happened: that is told of the report alone. */
function toldOf({ data }: Notice): Notice['data'] {
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'address' && name !== 'agent'))
}

/** Where the mail went, and where mail goes now, if that is another. */
function addressesOf({ email }: User, { to }: Notice): string[] {
  return [...new Set([to, ...(email === null ? [] : [email])])]
}
