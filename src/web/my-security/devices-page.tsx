import type { TrustedDevice } from '../../engine/my-security.ts'
import { routes } from '../routes.ts'
import { Address } from '../ui/address.tsx'
import { Alert } from '../ui/alert.tsx'
import { Badge } from '../ui/badge.tsx'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { shortDateText, Time } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { agentText } from './agent-text.ts'
import { BackToMySecurity } from './back.tsx'

export interface DevicesPageProps {
  view: View
  devices: readonly TrustedDevice[]
  /** Where there is no device: why. */
  none: { title: string; body: string }
  notice?: string | undefined
}

/** The devices on which no code is asked. */
export function DevicesPage({ view, devices, none, notice }: DevicesPageProps) {
  const words = view.text.devices
  return (
    <Layout view={view} title={words.title} lead={devices.length > 0 && words.lead} width="wide">
      {notice && <Alert kind="success">{notice}</Alert>}
      {devices.length === 0
        ? <EmptyState icon="computer" title={none.title}>{none.body}</EmptyState>
        : (
          <>
            <DataTable caption={words.caption} columns={columnsFor(view)} rows={devices} />
            <p class="small muted">{words.unknown}</p>
            <Actions><LinkButton kind="danger" compact href={view.href(routes.revokeAllDevices.path)}>{words.revokeAll}</LinkButton></Actions>
          </>
        )}
      <BackToMySecurity view={view} />
    </Layout>
  )
}

function columnsFor(view: View): Column<TrustedDevice>[] {
  const words = view.text.devices
  return [
    { label: words.column.device, isRowHeader: true, cell: ({ agent, isThisOne }) => <>{agentText(view, agent)} {isThisOne && <Badge tone="accent">{words.thisDevice}</Badge>}</> },
    { label: words.column.address, cell: ({ address }) => <Address value={address} /> },
    { label: words.column.lastUsed, cell: ({ lastUsedAt }) => <Time view={view} at={lastUsedAt} /> },
    { label: words.column.trusted, cell: ({ trustedAt, trustedUntil }) => <>{words.since(shortDateText(view, trustedAt ?? 0))}<br />{words.until(shortDateText(view, trustedUntil ?? 0))}</> },
    {
      label: words.column.actions,
      isActions: true,
      cell: ({ id, agent }) => (
        <Form view={view} action={routes.revokeDevice.path.replace(':id', id)}>
          <Button kind="secondary" compact label={words.revokeWhat(agentText(view, agent))}>{words.revoke}</Button>
        </Form>
      ),
    },
  ]
}
