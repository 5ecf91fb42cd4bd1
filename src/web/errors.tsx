import { type ErrorCode, NightlatchError } from '../engine/errors.ts'
import { Layout } from './ui/layout.tsx'
import { Actions, LinkButton } from './ui/button.tsx'
import type { Text } from './ui/text/index.ts'
import type { View } from './ui/view.ts'

/** The only place where an engine error becomes a status. */
export const statusOf = {
  challenge_not_found: 410,
  not_allowed: 403,
  administrators_only: 403,
  not_found: 404,
  invalid_input: 400,
  step_up_required: 403,
  conflict: 409,
  cross_site: 403,
  stale_form: 403,
  session_ended: 403,
  cookies_blocked: 400,
  too_large: 413,
  busy: 503,
} as const satisfies Record<ErrorCode, number>

const words = {
  challenge_not_found: 'challengeGone',
  not_allowed: 'notAllowed',
  administrators_only: 'administratorsOnly',
  not_found: 'notFound',
  invalid_input: 'badRequest',
  step_up_required: 'outOfDate',
  conflict: 'outOfDate',
  cross_site: 'otherSite',
  stale_form: 'outOfDate',
  session_ended: 'sessionEnded',
  cookies_blocked: 'cookiesBlocked',
  too_large: 'tooLarge',
  busy: 'busy',
} as const satisfies Record<ErrorCode, keyof Text['errors']>

const RETRY_AFTER_SECONDS = 10

/** What a person is shown of an error; a bug shows a reference and nothing else. */
export function errorAnswer(error: unknown, goOn: { signIn: string; home: string; pending: string | null }, view: View, requestId: string) {
  if (!(error instanceof NightlatchError)) {
    return { status: 500, headers: {}, page: <ErrorPage view={view} words={view.text.errors.unexpected} href={goOn.home} requestId={requestId} /> }
  }
  const isAboutSignIn = error.code === 'challenge_not_found' || error.code === 'cookies_blocked'
  const start = isAboutSignIn || view.signedIn === null ? goOn.signIn : goOn.home
  // After a page from before, somebody on their way in goes on where they are now.
  const href = (error.code === 'stale_form' ? goOn.pending : null) ?? start
  const headers = error.code === 'busy' ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {}
  return { status: statusOf[error.code], headers, page: <ErrorPage view={view} words={view.text.errors[words[error.code]]} href={href} /> }
}

/** For somebody whose browser, or whatever stands between, sent what can't be read. */
export function unreadablePage(status: 400 | 408 | 431, view: View, homeUrl: string) {
  const { badRequest, headersTooLong } = view.text.errors
  return <ErrorPage view={view} words={status === 431 ? headersTooLong : badRequest} href={homeUrl} />
}

function ErrorPage(props: { view: View; words: { title: string; lead: string; action: string }; href: string; requestId?: string }) {
  const { view, words, href, requestId } = props
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="alert" hasError>
      <Actions stacked><LinkButton href={href}>{words.action}</LinkButton></Actions>
      {requestId && <p class="small muted">{view.text.errors.reference(requestId)}</p>}
    </Layout>
  )
}
