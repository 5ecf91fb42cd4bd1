import type { Child } from 'hono/jsx'
import { FieldError, inputState } from './field.tsx'

export interface CheckboxProps {
  name: string
  label: Child
  hint?: Child
  error?: string | undefined
  checked?: boolean | undefined
  value?: string | undefined
  /** When several share a name. */
  id?: string | undefined
}

/** Yes or no; the words are part of the target. */
export function Checkbox({ name, label, hint, error, checked, value = 'on', id = name }: CheckboxProps) {
  return (
    <div class="check">
      {error && <FieldError name={id} error={error} />}
      <input type="checkbox" {...inputState(id, { hint, error })} name={name} value={value} checked={checked} />
      <label for={id}>{label}</label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
    </div>
  )
}
