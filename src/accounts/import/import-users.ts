import { requireActingAdministrator, requireAdministrator } from '../../engine/administrator.ts'
import { auditChange, auditEvent } from '../../engine/audit.ts'
import type { Change } from '../../engine/changes.ts'
import { NightlatchError } from '../../engine/errors.ts'
import type { Client, Role } from '../../engine/model.ts'
import { noticesTo } from '../../engine/notices.ts'
import { mayGive } from '../../engine/rank.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import { commandLine, newUser } from '../create-user.ts'
import type { AccountsPorts } from '../ports.ts'
import { type CheckedLines, checkLines, type ImportedUser } from './check-lines.ts'
import { type FileProblem, readCsv } from './read-csv.ts'

const KEPT_SECONDS = 60 * 60 // a file, while somebody looks at what it would do

/** What importing a file would do: all of it is done, or nothing. */
export type ImportRehearsal = ({ kind: 'checked' } & CheckedLines) | { kind: 'unreadable'; problem: FileProblem }

export type UsersImported = { kind: 'imported'; count: number; isMailed: boolean } | { kind: 'gone' } | { kind: 'refused'; rehearsal: ImportRehearsal }

/** Keeps a file for an hour, for this administrator alone, and gives the id to look at it by. */
export async function keepImport(ports: AccountsPorts, holder: SessionHolder, source: string): Promise<string> {
  const { user } = await requireActingAdministrator(ports, holder)
  const id = ports.random.id()
  await ports.store.commit(user.organizationId, [{ kind: 'user-import.keep', id, userId: user.id, source, expiresAt: ports.clock() + KEPT_SECONDS }])
  return id
}

/** Says what a kept file would do now. Null once it was imported, or its hour is over. */
export async function rehearseImport(ports: AccountsPorts, holder: SessionHolder, id: string): Promise<ImportRehearsal | null> {
  const { user } = await requireAdministrator(ports, holder)
  const source = await ports.store.findUserImport(user.organizationId, user.id, id, ports.clock())
  return source === null ? null : await check(ports, source, { organizationId: user.organizationId, mayGive: (role) => mayGive(user, role) })
}

/** Imports a kept file, once: it is checked again, for what was looked at may have changed. */
export async function importKept(ports: AccountsPorts, holder: SessionHolder, id: string, client: Client): Promise<UsersImported> {
  const { user } = await requireActingAdministrator(ports, holder)
  const rehearsal = await rehearseImport(ports, holder, id)
  if (rehearsal === null) return { kind: 'gone' }
  const users = importable(rehearsal)
  if (users === null) return { kind: 'refused', rehearsal }
  const refused = await commit(ports, users, {
    organizationId: user.organizationId,
    actorId: user.id,
    client,
    using: [{ kind: 'user-import.take', id, userId: user.id, at: ports.clock() }],
  })
  if (refused === null) return imported(ports, users)
  if (refused === 'user-import.take') return { kind: 'gone' }
  // Somebody took one of the names between our look and our commit.
  const again = await rehearseImport(ports, holder, id)
  if (again === null || importable(again) !== null) throw new NightlatchError('conflict')
  return { kind: 'refused', rehearsal: again }
}

/** The same from the command line of the server, which is above every rank. With `isRehearsal` nothing is imported. */
export async function importAtServer(
  ports: AccountsPorts,
  { organizationId, source, isRehearsal }: { organizationId: string; source: string; isRehearsal: boolean },
): Promise<UsersImported | { kind: 'rehearsed'; rehearsal: ImportRehearsal }> {
  const rehearsal = await check(ports, source, { organizationId, mayGive: () => true })
  if (isRehearsal) return { kind: 'rehearsed', rehearsal }
  const users = importable(rehearsal)
  if (users === null) return { kind: 'refused', rehearsal }
  const refused = await commit(ports, users, { organizationId, actorId: null, client: commandLine, using: [] })
  if (refused !== null) throw new NightlatchError('conflict')
  return imported(ports, users)
}

/** Whom a file would add; null when anything stands in the way. */
export function importable(rehearsal: ImportRehearsal): readonly ImportedUser[] | null {
  return rehearsal.kind === 'checked' && rehearsal.faulty.length === 0 && rehearsal.users.length > 0 ? rehearsal.users : null
}

async function check(ports: AccountsPorts, source: string, facts: { organizationId: string; mayGive(role: Role): boolean }): Promise<ImportRehearsal> {
  const read = readCsv(source)
  if ('problem' in read) return { kind: 'unreadable', problem: read.problem }
  const checked = await checkLines(ports.store, read.lines, { roles: await ports.store.findRoles(facts.organizationId), mayGive: facts.mayGive })
  // A first line that names the columns, and nothing below it.
  if (checked.users.length + checked.faulty.length === 0) return { kind: 'unreadable', problem: { kind: 'empty' } }
  return { kind: 'checked', ...checked }
}

async function commit(
  ports: AccountsPorts,
  imported: readonly ImportedUser[],
  { organizationId, actorId, client, using }: { organizationId: string; actorId: string | null; client: Client; using: readonly Change[] },
) {
  const at = ports.clock()
  const users = imported.map((user) => newUser(ports, { ...user, organizationId }))
  const events = users.map(({ id }) => auditEvent(ports, { action: 'user.created', actorId, subjectId: id, detail: { by: 'import' }, client }))
  const notices = ports.canMail ? users.flatMap((user) => noticesTo(ports, user, 'account-created', client)) : []
  return await ports.store.commit(organizationId, [
    ...using,
    { kind: 'users.add', users, events, notices, at },
    auditChange(ports, { action: 'users.imported', actorId, detail: { users: users.length }, client }),
  ])
}

function imported(ports: AccountsPorts, users: readonly ImportedUser[]): UsersImported {
  ports.committed('notices')
  return { kind: 'imported', count: users.length, isMailed: ports.canMail }
}
