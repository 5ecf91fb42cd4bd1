import type { AuditRecord } from '../engine/audit-chain.ts'
import type { AuditFinding } from '../engine/audit-verification.ts'

/** One finding in a line. What came out of the database is quoted: it can't write lines of its own. */
export function describeFinding(finding: AuditFinding, organizationId: string | null): string {
  const where = placeOf(organizationId)
  switch (finding.kind) {
    case 'changed':
      return `changed: ${describeRecord(finding.record, organizationId)} is not as it was sealed, or not where it was sealed`
    case 'inserted':
      return `inserted: ${describeRecord(finding.record, organizationId)} was never sealed at this place`
    case 'forged':
      return `inserted: ${describeRecord(finding.record, organizationId)} was not written, or not like this, by a server that holds KEYS`
    case 'back-dated':
      return `inserted: ${describeRecord(finding.record, organizationId)} was written long after the time that it gives`
    case 'key-missing':
      return `changed: ${describeRecord(finding.record, organizationId)} can't be verified: KEYS has no key ${JSON.stringify(finding.record.keyId)}`
    case 'removed': {
      const { from, to, before, after } = finding
      const what = from === to ? `the event with sequence ${from}` : `the ${to - from + 1} events with sequence ${from} to ${to}`
      const neighbors = [before && `after ${describeRecord(before, organizationId)}`, after && `before ${describeRecord(after, organizationId)}`]
      return [`removed: ${what} of ${where}`, ...neighbors.filter((text) => text !== null)].join(', ')
    }
    case 'head-missing':
      return `removed: the record of the newest link of ${where}`
    case 'head-changed':
      return `changed: the record of the newest link of ${where} (or KEYS has not its key)`
    case 'start-changed':
      return `changed: the record of what retention removed of ${where} (or KEYS has not its key)`
  }
}

/** Names one row: id, sequence, time, action. */
export function describeRecord(record: AuditRecord & { sequence?: number }, organizationId: string | null): string {
  const { id, at, action, sequence } = record
  const place = sequence === undefined ? [] : [`sequence ${sequence}`]
  return `event ${JSON.stringify(id)} (${[...place, timeOf(at), JSON.stringify(action), placeOf(organizationId)].join(', ')})`
}

function placeOf(organizationId: string | null): string {
  return organizationId === null ? 'no organization' : `organization ${JSON.stringify(organizationId)}`
}

/** A time that somebody changed may be none. */
function timeOf(at: number): string {
  const date = new Date(at * 1000)
  return Number.isNaN(date.getTime()) ? `time ${at}` : date.toISOString()
}
