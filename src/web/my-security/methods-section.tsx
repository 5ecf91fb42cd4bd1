import type { MySecurity } from '../../engine/my-security.ts'
import { routes } from '../routes.ts'
import { Badge } from '../ui/badge.tsx'
import { Actions, LinkButton } from '../ui/button.tsx'
import { Item, Items, Section } from '../ui/section.tsx'
import { momentText, shortDateText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { type HeldMethod, lookOf } from './method-look.ts'
import { SetUpButton } from './set-up-button.tsx'

/** The methods that are on, and those that can be added. */
export function MethodsSection({ view, security }: { view: View; security: MySecurity }) {
  const { title, lead, addTotp, addSms } = view.text.mySecurity.methods
  return (
    <Section id="methods" title={title} lead={lead}>
      <Items>{security.methods.map((method) => <MethodItem view={view} method={method} />)}</Items>
      {security.addable.length > 0 && (
        <Actions>
          {security.addable.map((method) => (
            <SetUpButton view={view} method={method} kind="secondary">{method === 'sms' ? addSms : addTotp}</SetUpButton>
          ))}
        </Actions>
      )}
    </Section>
  )
}

function MethodItem({ view, method }: { view: View; method: HeldMethod }) {
  const words = view.text.mySecurity.methods
  const detail = detailOf(view, method)
  return (
    <Item
      {...titleOf(view, method)} badge={!method.isAllowed && <Badge tone="attention">{words.notAllowed}</Badge>}
      actions={<MethodActions view={view} method={method} />}
    >
      {detail && <p>{detail}</p>}
      <p>
        {words.added(shortDateText(view, method.addedAt))}.{' '}
        {method.lastUsedAt === null ? words.neverUsed : words.lastUsed(momentText(view, method.lastUsedAt))}.
      </p>
      {!method.isRemovable && <p>{words.lastWhileRequired}</p>}
    </Item>
  )
}

function MethodActions({ view, method }: { view: View; method: HeldMethod }) {
  const words = view.text.mySecurity.methods
  const { title } = titleOf(view, method)
  return (
    <>
      {method.isAllowed && <SetUpButton view={view} method={method.method} kind="quiet">{method.method === 'sms' ? words.changeSms : words.changeTotp}</SetUpButton>}
      {method.isRemovable && (
        <LinkButton kind="quiet" compact label={words.removeWhat(title)} href={view.href(routes.removeMethod.path.replace(':id', method.id))}>
          {words.remove}
        </LinkButton>
      )}
    </>
  )
}

function titleOf({ text }: View, { method }: HeldMethod) {
  const { icon, name } = lookOf(text, method)
  return { icon, title: name }
}

function detailOf({ text }: View, { method, label }: HeldMethod): string | null {
  return method === 'sms' ? text.methods.phoneEnding(label) : label || null
}
