import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'
import { withNext } from '../with-query.ts'

export interface ReminderProps {
  view: View
  /** Where the person was going. */
  next: string
}

/** After a sign-in with a backup code: it is gone, and so many are left. After the last one, new ones come first. */
export function BackupCodeUsedPage({ view, next, left }: ReminderProps & { left: number }) {
  const { backupCodes: { used }, verify } = view.text
  const ways = [{ href: next, words: used.submit }, { href: newCodes(view, next), words: used.makeNew }]
  const inOrder = left === 0 ? ways.toReversed() : ways
  return (
    <Layout view={view} title={used.title} lead={verify.backupSpent(left)} icon="key">
      <Actions stacked>
        {inOrder.map(({ href, words }, index) => <LinkButton kind={index === 0 ? 'primary' : 'secondary'} href={href}>{words}</LinkButton>)}
      </Actions>
    </Layout>
  )
}

/** After a sign-in of somebody who never said that they keep their codes. */
export function OfferNewCodesPage({ view, next }: ReminderProps) {
  const words = view.text.backupCodes.offerNew
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="key">
      <Form view={view} action={routes.backupCodesSaved.path}>
        <input type="hidden" name="next" value={next} />
        <Actions stacked>
          <LinkButton href={newCodes(view, next)}>{words.submit}</LinkButton>
          <Button kind="secondary">{words.haveThem}</Button>
          <LinkButton kind="quiet" href={next}>{words.later}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}

function newCodes(view: View, next: string): string {
  return withNext(view.href(routes.backupCodes.path), next)
}
