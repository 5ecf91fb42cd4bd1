import type { CheckedLines, FaultyLine } from '../../accounts/import/check-lines.ts'
import { AdminPage } from '../admin-policy/admin-page.tsx'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Facts } from '../ui/facts.tsx'
import { Form } from '../ui/form.tsx'
import { Section } from '../ui/section.tsx'
import type { View } from '../ui/view.ts'
import { faultText } from './fault-text.ts'

const FIRST = 10 // people shown by name

/** What importing would do, before it is done. */
export function GoodImportPage({ view, users, id, canMail }: { view: View; users: CheckedLines['users']; id: string; canMail: boolean }) {
  const words = view.text.administration.accounts.import.good
  const first = users.slice(0, FIRST)
  return (
    <AdminPage view={view} title={words.title(users.length)} lead={canMail ? words.leadMail : words.leadNoMail}>
      <Section id="roles" title={words.roles}>
        <div class="panel card"><Facts items={countsOf(users, words.noRole).map(([role, count]) => [role, words.people(count)] as const)} /></div>
      </Section>
      <Section id="people" title={words.first}>
        <ul class="items panel" role="list">
          {first.map(({ name, email, roles }) => (
            <li class="item"><div><p class="named"><strong>{name}</strong></p><p class="about">{[email, ...roles.map((role) => role.name)].join(', ')}</p></div></li>
          ))}
        </ul>
        {users.length > first.length && <p class="says">{words.more(users.length - first.length)}</p>}
      </Section>
      <Form view={view} action={routes.importRehearsal.path.replace(':id', id)}>
        <Actions>
          <Button>{words.submit(users.length)}</Button>
          <LinkButton kind="secondary" href={view.href(routes.importUsers.path)}>{view.text.layout.cancel}</LinkButton>
        </Actions>
      </Form>
    </AdminPage>
  )
}

/** Every line that stands in the way, with every reason. */
export function FaultyImportPage({ view, faulty, good, hasChanged }: { view: View; faulty: readonly FaultyLine[]; good: number; hasChanged: boolean }) {
  const words = view.text.administration.accounts.import.faulty
  const number = new Intl.NumberFormat(view.locale)
  return (
    <AdminPage view={view} title={words.title(faulty.length)} lead={words.lead(good)} hasError width="wide">
      {hasChanged && <Alert kind="warning">{words.changed}</Alert>}
      <DataTable<FaultyLine>
        caption={words.caption}
        columns={[
          { label: words.column.line, isRowHeader: true, cell: ({ line }) => <>{words.column.line} {number.format(line)}</> },
          { label: words.column.text, cell: ({ text }) => <span class="address">{text}</span> },
          { label: words.column.why, cell: ({ faults }) => <>{faults.map((fault) => <p>{faultText(view.text, fault)}</p>)}</> },
        ]}
        rows={faulty}
      />
      <Actions><LinkButton href={view.href(routes.importUsers.path)}>{words.again}</LinkButton></Actions>
    </AdminPage>
  )
}

/** How many get each role, the most first. */
function countsOf(users: CheckedLines['users'], noRole: string): [role: string, count: number][] {
  const counts = new Map<string, number>()
  for (const { roles } of users) for (const name of roles.length === 0 ? [noRole] : roles.map((role) => role.name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1])
}
