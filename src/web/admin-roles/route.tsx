import { z } from 'zod'
import type { Engine } from '../../engine/engine.ts'
import type { RoleSaved } from '../../engine/required-roles.ts'
import { Lacking } from '../admin-policy/overview-page.tsx'
import { RefusedPage } from '../admin-users/actable.tsx'
import { field, type PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { Layout } from '../ui/layout.tsx'
import { readChange } from './role-change.ts'
import { RolePage } from './role-page.tsx'
import { RolesPage } from './roles-page.tsx'

const Form = z.object({ role: field(), required: field(3) })

/** Roles that always require 2-step verification, whatever the rules for everybody say. */
export function adminRolesScreens({ engine: { administration } }: { engine: Engine }) {
  return [
    screen(routes.requiredRoles, {
      async get({ page, view, query }, { holder }) {
        const roles = await administration.listRoles(holder)
        const changed = roles.find(({ id }) => id === query('changed'))
        const words = view.text.administration.requiredRoles
        const notice = changed === undefined ? undefined : changed.requiredBy === null ? words.removed(changed.name) : words.added(changed.name)
        return await page(<RolesPage view={view} roles={roles} notice={notice} />)
      },
    }),

    screen(routes.requiredRole, {
      async get(page, { holder }) {
        const draft = readChange(page.query('role'), page.query('required'))
        const rehearsal = await administration.rehearseRole(holder, draft)
        return rehearsal.kind === 'refused' ? await refused(page, rehearsal) : await page.page(<RolePage view={page.view} draft={draft} rehearsal={rehearsal} />)
      },

      async post(page, { holder }) {
        const { role, required } = page.form(Form)
        const saved = await administration.requireOfRole(holder, readChange(role, required), page.visitor)
        if (saved.kind === 'refused') return await refused(page, saved)
        return page.redirect(page.view.href(`${routes.requiredRoles.path}?${new URLSearchParams({ changed: saved.role.id })}`))
      },
    }),
  ]

  async function refused({ page, view }: PageRequest, why: Extract<RoleSaved, { kind: 'refused' }>): Promise<Response> {
    const words = view.text.administration.requiredRoles
    if ('role' in why) return await page(<RefusedPage view={view} title={words.refused.title} lead={words.refused[why.why](why.role.name)} back={routes.requiredRoles.path} />, { status: 409 })
    return await page(<Layout view={view} title={words.title} icon="info"><Lacking view={view} why={why.why} /></Layout>, { status: 422 })
  }
}
