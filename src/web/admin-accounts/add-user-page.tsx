import type { Role } from '../../engine/model.ts'
import { AdminPage } from '../admin-policy/admin-page.tsx'
import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import type { View } from '../ui/view.ts'
import type { EnteredUser, UserErrors } from './entered-user.ts'
import { RolesField } from './roles-field.tsx'

export interface AddUserPageProps {
  view: View
  canMail: boolean
  roles: readonly Role[] // that may be given
  entered: EnteredUser
  errors?: UserErrors | undefined
}

/** Somebody new: who they are and what they may do. Their password is theirs to choose. */
export function AddUserPage({ view, canMail, roles, entered, errors = {} }: AddUserPageProps) {
  const words = view.text.administration.accounts.add
  const hasErrors = Object.keys(errors).length > 0
  return (
    <AdminPage view={view} title={words.title} lead={words.lead(canMail)} hasError={hasErrors}>
      <Form view={view} action={routes.addUser.path} class="stack">
        <Field name="name" label={words.name} value={entered.name} error={errors.name} autocomplete="off" maxlength={100} required autofocus={!hasErrors} />
        <Field
          name="email" type="email" label={words.email} hint={canMail ? words.emailHint : words.emailHintNoMail}
          value={entered.email} error={errors.email} autocomplete="off" maxlength={254} required={canMail}
        />
        <Field name="userName" label={words.userName} hint={words.userNameHint} value={entered.userName} error={errors.userName} autocomplete="off" maxlength={100} required />
        <RolesField view={view} roles={roles} chosen={entered.roleIds} />
        <Actions>
          <Button>{words.submit}</Button>
          <LinkButton kind="secondary" href={view.href(routes.people.path)}>{view.text.layout.cancel}</LinkButton>
        </Actions>
      </Form>
    </AdminPage>
  )
}
