import { NightlatchError } from './errors.ts'
import type { Person, Role, User } from './model.ts'

/** The highest rank among somebody's roles; 0 without any. */
export function rankOf({ roles }: Pick<User, 'roles'>): number {
  return Math.max(0, ...roles.map(({ rank }) => rank))
}

export function mayAdminister({ roles }: Pick<User, 'roles'>): boolean {
  return roles.some((role) => role.mayAdminister)
}

/** Nobody acts on themself or on somebody of higher rank. */
export function mayActOn(actor: User, subject: User): boolean {
  return actor.id !== subject.id && rankOf(subject) <= rankOf(actor)
}

/** Nobody gives a role above their own. */
export function mayGive(actor: User, role: Role): boolean {
  return role.rank <= rankOf(actor)
}

/** Throws `not_allowed` unless this person may act on that one. */
export function requireRank(actor: Person, subject: Person): void {
  if (!mayActOn(actor.user, subject.user)) throw new NightlatchError('not_allowed')
}
