import { auditChange } from './audit.ts'
import { openSaltedCode, sealSaltedCode } from './backup-codes.ts'
import type { Change } from './changes.ts'
import { formatBackupCode, newRecoveryPass } from './code.ts'
import type { Judging } from './method.ts'
import type { Client, User } from './model.ts'
import { notify } from './notices.ts'
import type { Ports } from './ports.ts'

const PASS_SECONDS = 60 * 60

/** A pass to read out, shown once: one second step within the hour, after which the person sets up again. */
export function newPass(ports: Ports, user: User, actorId: string, client: Client): { shown: string; expiresAt: number; changes: Change[] } {
  const { random, clock } = ports
  const id = random.id()
  const code = newRecoveryPass((length) => random.bytes(length))
  const expiresAt = clock() + PASS_SECONDS
  return {
    shown: formatBackupCode(code),
    expiresAt,
    changes: [
      { kind: 'recovery-pass.issue', id, userId: user.id, sealedHash: sealSaltedCode(ports, user, id, code), issuedBy: actorId, expiresAt, at: clock() },
      auditChange(ports, { action: 'recovery-pass.issued', actorId, subjectId: user.id, client }),
      ...notify(ports, user, 'recovery-pass-issued', client, { passId: id }),
    ],
  }
}

/** The pass that is open now, ready to say whether a typed one is it. */
export async function findRecoveryPass(ports: Ports, user: User): Promise<Judging['recoveryPass']> {
  const pass = await ports.store.openRecoveryPass(user.organizationId, user.id, ports.clock())
  return pass === null ? null : openSaltedCode(ports, user, pass)
}
