import type { Child } from 'hono/jsx'
import { routes } from '../routes.ts'
import { Layout, type LayoutProps } from '../ui/layout.tsx'
import type { Text } from '../ui/text/index.ts'
import type { View } from '../ui/view.ts'

/** The parts of administration, in the order of their tabs; a new one is a line here. */
const parts = [
  ['twoStep', routes.twoStep.path],
  ['people', routes.people.path],
  ['texts', routes.texts.path],
  ['undelivered', routes.undelivered.path],
  ['audit', routes.auditLog.path],
] as const satisfies [keyof Text['administration']['nav'], string][]

export interface AdminPageProps extends Omit<LayoutProps, 'view' | 'children'> {
  view: View
  /** Which tab it is; a page below one has none marked. */
  part?: (typeof parts)[number][0] | undefined
  children?: Child
}

/** A page of administration, with the way to the others. */
export function AdminPage({ view, part, children, width = 'list', ...layout }: AdminPageProps) {
  const { nav } = view.text.administration
  return (
    <Layout view={view} width={width} isAdministration {...layout}>
      <nav class="tabs" aria-label={nav.label}>
        {parts.map(([name, path]) => <a href={view.href(path)} aria-current={name === part ? 'page' : undefined}>{nav[name]}</a>)}
      </nav>
      {children}
    </Layout>
  )
}
