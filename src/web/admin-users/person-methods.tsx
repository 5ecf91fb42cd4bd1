import type { Person } from '../../engine/model.ts'
import { isAllowed } from '../../engine/requirement.ts'
import { lookOf } from '../my-security/method-look.ts'
import { Badge } from '../ui/badge.tsx'
import { Item, Items, Section } from '../ui/section.tsx'
import { momentText, shortDateText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'

/** The ways of somebody: never a secret, of a phone the two last digits alone. */
export function PersonMethods({ view, person }: { view: View; person: Person }) {
  const words = view.text.administration.person.methods
  const { authenticators, policy } = person
  return (
    <Section id="methods" title={words.title}>
      {authenticators.length === 0 && <p class="says">{words.none}</p>}
      {authenticators.length > 0 && (
        <Items>
          {authenticators.map((authenticator) => {
            const { method, label, createdAt, lastUsedAt } = authenticator
            const { icon, name } = lookOf(view.text, method)
            return (
              <Item icon={icon} title={name} badge={!isAllowed(authenticator, policy) && <Badge tone="attention">{view.text.mySecurity.methods.notAllowed}</Badge>}>
                {method === 'sms' && <p>{view.text.methods.phoneEnding(label.slice(-2))}</p>}
                <p>{words.added(shortDateText(view, createdAt))}. {lastUsedAt === null ? words.neverUsed : words.lastUsed(momentText(view, lastUsedAt))}.</p>
              </Item>
            )
          })}
        </Items>
      )}
    </Section>
  )
}
