import { HashingBusyError } from '../crypto/password.ts'
import { auditChange } from '../engine/audit.ts'
import type { Change } from '../engine/changes.ts'
import type { EpochSeconds, User, Visitor } from '../engine/model.ts'
import { identifierKey } from './identifier.ts'
import { isSearchable } from './names.ts'
import { tryOfSignIn } from './password-try.ts'
import type { AccountsPorts } from './ports.ts'

/** `refused` is one answer for an unknown user, a wrong password, a deactivated user and one without a password. */
export type Authenticated =
  | { kind: 'authenticated'; user: Pick<User, 'id' | 'organizationId' | 'passwordEpoch'> } // the epoch of the password that was given
  | { kind: 'refused' }
  | { kind: 'wait'; until: EpochSeconds }

/** Checks a user name (or e-mail address) and a password. Throws `HashingBusyError`. */
export async function authenticate(ports: AccountsPorts, input: { identifier: string; password: string; visitor: Visitor }): Promise<Authenticated> {
  const { password, visitor } = input
  const key = identifierKey(input.identifier)
  const login = isSearchable(key) ? await ports.store.findLogin(key) : null
  const attempt = await tryOfSignIn(ports, key, login?.user ?? null, visitor)

  const spent = await ports.store.spendPasswordTry({ ...attempt, at: ports.clock() })
  if (spent.kind === 'wait') return spent

  const storedHash = login === null || login.deactivatedAt !== null ? null : login.passwordHash
  const isRight = await ports.hasher.verify(storedHash, password)
  if (login === null || storedHash === null || !isRight) {
    // What was typed is not noted: it may be somebody's password in the wrong field.
    await ports.store.commit(login?.user.organizationId ?? null, [
      auditChange(ports, { action: 'sign-in.password-refused', result: 'failure', actorId: null, subjectId: login?.user.id ?? null, client: visitor }),
    ])
    return { kind: 'refused' }
  }

  const { user } = login
  await ports.store.commit(user.organizationId, [
    { kind: 'password-try.forgive', ...attempt },
    ...(await rehash(ports, user.id, storedHash, password)),
  ])
  return { kind: 'authenticated', user }
}

/** A right password is the one moment at which an old hash can be made anew. */
async function rehash({ hasher }: AccountsPorts, userId: string, formerHash: string, password: string): Promise<Change[]> {
  if (!hasher.needsRehash(formerHash)) return []
  try {
    return [{ kind: 'user.password-rehashed', userId, formerHash, passwordHash: await hasher.hash(password) }]
  } catch (error) {
    if (error instanceof HashingBusyError) return [] // the next sign-in will do
    throw error
  }
}
