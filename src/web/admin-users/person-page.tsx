import { isReported } from '../../engine/requirement.ts'
import { AdminPage } from '../admin-policy/admin-page.tsx'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Choice, Choices } from '../ui/choice.tsx'
import { Facts } from '../ui/facts.tsx'
import { Section } from '../ui/section.tsx'
import { dateText, momentText, Time } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { accountActions } from '../admin-accounts/account-actions.ts'
import { actionsFor, helpActions } from './help-actions.ts'
import { ActivitySection } from './person-activity.tsx'
import { DevicesSection } from './person-devices.tsx'
import type { PersonFacts } from './person-facts.ts'
import { PersonMethods } from './person-methods.tsx'
import { SessionsSection } from './person-sessions.tsx'
import { StatusBadge } from './status-badge.tsx'

/** Where one person stands, and what can be done for them. */
export function PersonPage({ view, facts, notice }: { view: View; facts: PersonFacts; notice?: string | undefined }) {
  const { user } = facts.person
  const actions = actionsFor(facts)
  const words = view.text.administration.person
  return (
    <AdminPage view={view} title={user.name} lead={user.email ?? user.userName} part="people">
      {notice && <Alert kind="success">{notice}</Alert>}
      <Standing view={view} facts={facts} />
      <div class="panel card"><FactsOf view={view} facts={facts} /></div>
      {actions.length > 0 && (
        <Section id="help" title={words.help.title(user.name)}>
          <Choices>
            {actions.map((action) => {
              const { path, icon } = helpActions[action]
              const { title, description } = words.help[action]
              return <Choice id={action} icon={icon} title={title} description={description} href={view.href(path.replace(':id', user.id))} />
            })}
          </Choices>
        </Section>
      )}
      {facts.account.length > 0 && <AccountSection view={view} facts={facts} />}
      <PersonMethods view={view} person={facts.person} />
      <DevicesSection view={view} facts={facts} />
      {facts.sessions !== null && <SessionsSection view={view} sessions={facts.sessions} />}
      <ActivitySection view={view} events={facts.activity} />
      <p><a href={view.href(routes.people.path)}>{words.back}</a></p>
    </AdminPage>
  )
}

function AccountSection({ view, facts: { account, person: { user } } }: { view: View; facts: PersonFacts }) {
  const words = view.text.administration.accounts
  return (
    <Section id="account" title={words.section}>
      <Choices>
        {account.map((action) => {
          const { path, icon } = accountActions[action]
          const { title, description } = words[action]
          return <Choice id={action} icon={icon} title={title} description={description} href={view.href(path.replace(':id', user.id))} />
        })}
      </Choices>
    </Section>
  )
}

/** What must be known before anything is done. */
function Standing({ view, facts }: { view: View; facts: PersonFacts }) {
  const words = view.text.administration.person
  const { person, isSelf, mayAct, stopped } = facts
  const { user } = person
  return (
    <>
      {user.deactivatedAt !== null && <Alert kind="info">{words.deactivated}</Alert>}
      {isSelf && <Alert kind="info">{words.self.body} <a href={view.href(routes.mySecurity.path)}>{words.self.action}</a></Alert>}
      {!isSelf && !mayAct && <Alert kind="info">{words.senior(user.name)}</Alert>}
      {user.reportedAt !== null && isReported(person) && <Alert kind="warning">{words.reported(user.name, momentText(view, user.reportedAt))}</Alert>}
      {stopped !== null && <Alert kind="warning">{stopped.until === null ? words.locked : words.waiting(momentText(view, stopped.until))}</Alert>}
      {user.recoveryPassUntil !== null && facts.hasOpenPass && <Alert kind="info">{words.passOpen(momentText(view, user.recoveryPassUntil))}</Alert>}
    </>
  )
}

function FactsOf({ view, facts }: { view: View; facts: PersonFacts }) {
  const { facts: words } = view.text.administration.person
  const { person: { user, authenticators, backupCodesLeft }, standing, sessions, setUpDuringSignInAt: markedAt } = facts
  return (
    <Facts
      items={[
        [words.status, <StatusBadge view={view} {...standing} />],
        ...(markedAt === null ? [] : [[words.duringSignIn, words.duringSignInOn(dateText(view, markedAt))] as const]),
        [words.roles, user.roles.length === 0 ? words.none : user.roles.map(({ name }) => name).join(', ')],
        [words.userName, user.userName],
        [words.backupCodes, authenticators.length === 0 ? words.none : String(backupCodesLeft)],
        [words.lastSignIn, user.lastSignInAt === null ? view.text.administration.people.never : <Time view={view} at={user.lastSignInAt} />],
        ...(sessions === null ? [] : [[words.sessions, String(sessions.length)] as const]),
      ]}
    />
  )
}
