import type { Kysely } from 'kysely'
import type { AuditEvent } from '../engine/audit.ts'
import type { SignEvent } from '../engine/audit-chain.ts'
import { always, type Appliers, type Tx } from './applier.ts'
import { saidOf } from './audit-records.ts'
import { prepared } from './prepared.ts'
import type { AuditEventTable, AuditSignatureColumns } from './audit-tables.ts'
import type { Schema } from './schema.ts'

/** What happened to one user, newest first; ids sort by time. */
export function auditEventQueries(db: Kysely<Schema>) {
  return {
    async listActivity(organizationId: string, userId: string, page: { before: string | null; limit: number }): Promise<AuditEvent[]> {
      const { before, limit } = page
      const rows = await db
        .selectFrom('nightlatch_audit_event')
        .selectAll()
        .where('organization_id', '=', organizationId)
        .where('subject_id', '=', userId)
        .$if(before !== null, (query) => query.where('id', '<', before))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(auditEventOf)
    },
  }
}

/** Every event is signed where it is written: what has no signature, no server wrote. */
export function auditEventAppliers(sign: SignEvent) {
  return {
    'audit.append': (tx, organizationId, { event }) => always(insert(tx, signedRowOf(organizationId, event, sign))),
  } satisfies Partial<Appliers>
}

/** Many events in one statement. */
export async function insertAuditEvents(tx: Tx, organizationId: string, events: readonly AuditEvent[], sign: SignEvent): Promise<void> {
  await tx.insertInto('nightlatch_audit_event').values(events.map((event) => signedRowOf(organizationId, event, sign))).execute()
}

function signedRowOf(organizationId: string | null, event: AuditEvent, sign: SignEvent): AuditEventTable & AuditSignatureColumns {
  const row = rowOf(organizationId, event)
  const { mac, keyId } = sign(saidOf(row))
  return { ...row, mac, mac_key_id: keyId }
}

function rowOf(organizationId: string | null, event: AuditEvent): AuditEventTable {
  return {
    id: event.id,
    organization_id: organizationId,
    at: event.at,
    action: event.action,
    result: event.result,
    actor_id: event.actorId,
    subject_id: event.subjectId,
    method: event.method,
    detail: JSON.stringify(event.detail),
    address: event.client.address,
    agent: event.client.agent,
  }
}

const insert = prepared((tx, row: AuditEventTable & AuditSignatureColumns) => tx.insertInto('nightlatch_audit_event').values(row))

export function auditEventOf(row: AuditEventTable): AuditEvent {
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    result: row.result,
    actorId: row.actor_id,
    subjectId: row.subject_id,
    method: row.method,
    detail: JSON.parse(row.detail),
    client: { address: row.address, agent: row.agent },
  }
}
