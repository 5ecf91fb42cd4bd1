import type { SessionSummary } from '../../accounts/sessions.ts'
import { agentText } from '../my-security/agent-text.ts'
import { BackToMySecurity } from '../my-security/back.tsx'
import { routes } from '../routes.ts'
import { Address } from '../ui/address.tsx'
import { Alert } from '../ui/alert.tsx'
import { Badge } from '../ui/badge.tsx'
import { Actions, Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { Time } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'

export interface SessionsPageProps {
  view: View
  sessions: readonly SessionSummary[]
  currentId: string
  notice?: string | undefined
}

/** Where somebody is signed in. */
export function SessionsPage({ view, sessions, currentId, notice }: SessionsPageProps) {
  const words = view.text.sessions
  return (
    <Layout view={view} title={words.title} lead={words.lead} width="wide">
      {notice && <Alert kind="success">{notice}</Alert>}
      <DataTable caption={words.caption} columns={columnsFor(view, currentId)} rows={sessions} />
      <p class="small muted">{sessions.length > 1 ? words.unknown : words.onlyThis}</p>
      {sessions.length > 1 && (
        <Form view={view} action={routes.endOtherSessions.path}>
          <Actions><Button kind="danger" compact>{words.endOthers}</Button></Actions>
        </Form>
      )}
      <BackToMySecurity view={view} />
    </Layout>
  )
}

function columnsFor(view: View, currentId: string): Column<SessionSummary>[] {
  const words = view.text.sessions
  return [
    { label: words.column.device, isRowHeader: true, cell: ({ id, agent }) => <>{agentText(view, agent)} {id === currentId && <Badge tone="accent">{words.thisSession}</Badge>}</> },
    { label: words.column.address, cell: ({ address }) => <Address value={address} /> },
    { label: words.column.since, cell: ({ createdAt }) => <Time view={view} at={createdAt} /> },
    { label: words.column.lastUsed, cell: ({ lastSeenAt }) => <Time view={view} at={lastSeenAt} /> },
    {
      label: words.column.actions,
      isActions: true,
      cell: ({ id, agent }) =>
        id !== currentId && (
          <Form view={view} action={routes.endSession.path.replace(':id', id)}>
            <Button kind="secondary" compact label={words.endWhat(agentText(view, agent))}>{words.end}</Button>
          </Form>
        ),
    },
  ]
}
