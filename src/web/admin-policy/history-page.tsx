import type { PolicyVersion, RoleChange } from '../../engine/administration-ports.ts'
import { changedFields, settingsOf } from '../../engine/policy-change.ts'
import { routes } from '../routes.ts'
import { Actions, LinkButton } from '../ui/button.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Time } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { AdminPage } from './admin-page.tsx'
import { changeText } from './setting-text.ts'

/** One line: a version of the policy, or a role that was put on the list or taken off it. */
interface Change {
  at: number
  by: { name: string } | null
  what: string[]
}

/** Every version of the rules, and what each changed. */
export function HistoryPage({ view, versions, roleChanges }: { view: View; versions: readonly PolicyVersion[]; roleChanges: readonly RoleChange[] }) {
  const { history: words, status } = view.text.administration.policy
  const ofPolicy = versions.map((version, at): Change => ({ at: version.savedAt, by: version.savedBy, what: whatChanged(view, version, versions[at + 1]) }))
  const ofRoles = roleChanges.map(({ at, by, isRequired, roleName }): Change => ({ at, by, what: [isRequired ? words.roleAdded(roleName) : words.roleRemoved(roleName)] }))
  return (
    <AdminPage view={view} title={words.title} lead={<>{words.lead} {status.timeZone(view.timeZone)}</>} width="wide">
      <DataTable<Change>
        caption={words.caption}
        columns={[
          { label: words.column.when, isRowHeader: true, cell: ({ at }) => <Time view={view} at={at} /> },
          { label: words.column.who, cell: ({ by }) => by?.name ?? words.atServer },
          { label: words.column.what, cell: ({ what }) => <>{what.map((line) => <p>{line}</p>)}</> },
        ]}
        rows={[...ofRoles, ...ofPolicy].toSorted((a, b) => b.at - a.at)}
      />
      <Actions><LinkButton kind="secondary" compact href={view.href(routes.twoStep.path)}>{view.text.layout.back}</LinkButton></Actions>
    </AdminPage>
  )
}

function whatChanged({ text }: View, version: PolicyVersion, before: PolicyVersion | undefined): string[] {
  const words = text.administration.policy.history
  if (before === undefined) return [words.beginning]
  const [was, is] = [settingsOf(before.policy), settingsOf(version.policy)]
  const changed = changedFields(was, is)
  return changed.length === 0 ? [words.sameRules] : changed.map((field) => changeText(text, field, was, is))
}
