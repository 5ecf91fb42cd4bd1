import type { MySecurity } from '../../engine/my-security.ts'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Badge } from '../ui/badge.tsx'
import { Actions, LinkButton } from '../ui/button.tsx'
import { Layout } from '../ui/layout.tsx'
import { Item, Items } from '../ui/section.tsx'
import type { View } from '../ui/view.ts'
import { BackupSection } from './backup-section.tsx'
import { MethodsSection } from './methods-section.tsx'
import { MoreSection } from './more-section.tsx'

export interface MySecurityPageProps {
  view: View
  security: MySecurity
  /** Whose rule it is, in one sentence. */
  requirement: string
  /** Until when set-up can wait, in one sentence. */
  deadline?: string | undefined
  notice?: string | undefined
}

/** How somebody verifies, and what can be changed about it. */
export function MySecurityPage({ view, security, requirement, deadline, notice }: MySecurityPageProps) {
  const words = view.text.mySecurity
  const isOn = security.methods.length > 0
  return (
    <Layout view={view} title={words.title} lead={words.lead} width="list">
      {notice && <Alert kind="success">{notice}</Alert>}
      <Items>
        <Item icon="shield" title={words.status.label} badge={<Badge tone={isOn ? 'good' : 'attention'}>{isOn ? words.status.on : words.status.off}</Badge>}>
          <p>{requirement}</p>
          {deadline && <p>{deadline}</p>}
        </Item>
      </Items>
      {!isOn && security.addable.length > 0 && <Offer view={view} />}
      {isOn && <MethodsSection view={view} security={security} />}
      {isOn && <BackupSection view={view} left={security.backupCodesLeft} areSaved={security.backupCodesSaved} />}
      <MoreSection view={view} />
      {isOn && security.requirement === null && (
        <div class="section"><Actions><LinkButton kind="danger" compact href={view.href(routes.turnOff.path)}>{words.turnOff.link}</LinkButton></Actions></div>
      )}
    </Layout>
  )
}

function Offer({ view }: { view: View }) {
  const { title, body, submit } = view.text.mySecurity.offer
  return (
    <>
      <Alert kind="warning" title={title}>{body}</Alert>
      <Actions><LinkButton href={view.href(routes.setUpBenefits.path)}>{submit}</LinkButton></Actions>
    </>
  )
}
