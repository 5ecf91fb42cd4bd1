import { routes } from '../routes.ts'
import { Choice, Choices } from '../ui/choice.tsx'
import { Section } from '../ui/section.tsx'
import type { View } from '../ui/view.ts'

/** The other pages about one's own account. */
export function MoreSection({ view }: { view: View }) {
  const { mySecurity: { more: words }, layout: { menu } } = view.text
  return (
    <Section id="more" title={words.title}>
      <Choices>
        <Choice id="devices" icon="computer" title={menu.devices} description={words.devices} href={view.href(routes.devices.path)} />
        <Choice id="activity" icon="clock" title={menu.activity} description={words.activity} href={view.href(routes.activity.path)} />
        {!view.isAtHost && <Choice id="sessions" icon="people" title={menu.sessions} description={words.sessions} href={view.href(routes.sessions.path)} />}
        {!view.isAtHost && <Choice id="password" icon="lock" title={menu.password} description={words.password} href={view.href(routes.password.path)} />}
      </Choices>
    </Section>
  )
}
