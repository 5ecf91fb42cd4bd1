import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'

export interface ConfirmPageProps {
  view: View
  title: string
  lead: string
  /** Where the change is posted. */
  action: string
  submit: string
  /** Takes something away that can't be given back. */
  isDanger?: boolean | undefined
  /** Where it was asked for. */
  back?: string | undefined
  /** Where the person goes on to after the change. */
  next?: string | undefined
}

/** Asks once more before a change that can't be taken back. */
export function ConfirmPage({ view, title, lead, action, submit, isDanger, back = routes.mySecurity.path, next }: ConfirmPageProps) {
  return (
    <Layout view={view} title={title} lead={lead} icon="alert">
      <Form view={view} action={action}>
        {next !== undefined && <input type="hidden" name="next" value={next} />}
        <Actions stacked>
          <Button kind={isDanger ? 'danger' : 'primary'}>{submit}</Button>
          <LinkButton kind="secondary" href={view.href(back)}>{view.text.layout.cancel}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}

/** Says why a change can't be made. */
export function RefusedPage({ view, title, lead }: { view: View; title: string; lead: string }) {
  return (
    <Layout view={view} title={title} lead={lead} icon="info">
      <Actions stacked><LinkButton href={view.href(routes.mySecurity.path)}>{view.text.layout.back}</LinkButton></Actions>
    </Layout>
  )
}
