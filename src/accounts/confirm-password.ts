import { auditChange } from '../engine/audit.ts'
import type { EpochSeconds, User, Visitor } from '../engine/model.ts'
import { tryFromPlace } from './password-try.ts'
import type { AccountsPorts } from './ports.ts'

export type Confirmed = { kind: 'confirmed' } | { kind: 'wrong' } | { kind: 'wait'; until: EpochSeconds }

/** The password given again by somebody signed in. Throws `HashingBusyError`. */
export async function confirmPassword(ports: AccountsPorts, user: Pick<User, 'id' | 'organizationId'>, password: string, visitor: Visitor): Promise<Confirmed> {
  const { id, organizationId } = user
  const attempt = tryFromPlace(ports, 'confirmation', id, visitor.address)
  const spent = await ports.store.spendPasswordTry({ ...attempt, at: ports.clock() })
  if (spent.kind === 'wait') return spent

  const isRight = await ports.hasher.verify(await ports.store.findPasswordHash(organizationId, id), password)
  await ports.store.commit(organizationId, [
    isRight
      ? { kind: 'password-try.forgive', ...attempt }
      : auditChange(ports, {
          action: 'sign-in.password-refused',
          result: 'failure',
          subjectId: id,
          detail: { during: 'confirmation' },
          client: visitor,
        }),
  ])
  return { kind: isRight ? 'confirmed' : 'wrong' }
}
