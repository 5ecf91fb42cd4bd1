import type { Role } from '../../engine/model.ts'
import { identifierKey } from '../identifier.ts'
import { isEmail, isName, isUserName, LONGEST_EMAIL, LONGEST_NAME } from '../names.ts'
import type { AccountsStore } from '../ports.ts'
import { columns, type ImportColumn, readColumns } from './columns.ts'
import type { CsvLine } from './read-csv.ts'

/** Why a line can't be imported. */
export type Fault =
  | { kind: 'columns'; found: number; wanted: number }
  | { kind: 'empty'; column: 'name' | 'userName' | 'email' }
  | { kind: 'too-long'; column: 'name' | 'userName' | 'email'; most: number }
  | { kind: 'invalid'; column: 'name' | 'userName' | 'email' }
  | { kind: 'twice'; column: 'userName' | 'email'; line: number } // and the line that has it first
  | { kind: 'taken'; column: 'userName' | 'email' } // by somebody on this server
  | { kind: 'no-such-role'; role: string }
  | { kind: 'role-above'; role: string }

export interface FaultyLine {
  line: number
  text: string // of its cells, to find it by
  faults: readonly Fault[]
}

/** Somebody whom a good line describes. */
export interface ImportedUser {
  name: string
  userName: string
  email: string
  roles: readonly Role[]
}

export interface CheckedLines {
  users: readonly ImportedUser[]
  faulty: readonly FaultyLine[]
}

/** Checks every line, and finds every fault of each: against the others, the rules and the users of this server. */
export async function checkLines(
  store: Pick<AccountsStore, 'takenNames'>,
  lines: readonly CsvLine[],
  { roles, mayGive }: { roles: readonly Role[]; mayGive(role: Role): boolean },
): Promise<CheckedLines> {
  const { order, rows } = readColumns(lines)
  const read = rows.map((row) => ({ row, cells: cellsOf(row, order) }))
  const keys = read.flatMap(({ cells }) => (cells === null ? [] : [identifierKey(cells.userName), identifierKey(cells.email)]))
  const taken = await store.takenNames([...new Set(keys)].filter((key) => key !== '' && key.length <= LONGEST_EMAIL))
  const firstLines = new Map<string, number>()
  const roleOf = rolesByName(roles)

  const users: ImportedUser[] = []
  const faulty: FaultyLine[] = []
  for (const { row, cells } of read) {
    const { line } = row
    const faults = cells === null ? [{ kind: 'columns' as const, found: row.cells.length, wanted: columns.length }] : [...faultsOfNames(cells), ...faultsOfKeys(cells, line), ...faultsOfRoles(cells.roles)]
    if (cells === null || faults.length > 0) faulty.push({ line, text: row.cells.join(', ').slice(0, 200), faults })
    else users.push({ name: cells.name, userName: cells.userName, email: cells.email, roles: cells.roles.flatMap((name) => roleOf(name) ?? []) })
  }
  return { users, faulty }

  function faultsOfKeys({ userName, email }: Cells, line: number): Fault[] {
    const own = new Map<string, 'userName' | 'email'>()
    if (email !== '') own.set(identifierKey(email), 'email')
    if (userName !== '') own.set(identifierKey(userName), 'userName') // may be the same as their address
    const faults: Fault[] = []
    for (const [key, column] of own) {
      const first = firstLines.get(key)
      if (first === undefined) firstLines.set(key, line)
      else faults.push({ kind: 'twice', column, line: first })
      if (taken.has(key)) faults.push({ kind: 'taken', column })
    }
    return faults
  }

  function faultsOfRoles(names: readonly string[]): Fault[] {
    return names.flatMap((name): Fault[] => {
      const role = roleOf(name)
      if (role === undefined) return [{ kind: 'no-such-role', role: name.slice(0, LONGEST_NAME) }]
      return mayGive(role) ? [] : [{ kind: 'role-above', role: role.name }]
    })
  }
}

interface Cells extends Record<Exclude<ImportColumn, 'roles'>, string> {
  roles: readonly string[]
}

function cellsOf({ cells }: CsvLine, order: readonly ImportColumn[]): Cells | null {
  if (cells.length !== order.length) return null
  const cell = (column: ImportColumn) => (cells[order.indexOf(column)] ?? '').trim()
  const roles = cell('roles').split(/[;,|\n]/).map((name) => name.trim()).filter((name) => name !== '')
  return { name: cell('name'), userName: cell('userName'), email: cell('email'), roles: [...new Set(roles)] }
}

function faultsOfNames({ name, userName, email }: Cells): Fault[] {
  const judged = [
    ['name', name, LONGEST_NAME, isName(name)],
    ['userName', userName, LONGEST_NAME, isUserName(userName, email)],
    ['email', email, LONGEST_EMAIL, isEmail(email)],
  ] as const
  return judged.flatMap(([column, text, most, isGood]): Fault[] => {
    if (text === '') return [{ kind: 'empty', column }]
    if (text.length > most) return [{ kind: 'too-long', column, most }]
    return isGood ? [] : [{ kind: 'invalid', column }]
  })
}

/** By name or id, in any letters; of two roles with one name the id tells. */
function rolesByName(roles: readonly Role[]): (name: string) => Role | undefined {
  const byKey = new Map<string, Role>()
  for (const role of roles.toReversed()) byKey.set(identifierKey(role.name), role)
  for (const role of roles) byKey.set(identifierKey(role.id), role)
  return (name) => byKey.get(identifierKey(name))
}
