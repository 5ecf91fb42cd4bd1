import { oneLine } from '../../accounts/names.ts'
import type { OpenReport, Reported } from '../../engine/report.ts'
import { noticePlace, noticeWords } from '../mail/notice-facts.ts'
import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Facts } from '../ui/facts.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { textFor } from '../ui/text/index.ts'
import type { View } from '../ui/view.ts'

interface ReportPageProps {
  view: View
  /** Are passwords ours? */
  hasPasswords: boolean
}

/** What the mail was about, and what the button does. In the language of the person, signed in or not. */
export function ReportPage({ view: given, hasPasswords, token, open }: ReportPageProps & { token: string; open: OpenReport }) {
  const { notice, person: { organization }, effect } = open
  const view = { ...given, text: textFor(organization.locale) }
  const words = view.text.report.ask
  const { says } = noticeWords(notice, { organization, applicationName: view.applicationName, hasPasswords })
  const will = [
    words.signedOut,
    words.devices,
    effect.undo === 'nothing' ? '' : words.undo[effect.undo],
    effect.sendsResetLink && hasPasswords ? words.resetLink(oneLine(notice.to)) : '',
    effect.tellsAdministrators ? words.administrators : '',
  ]
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="shield">
      <p><strong>{says[0]}</strong></p>
      <Facts items={noticePlace(notice, organization)} />
      <p>{words.willDo}</p>
      <Points items={will} />
      <p class="muted">{words.staying}</p>
      <Form view={view} action={routes.notMe.path}>
        <input type="hidden" name="token" value={token} />
        <Actions stacked><Button kind="danger">{words.submit}</Button></Actions>
      </Form>
      <p class="muted">{words.itWasMe}</p>
    </Layout>
  )
}

/** What was done, and what to do next. Nobody is signed in any more. */
export function ReportedPage({ view: given, hasPasswords, reported, signInUrl }: ReportPageProps & { reported: Reported; signInUrl: string }) {
  const { notice, person: { organization }, effect, resetLinkSent, administratorsTold } = reported
  const view = { ...given, text: textFor(organization.locale), signedIn: null }
  const words = view.text.report.done
  const did = [words.signedOut, words.devices, effect.undo === 'nothing' ? '' : words.undo[effect.undo], administratorsTold ? words.administrators : '']
  const next = [
    ...(resetLinkSent ? [words.openMail(oneLine(notice.to)), words.signIn] : hasPasswords ? [] : [words.signInHost]),
    words.look,
    words.call,
  ]
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="check">
      <h2>{words.did}</h2>
      <Points items={did} />
      <h2>{words.next}</h2>
      <ol class="points">{next.map((item) => <li>{item}</li>)}</ol>
      <Actions stacked><LinkButton kind={resetLinkSent ? 'secondary' : 'primary'} href={signInUrl}>{words.toSignIn}</LinkButton></Actions>
    </Layout>
  )
}

/** The link was used, is too old, or was never one. */
export function ReportGonePage({ view, hasPasswords, signInUrl }: ReportPageProps & { signInUrl: string }) {
  const words = view.text.report.gone
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="clock">
      <p>{words.body}</p>
      <Actions stacked>
        <LinkButton href={signInUrl}>{words.signIn}</LinkButton>
        {hasPasswords && <LinkButton kind="secondary" href={view.href(routes.forgotPassword.path)}>{words.forgot}</LinkButton>}
      </Actions>
    </Layout>
  )
}

function Points({ items }: { items: readonly string[] }) {
  return <ul class="points">{items.filter((item) => item !== '').map((item) => <li>{item}</li>)}</ul>
}
