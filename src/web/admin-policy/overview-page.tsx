import type { Child } from 'hono/jsx'
import type { NotReady } from '../../engine/administrator.ts'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, LinkButton } from '../ui/button.tsx'
import type { View } from '../ui/view.ts'
import { AdminPage } from './admin-page.tsx'
import { PolicyForm, type PolicyFormProps } from './policy-form.tsx'
import { type Overview, StatusSection } from './status-section.tsx'
import { withNext } from '../with-query.ts'

export interface OverviewPageProps extends PolicyFormProps {
  overview: Overview
  /** What must be known first: what was saved, or why it was not. */
  alert?: Child
}

/** Status, progress and rules of an organization. */
export function OverviewPage({ view, overview, alert, ...form }: OverviewPageProps) {
  const words = view.text.administration.policy
  const hasProblems = Object.keys(form.problems ?? {}).length > 0
  return (
    <AdminPage view={view} part="twoStep" title={words.title} lead={words.lead(overview.organization.name)} hasError={hasProblems}>
      {alert}
      {overview.textStops > 0 && <StoppedTexts view={view} stops={overview.textStops} />}
      <StatusSection view={view} overview={overview} />
      <PolicyForm view={view} {...form} />
    </AdminPage>
  )
}

/** The fraud shield stopped something, and somebody must look at it. */
function StoppedTexts({ view, stops }: { view: View; stops: number }) {
  const { banner } = view.text.textMessages
  return (
    <>
      <Alert kind="warning" title={banner.title(stops)}>{banner.body}</Alert>
      <Actions><LinkButton kind="secondary" compact href={view.href(routes.texts.path)}>{banner.action}</LinkButton></Actions>
    </>
  )
}

/** Why this administrator can't save, and the way to what they lack. */
export function Lacking({ view, why }: { view: View; why: NotReady }) {
  const { lacking } = view.text.administration.policy
  const [words, path] = {
    'not-enrolled': [lacking.notEnrolled, routes.setUpBenefits.path] as const,
    'method-not-allowed': [lacking.methodNotAllowed, routes.mySecurity.path] as const,
    'no-backup-codes': [lacking.noBackupCodes, withNext(routes.backupCodes.path, view.href(routes.twoStep.path))] as const,
  }[why]
  return (
    <>
      <Alert kind="error" title={lacking.title}>{words.body}</Alert>
      <Actions><LinkButton kind="secondary" compact href={view.href(path)}>{words.action}</LinkButton></Actions>
    </>
  )
}
