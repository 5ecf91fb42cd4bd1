import type { Role } from '../../engine/model.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { FieldError } from '../ui/field.tsx'
import type { View } from '../ui/view.ts'

const PREFIX = 'role.'

/** The roles that an administrator may give, to choose any of. */
export function RolesField({ view, roles, chosen, error }: { view: View; roles: readonly Role[]; chosen: readonly string[]; error?: string | undefined }) {
  const words = view.text.administration.accounts.add
  return (
    <fieldset aria-describedby={error === undefined ? undefined : 'roles-error'}>
      <legend>{words.roles}</legend>
      <p class="hint">{words.rolesHint}</p>
      {error !== undefined && <FieldError name="roles" error={error} />}
      {roles.map((role) => <Checkbox name={PREFIX + role.id} label={role.name} hint={aboutRole(view, role)} checked={chosen.includes(role.id)} />)}
    </fieldset>
  )
}

/** The roles that a form chose. */
export function chosenRoles(fields: Readonly<Record<string, string>>): string[] {
  return Object.keys(fields).filter((name) => name.startsWith(PREFIX) && fields[name] === 'on').map((name) => name.slice(PREFIX.length))
}

function aboutRole(view: View, { alwaysRequires, mayAdminister }: Role): string | undefined {
  const { alwaysRequired, mayAdminister: administers } = view.text.administration.accounts.add
  return [mayAdminister && administers, alwaysRequires && alwaysRequired].filter(Boolean).join(' ') || undefined
}
