import { routes } from '../routes.ts'
import { Actions, LinkButton } from '../ui/button.tsx'
import type { View } from '../ui/view.ts'

/** From a page that "My sign-in security" leads to, back to it. */
export function BackToMySecurity({ view }: { view: View }) {
  return <Actions><LinkButton kind="secondary" compact href={view.href(routes.mySecurity.path)}>{view.text.layout.back}</LinkButton></Actions>
}
