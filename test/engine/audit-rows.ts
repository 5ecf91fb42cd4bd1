import * as fc from 'fast-check'
import type { AuditRecord } from '../../src/engine/audit-chain.ts'
import { anyText } from '../support/any-text.ts'
import { NOW } from '../support/builders.ts'

/** An audit row, to the letter as a database has it. */
export function anAuditRecord(facts: Partial<AuditRecord> = {}): AuditRecord {
  return {
    id: 'event-1',
    organizationId: 'organization-1',
    at: NOW,
    action: 'sign-in.completed',
    result: 'success',
    actorId: 'user-1',
    subjectId: 'user-1',
    method: null,
    detail: '{}',
    address: '192.0.2.1',
    agent: 'Firefox on Linux',
    signature: null,
    ...facts,
  }
}

const text = anyText({ maxLength: 12 })
const textOrNull = fc.option(text)

export const anyAuditRecord: fc.Arbitrary<AuditRecord> = fc.record({
  id: text,
  organizationId: textOrNull,
  at: fc.maxSafeInteger().map((at) => at + 0), // no -0: a bigint has none
  action: text,
  result: text,
  actorId: textOrNull,
  subjectId: textOrNull,
  method: textOrNull,
  detail: text,
  address: text,
  agent: text,
  signature: fc.constant(null),
})
