import { sameHash, saltedHash } from '../crypto/hash.ts'
import { auditChange } from './audit.ts'
import type { Change, NewBackupCode } from './changes.ts'
import { formatBackupCode, newBackupCode } from './code.ts'
import type { Judging } from './method.ts'
import type { Client, EpochSeconds, User } from './model.ts'
import { notify } from './notices.ts'
import type { Ports } from './ports.ts'
import type { Proved } from './proof.ts'

const CODES = 10
const SALT_BYTES = 16
const FEW_CODES = 3 // at this many or fewer the person is warned

/** A set of codes that takes the place of any former one. The codes are shown once and kept nowhere. */
export function newBackupCodes(ports: Pick<Ports, 'random' | 'seal' | 'clock'>, user: User): { shown: string[]; madeAt: EpochSeconds; changes: Change[] } {
  const { random } = ports
  const madeAt = ports.clock()
  const shown: string[] = []
  const codes = Array.from({ length: CODES }, () => {
    const id = random.id()
    const code = newBackupCode((length) => random.bytes(length))
    shown.push(formatBackupCode(code))
    return { id, sealedHash: sealSaltedCode(ports, user, id, code) }
  })
  return { shown, madeAt, changes: [{ kind: 'backup-codes.replace', userId: user.id, codes, at: madeAt }] }
}

/** The codes of a user's present set, each ready to say whether a typed code is it. */
export async function openBackupCodes(ports: Ports, user: User): Promise<Judging['backupCodes']> {
  const rows = await ports.store.backupCodes(user.organizationId, user.id)
  return rows.map((row) => ({ ...openSaltedCode(ports, user, row), isUsed: row.usedAt !== null }))
}

/** Seals a code's salted hash for one row of one user. */
export function sealSaltedCode({ random, seal }: Pick<Ports, 'random' | 'seal'>, user: User, id: string, code: string): string {
  const salt = random.bytes(SALT_BYTES)
  return seal.seal(`${encode(salt)}.${saltedHash(salt, code)}`, contextOf(user, id))
}

/** Opens what `sealSaltedCode` sealed, ready to say whether a typed code is it. */
export function openSaltedCode({ seal }: Pick<Ports, 'seal'>, user: User, { id, sealedHash }: NewBackupCode) {
  const [salt = '', hash = ''] = seal.openText(sealedHash, contextOf(user, id)).split('.')
  return { id, matches: (code: string) => sameHash(saltedHash(Buffer.from(salt, 'base64url'), code), hash) }
}

/** What is written and told when a backup code was the proof; nothing for any other method. */
export function noticesOfUse(ports: Ports, { method, person }: Proved, client: Client): Change[] {
  if (method.id !== 'backup-code') return []
  const { user } = person
  const left = person.backupCodesLeft - 1
  return [
    auditChange(ports, { action: 'backup-code.used', subjectId: user.id, detail: { left }, client }),
    ...notify(ports, user, 'backup-code-used', client, { left }),
    ...(left <= FEW_CODES ? notify(ports, user, 'backup-codes-low', client, { left }) : []),
  ]
}

function contextOf(user: User, codeId: string): string[] {
  return [user.organizationId, user.id, codeId]
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
