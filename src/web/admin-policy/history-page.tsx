import type { PolicyVersion } from '../../engine/administration-ports.ts'
import { changedFields, settingsOf } from '../../engine/policy-change.ts'
import { routes } from '../routes.ts'
import { Actions, LinkButton } from '../ui/button.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Time } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { AdminPage } from './admin-page.tsx'
import { changeText } from './setting-text.ts'

interface Change {
  version: PolicyVersion
  before: PolicyVersion | undefined
}

/** Every version of the rules, and what each changed. */
export function HistoryPage({ view, versions }: { view: View; versions: readonly PolicyVersion[] }) {
  const { history: words, status } = view.text.administration.policy
  const changes = versions.map((version, at) => ({ version, before: versions[at + 1] }))
  return (
    <AdminPage view={view} title={words.title} lead={<>{words.lead} {status.timeZone(view.timeZone)}</>} width="wide">
      <DataTable<Change>
        caption={words.caption}
        columns={[
          { label: words.column.when, isRowHeader: true, cell: ({ version }) => <Time view={view} at={version.savedAt} /> },
          { label: words.column.who, cell: ({ version }) => version.savedBy?.name ?? words.atServer },
          { label: words.column.what, cell: (change) => <What view={view} change={change} /> },
        ]}
        rows={changes}
      />
      <Actions><LinkButton kind="secondary" compact href={view.href(routes.twoStep.path)}>{view.text.layout.back}</LinkButton></Actions>
    </AdminPage>
  )
}

function What({ view, change: { version, before } }: { view: View; change: Change }) {
  const words = view.text.administration.policy.history
  if (before === undefined) return <>{words.beginning}</>
  const [was, is] = [settingsOf(before.policy), settingsOf(version.policy)]
  const changed = changedFields(was, is)
  if (changed.length === 0) return <>{words.sameRules}</>
  return <>{changed.map((field) => <p>{changeText(view.text, field, was, is)}</p>)}</>
}
