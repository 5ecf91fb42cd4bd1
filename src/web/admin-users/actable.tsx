import type { Engine } from '../../engine/engine.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { rowIdOf } from '../row-id.ts'
import { Actions, LinkButton } from '../ui/button.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'
import type { Looked } from './person-facts.ts'

export function personPath(id: string): string {
  return routes.person.path.replace(':id', id)
}

/**
 * The person of a page that acts on them, or the answer that says why this
 * administrator may not; that they tried is written down.
 */
export async function findActable({ administration, people }: Engine, page: PageRequest, holder: SessionHolder): Promise<Looked | Response> {
  const looked = await administration.person(holder, rowIdOf(page))
  if (looked.mayAct) return looked
  const { view, route, url, visitor } = page
  const { refusedSelf, refusedSenior } = view.text.administration.person
  const { name, id } = looked.person.user
  await people.noteRefusal(holder, { route, path: url.pathname }, visitor)
  const why = looked.isSelf ? refusedSelf : { title: refusedSenior.title, lead: refusedSenior.lead(name) }
  return await page.page(<RefusedPage view={view} {...why} back={personPath(id)} />, { status: 403 })
}

/** Says why something can't be done for a person. */
export function RefusedPage({ view, title, lead, back }: { view: View; title: string; lead: string; back: string }) {
  return (
    <Layout view={view} title={title} lead={lead} icon="info">
      <Actions stacked><LinkButton href={view.href(back)}>{view.text.layout.back}</LinkButton></Actions>
    </Layout>
  )
}
