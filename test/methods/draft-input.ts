import { randomBytes, randomUUID } from 'node:crypto'
import type { DraftInput } from '../../src/engine/method.ts'

/** Ana, of an organization in Germany, sets something up. */
export function aDraftInput(entered: DraftInput['entered']): DraftInput {
  return {
    entered,
    applicationName: 'Example',
    random: { bytes: (length) => randomBytes(length), id: () => randomUUID() },
    organization: { id: 'org', name: 'Org', country: 'DE', timeZone: 'Europe/Berlin', locale: 'en' },
    user: {
      id: 'user',
      organizationId: 'org',
      name: 'Ana',
      userName: 'ana',
      email: 'ana@example.com',
      roles: [],
      deactivatedAt: null,
      enrolledAt: null,
      graceStartsAt: 0,
      exemptUntil: null,
      passwordEpoch: 0,
      factorEpoch: 0,
      backupCodesSavedAt: null,
      lastSignInAt: null,
    recoveryPassUntil: null, reportedAt: null,
    },
  }
}
