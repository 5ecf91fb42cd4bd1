import type { Child } from 'hono/jsx'
import { FieldFrame, inputState } from './field.tsx'
import type { View } from './view.ts'

export interface PasswordFieldProps {
  view: View
  label: string
  name?: string | undefined
  hint?: Child
  error?: string | undefined
  autocomplete?: 'current-password' | 'new-password' | undefined
  autofocus?: boolean | undefined
}

/** A password, with a button that shows it where scripts run. */
export function PasswordField(props: PasswordFieldProps) {
  const { view, label, name = 'password', hint, error, autocomplete = 'current-password', autofocus } = props
  const { show, hide } = view.text.controls
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error}>
      <div class="reveal">
        <input
          class="box"
          type="password"
          autocomplete={autocomplete}
          maxlength={1024}
          required
          autofocus={autofocus || !!error}
          {...inputState(name, { hint, error })}
        />
        <button type="button" class="button secondary" hidden data-script data-show-password data-show={show} data-hide={hide} aria-controls={name}>
          {show}
        </button>
      </div>
    </FieldFrame>
  )
}
