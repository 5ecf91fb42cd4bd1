import type { Child } from 'hono/jsx'
import type { View } from './view.ts'

/**
 * A form that posts, with the token that ties it to this browser. The browser's own
 * messages are off: ours are beside the field, in the person's language.
 */
export function Form(props: { view: View; action: string; id?: string | undefined; class?: string | undefined; children?: Child }) {
  const { view, action, id, class: extra, children } = props
  return (
    <form method="post" action={view.href(action)} id={id} class={extra} novalidate>
      <input type="hidden" name="formToken" value={view.formToken} />
      {children}
    </form>
  )
}
