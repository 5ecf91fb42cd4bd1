import { findKnownDevice } from '../engine/known-device.ts'
import type { User, Visitor } from '../engine/model.ts'
import type { AccountsPorts, PasswordTry } from './ports.ts'

/**
 * Names what a try at the sign-in page counts with. A device that is known for
 * this user counts by itself: nobody who guesses elsewhere keeps the owner out.
 *
 * @param account - the identifier as it was typed, found or not: two names of
 *   one account must not betray each other by a count that they share
 */
export async function tryOfSignIn(ports: AccountsPorts, account: string, user: Pick<User, 'id' | 'organizationId'> | null, visitor: Visitor): Promise<PasswordTry> {
  const device = user === null ? null : await findKnownDevice(ports, user, visitor)
  return device === null
    ? tryFromPlace(ports, 'sign-in', account, visitor.address)
    : { placeKey: ports.keyedHash.hash('password-try-device', device.id), accountKey: null }
}

/** One account at one address. Somebody signed in counts apart: strangers at the sign-in page must not use up their tries. */
export function tryFromPlace({ keyedHash }: Pick<AccountsPorts, 'keyedHash'>, where: 'sign-in' | 'confirmation', account: string, address: string) {
  return {
    placeKey: keyedHash.hash('password-try-place', where, account, address),
    accountKey: keyedHash.hash('password-try-account', where, account),
  }
}
