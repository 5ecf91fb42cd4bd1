import { auditChange } from '../engine/audit.ts'
import type { Change } from '../engine/changes.ts'
import type { Client, Role, User } from '../engine/model.ts'
import { newcomer } from '../engine/newcomer.ts'
import { isEmail, isName, isUserName } from './names.ts'
import { type PasswordProblem, passwordProblem } from './password-problem.ts'
import type { AccountsPorts } from './ports.ts'

export interface NewUser {
  name: string
  userName: string
  email: string | null
  password: string | null // null: none yet, set by a reset link
}

/** What is wrong with a new user; `taken` does not say which of the two names it is. */
export type UserProblem = 'invalid-name' | 'invalid-user-name' | 'invalid-email' | 'taken' | PasswordProblem

export type UserCreated = { kind: 'created'; user: User } | { kind: 'problem'; problem: UserProblem }

/** Whoever works on the server itself. */
export const commandLine: Client = { address: '', agent: 'command line' }

/** Adds a user to an organization that exists. Throws `HashingBusyError`. */
export async function createUser(
  ports: AccountsPorts,
  input: NewUser & { organizationId: string; roles: readonly Role[]; client?: Client; actorId?: string },
): Promise<UserCreated> {
  const { organizationId, roles, client = commandLine, actorId = null } = input
  const draft = await draftUser(ports, input, { organizationId, roles, client, actorId })
  if (draft.kind === 'problem') return draft
  const refused = await ports.store.commit(organizationId, draft.changes)
  return refused === null ? { kind: 'created', user: draft.user } : { kind: 'problem', problem: 'taken' }
}

/** Checks a new user, and says what a commit needs to create them. */
export async function draftUser(
  ports: AccountsPorts,
  { name, userName, email, password }: NewUser,
  facts: { organizationId: string; roles: readonly Role[]; client: Client; actorId: string | null },
): Promise<{ kind: 'drafted'; user: User; changes: Change[] } | { kind: 'problem'; problem: UserProblem }> {
  const problem = await userProblem({ name, userName, email, password })
  if (problem !== null) return { kind: 'problem', problem }

  const user = newUser(ports, { ...facts, name: name.trim(), userName: userName.trim(), email: email?.trim() ?? null })
  const passwordHash = password === null ? null : await ports.hasher.hash(password)
  return {
    kind: 'drafted',
    user,
    changes: [
      { kind: 'user.create', user, passwordHash, at: user.graceStartsAt },
      auditChange(ports, { action: 'user.created', actorId: facts.actorId, subjectId: user.id, client: facts.client }),
    ],
  }
}

/** Somebody who begins now, with nothing set up. */
export function newUser(
  { clock, random }: Pick<AccountsPorts, 'clock' | 'random'>,
  { organizationId, name, userName, email, roles }: Pick<User, 'organizationId' | 'name' | 'userName' | 'email' | 'roles'>,
): User {
  return {
    id: random.id(),
    organizationId,
    name,
    userName,
    email,
    roles,
    ...newcomer(clock()),
  }
}

async function userProblem({ name, userName, email, password }: NewUser): Promise<UserProblem | null> {
  if (!isName(name)) return 'invalid-name'
  if (!isUserName(userName, email)) return 'invalid-user-name'
  if (email !== null && !isEmail(email.trim())) return 'invalid-email'
  return password === null ? null : await passwordProblem(password, { name, userName, email })
}
