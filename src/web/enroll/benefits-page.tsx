import { routes } from '../routes.ts'
import { Actions, LinkButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'

const gainIcons = ['shield', 'computer', 'key'] as const

/** What 2-step verification is good for. `leave` is where somebody goes who does not have to. */
export function BenefitsPage({ view, leave }: { view: View; leave: string | null }) {
  const words = view.text.setUp.intro
  return (
    <Layout view={view} title={words.title} lead={words.lead}>
      <ul class="gains" role="list">
        {words.gains.map(({ title, body }, i) => (
          <li><Icon name={gainIcons[i] ?? 'check'} /><div><h2>{title}</h2><p class="muted">{body}</p></div></li>
        ))}
      </ul>
      <Actions stacked>
        <LinkButton href={view.href(routes.setUpChoose.path)}>{words.submit}</LinkButton>
        {leave && <LinkButton kind="quiet" href={leave}>{words.leave}</LinkButton>}
      </Actions>
    </Layout>
  )
}
