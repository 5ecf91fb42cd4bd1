import { SET_UP_SECONDS } from '../../engine/challenge.ts'
import { routes } from '../routes.ts'
import { Actions, LinkButton } from '../ui/button.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'

/** Nothing waits for this code: it was confirmed in another tab, or too long ago. */
export function EndedPage({ view, isSignedIn }: { view: View; isSignedIn: boolean }) {
  const words = view.text.setUp.ended
  return (
    <Layout view={view} title={words.title} lead={words.lead(SET_UP_SECONDS)} icon="clock">
      <Actions stacked>
        <LinkButton href={view.href(routes.setUpChoose.path)}>{words.again}</LinkButton>
        {isSignedIn && <LinkButton kind="quiet" href={view.href(routes.mySecurity.path)}>{view.text.layout.menu.mySecurity}</LinkButton>}
      </Actions>
    </Layout>
  )
}

/** Too many wrong codes: a sign-in begins again, somebody signed in chooses again. */
export function OverPage({ view, method, signInUrl }: { view: View; method: 'totp' | 'sms' | 'email'; signInUrl: string | null }) {
  const words = view.text.setUp.over
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="alert" hasError>
      {method === 'totp' && <p>{words.clock}</p>}
      <Actions stacked>
        {signInUrl === null
          ? <LinkButton href={view.href(routes.setUpChoose.path)}>{words.again}</LinkButton>
          : <LinkButton href={signInUrl}>{words.signIn}</LinkButton>}
      </Actions>
    </Layout>
  )
}
