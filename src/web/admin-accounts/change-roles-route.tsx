import { z } from 'zod'
import type { Accounts } from '../../accounts/accounts.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Person, Role } from '../../engine/model.ts'
import { mayGive } from '../../engine/rank.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import { findActable, personPath } from '../admin-users/actable.tsx'
import type { Looked } from '../admin-users/person-facts.ts'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'
import { chosenRoles, RolesField } from './roles-field.tsx'

const Fields = z.record(z.string(), z.string())

/** What somebody may do, from their next page on. */
export function changeRolesScreens({ engine, accounts }: { engine: Engine; accounts: Accounts }) {
  return [
    screen(routes.changeRoles, {
      async get(page, { holder, person }) {
        const found = await findActable(engine, page, holder)
        return found instanceof Response ? found : await form(page, holder, { actor: person, found })
      },

      async post(page, { holder, person }) {
        const fields = page.form(Fields)
        const found = await findActable(engine, page, holder)
        if (found instanceof Response) return found
        const { id } = found.person.user
        const draft = { roleIds: chosenRoles(fields), former: readFormer(fields['former']) }
        const changed = await accounts.users.changeRoles(holder, id, draft, page.visitor)
        if (changed.kind === 'changed') return page.redirect(page.view.href(`${personPath(id)}?done=roles`))

        const isForged = changed.why === 'role-above' || changed.why === 'no-such-role'
        if (isForged) await engine.people.noteRefusal(holder, { route: page.route, path: page.url.pathname }, page.visitor)
        const now = await engine.administration.person(holder, id)
        return await form(page, holder, { actor: person, found: now, error: page.view.text.administration.accounts.roles.refused[changed.why] }, isForged ? 403 : 409)
      },
    }),
  ]

  async function form({ page, view }: PageRequest, holder: SessionHolder, facts: { actor: Person; found: Looked; error?: string }, status = 200): Promise<Response> {
    const roles = (await engine.administration.roles(holder)).filter((role) => mayGive(facts.actor.user, role))
    return await page(<RolesPage view={view} roles={roles} person={facts.found.person} error={facts.error} />, { status })
  }
}

function RolesPage({ view, roles, person: { user }, error }: { view: View; roles: readonly Role[]; person: Person; error?: string | undefined }) {
  const words = view.text.administration.accounts.roles
  const held = user.roles.map(({ id }) => id)
  return (
    <Layout view={view} title={words.ask(user.name)} lead={words.lead} icon="people" hasError={error !== undefined}>
      <Form view={view} action={routes.changeRoles.path.replace(':id', user.id)} class="stack">
        <input type="hidden" name="former" value={JSON.stringify(held)} />
        <RolesField view={view} roles={roles} chosen={held} error={error} />
        <Actions stacked>
          <Button>{words.submit}</Button>
          <LinkButton kind="secondary" href={view.href(personPath(user.id))}>{view.text.layout.cancel}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}

/** The roles that the form was made for; what is none counts as changed meanwhile. */
function readFormer(text = ''): string[] {
  try {
    const read: unknown = JSON.parse(text)
    return Array.isArray(read) && read.every((id) => typeof id === 'string') ? read : ['']
  } catch {
    return ['']
  }
}
