import { newBackupCodes } from './backup-codes.ts'
import type { Change } from './changes.ts'
import type { EpochSeconds, MethodId, User } from './model.ts'
import type { Ports } from './ports.ts'
import { secretContext } from './sent-code.ts'

/** A method that was proved before: in another system, or in a sample. */
export interface ProvedBefore {
  method: MethodId
  secret: Uint8Array | string // shared key, or phone number in E.164
  label: string
}

/** Takes over methods that need no new proof, with a first set of backup codes. Goes into one commit. */
export function takeOverMethods(
  ports: Pick<Ports, 'random' | 'seal' | 'clock'>,
  user: User,
  proved: readonly ProvedBefore[],
  at: EpochSeconds,
): { backupCodes: readonly string[]; changes: Change[] } {
  const { id: userId, organizationId, passwordEpoch, factorEpoch } = user
  const codes = newBackupCodes(ports, user)
  return {
    backupCodes: codes.shown,
    changes: [
      { kind: 'user.factors-changed', userId, passwordEpoch, factorEpoch, enrolledAt: at, backupCodesSavedAt: at },
      ...proved.map(({ method, secret, label }): Change => {
        const id = ports.random.id()
        const sealedSecret = ports.seal.seal(secret, secretContext(organizationId, userId, id))
        return {
          kind: 'authenticator.add',
          authenticator: { id, userId, method, label, sealedSecret, data: {}, lastCounter: 0, createdAt: at, lastUsedAt: null },
        }
      }),
      ...codes.changes,
    ],
  }
}
