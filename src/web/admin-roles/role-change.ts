import { NightlatchError } from '../../engine/errors.ts'
import type { RoleDraft } from '../../engine/required-roles.ts'
import { routes } from '../routes.ts'

/** The address that asks about a change of one role; its id is a host's own and may be anything. */
export function changePath({ roleId, isRequired }: RoleDraft): string {
  return `${routes.requiredRole.path}?${new URLSearchParams({ role: roleId, required: isRequired ? 'yes' : 'no' })}`
}

/** Reads it back. What no page of ours asks is `invalid_input`. */
export function readChange(role: string | null, required: string | null): RoleDraft {
  if (!role || (required !== 'yes' && required !== 'no')) throw new NightlatchError('invalid_input')
  return { roleId: role, isRequired: required === 'yes' }
}
