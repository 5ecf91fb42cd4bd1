import { Kysely } from 'kysely'
import { openDatabase } from '../../src/databases/index.ts'
import type { Schema } from '../../src/store/schema.ts'
import type { TestServer } from './test-server.ts'

/** What the server itself writes while nobody does anything: the chain of the audit log, and when a session was seen last. */
const byItself: Readonly<Record<string, readonly string[]>> = {
  nightlatch_session: ['last_seen_at'],
  nightlatch_audit_event: ['sequence', 'previous_hash', 'hash', 'key_id'],
}
const chains = 'nightlatch_audit_chain'

/** All that is kept of an organization, a line a row; whatever a table is called, none with its id is left out. */
export async function everythingOf({ databaseUrl, standalone }: TestServer, organizationId: string): Promise<string[]> {
  const database = await openDatabase(databaseUrl)
  const db = new Kysely<Schema>({ dialect: database.dialect })
  try {
    await mailIsOut()
    const tables = (await db.introspection.getTables()).filter(({ name, columns }) => name !== chains && columns.some((column) => column.name === 'organization_id'))
    const lines: string[] = []
    for (const { name } of tables) {
      const rows = await db.selectFrom(name as 'nightlatch_user').selectAll().where('organization_id', '=', organizationId).execute()
      for (const row of rows) lines.push(`${name} ${JSON.stringify(row, (column, value) => (byItself[name]?.includes(column) ? undefined : value))}`)
    }
    return lines.toSorted()
  } finally {
    await database.close()
  }

  /** What is on its way changes when it arrives. */
  async function mailIsOut(): Promise<void> {
    const now = standalone.ports.clock()
    for (;;) {
      const due = await db.selectFrom('nightlatch_outbox').select('id').where('organization_id', '=', organizationId).where('next_attempt_at', '<=', now).executeTakeFirst()
      if (due === undefined) return
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

/** What is in one of the two and not in the other, but for what was written down of refusals. */
export function changedBetween(before: readonly string[], after: readonly string[]): string[] {
  const [was, is] = [new Set(before), new Set(after)]
  return [...before.filter((line) => !is.has(line)), ...after.filter((line) => !was.has(line))].filter((line) => !isOfRefusal(line))
}

function isOfRefusal(line: string): boolean {
  return line.startsWith('nightlatch_refusal ') || (line.startsWith('nightlatch_audit_event ') && line.includes('"action":"access.refused"'))
}
