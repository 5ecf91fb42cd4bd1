import type { SessionSummary } from '../../accounts/sessions.ts'
import { agentText } from '../my-security/agent-text.ts'
import { Address } from '../ui/address.tsx'
import { Item, Items, Section } from '../ui/section.tsx'
import { momentText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'

const MOST_SHOWN = 10

/** Where somebody is signed in now, the one used last first. */
export function SessionsSection({ view, sessions }: { view: View; sessions: readonly SessionSummary[] }) {
  const words = view.text.administration.person.sessions
  const shown = sessions.toSorted((a, b) => b.lastSeenAt - a.lastSeenAt).slice(0, MOST_SHOWN)
  return (
    <Section id="sessions" title={words.title}>
      {shown.length === 0 && <p class="says">{words.none}</p>}
      {shown.length > 0 && (
        <Items>
          {shown.map(({ agent, address, createdAt, lastSeenAt }) => (
            <Item icon="computer" title={agentText(view, agent)}>
              <p>{words.since(momentText(view, createdAt))}. {words.lastUsed(momentText(view, lastSeenAt))}.</p>
              <p><Address value={address} /></p>
            </Item>
          ))}
        </Items>
      )}
      {sessions.length > shown.length && <p class="says">{words.more(sessions.length - shown.length)}</p>}
    </Section>
  )
}
