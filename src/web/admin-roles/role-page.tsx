import type { RoleDraft, RoleRehearsal } from '../../engine/required-roles.ts'
import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'

/** Whom it would concern, before it is done. */
export function RolePage({ view, draft, rehearsal }: { view: View; draft: RoleDraft; rehearsal: Extract<RoleRehearsal, { kind: 'rehearsed' }> }) {
  const words = view.text.administration.requiredRoles
  const { role, people, notSetUp } = rehearsal
  const { isRequired } = draft
  const [title, lead, submit] = isRequired
    ? [words.ask.add(role.name), words.ask.addLead(people, notSetUp), words.add]
    : [words.ask.remove(role.name), words.ask.removeLead(people), words.remove]
  return (
    <Layout view={view} title={title} lead={lead} icon="shield">
      <Form view={view} action={routes.requiredRole.path}>
        <input type="hidden" name="role" value={role.id} />
        <input type="hidden" name="required" value={isRequired ? 'yes' : 'no'} />
        <Actions stacked>
          <Button>{submit}</Button>
          <LinkButton kind="secondary" href={view.href(routes.requiredRoles.path)}>{view.text.layout.cancel}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}
