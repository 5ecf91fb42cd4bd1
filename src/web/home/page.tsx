import { Actions, LinkButton } from '../ui/button.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'
import { routes } from '../routes.ts'

/** Where somebody lands who was going nowhere in particular. */
export function HomePage({ view, name, isEnrolled }: { view: View; name: string; isEnrolled: boolean }) {
  const words = view.text.home
  return (
    <Layout view={view} title={words.title(name)} icon={isEnrolled ? 'shield' : 'info'} lead={isEnrolled ? words.enrolled : words.offer}>
      <Actions stacked>
        {isEnrolled
          ? <LinkButton kind="secondary" href={view.href(routes.mySecurity.path)}>{view.text.layout.menu.mySecurity}</LinkButton>
          : <LinkButton href={view.href(routes.mySecurity.path)}>{words.setUp}</LinkButton>}
      </Actions>
    </Layout>
  )
}
