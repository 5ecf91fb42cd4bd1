import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Item, Items, Section } from '../ui/section.tsx'
import type { View } from '../ui/view.ts'

const FEW = 3

/** How many backup codes are left, with a word of warning where it is time for new ones. */
export function BackupSection({ view, left, areSaved }: { view: View; left: number; areSaved: boolean }) {
  const { backupCodes, mySecurity } = view.text
  const words = mySecurity.backup
  const areUnconfirmed = !areSaved && left > 0
  return (
    <Section id="backup" title={words.title} lead={words.lead}>
      {left <= FEW ? <Alert kind="warning">{backupCodes.runningOut(left)}</Alert> : areUnconfirmed && <Alert kind="warning">{words.unconfirmed}</Alert>}
      <Items>
        <Item
          icon="key" title={backupCodes.left(left)}
          actions={
            <>
              {areUnconfirmed && (
                <Form view={view} action={routes.backupCodesSaved.path}>
                  <input type="hidden" name="next" value={view.href(routes.mySecurity.path)} />
                  <Button kind="quiet" compact>{words.unconfirmedSubmit}</Button>
                </Form>
              )}
              <LinkButton kind="quiet" compact href={view.href(routes.backupCodes.path)}>{words.makeNew}</LinkButton>
            </>
          }
        />
      </Items>
    </Section>
  )
}
