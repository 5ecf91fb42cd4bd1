import { agentText } from '../my-security/agent-text.ts'
import { Address } from '../ui/address.tsx'
import { Badge } from '../ui/badge.tsx'
import { Item, Items, Section } from '../ui/section.tsx'
import { momentText, shortDateText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import type { PersonFacts } from './person-facts.ts'

const MOST_SHOWN = 10 // the newest; nobody looks through a hundred

/** The browsers that completed a second step, the one used last first. */
export function DevicesSection({ view, facts: { devices, trusted } }: { view: View; facts: Pick<PersonFacts, 'devices' | 'trusted'> }) {
  const words = view.text.administration.person.devices
  const shown = devices.slice(0, MOST_SHOWN)
  return (
    <Section id="devices" title={words.title}>
      {shown.length === 0 && <p class="says">{words.none}</p>}
      {shown.length > 0 && (
        <Items>
          {shown.map(({ id, agent, address, lastUsedAt }) => {
            const trust = trusted.find((device) => device.id === id)
            return (
              <Item icon="computer" title={agentText(view, agent)} badge={trust && <Badge tone="good">{words.trusted}</Badge>}>
                <p>{trust?.endsAt ? words.trustedUntil(shortDateText(view, trust.endsAt)) : words.notTrusted}. {words.lastUsed(momentText(view, lastUsedAt))}.</p>
                <p><Address value={address} /></p>
              </Item>
            )
          })}
        </Items>
      )}
      {devices.length > shown.length && <p class="says">{words.more(devices.length - shown.length)}</p>}
    </Section>
  )
}
