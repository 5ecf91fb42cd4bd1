import type { MethodId } from '../../engine/model.ts'
import { routes } from '../routes.ts'
import { Button, type ButtonLook, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import type { View } from '../ui/view.ts'

/** Leads to the set-up of one method. An app's secret is in the answer to a form alone, so that one posts. */
export function SetUpButton({ view, method, kind, children }: { view: View; method: MethodId } & Pick<ButtonLook, 'kind' | 'children'>) {
  if (method === 'sms') return <LinkButton kind={kind} compact href={view.href(routes.setUpPhone.path)}>{children}</LinkButton>
  return (
    <Form view={view} action={routes.setUpApp.path}>
      <Button kind={kind} compact>{children}</Button>
    </Form>
  )
}
