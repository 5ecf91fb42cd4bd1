import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'

export interface FieldProps {
  name: string
  label: string
  hint?: Child
  /** What is wrong with it, in words; it then takes the focus. */
  error?: string | undefined
  value?: string | undefined
  type?: 'text' | 'email' | 'search' | 'number' | 'date' | 'tel' | undefined
  autocomplete?: string | undefined
  inputmode?: 'text' | 'numeric' | 'email' | 'tel' | 'search' | undefined
  autofocus?: boolean | undefined
  required?: boolean | undefined
  maxlength?: number | undefined
  min?: number | undefined
  max?: number | undefined
}

/** One labelled box to type in. */
export function Field({ name, label, hint, error, value, type = 'text', ...box }: FieldProps) {
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error}>
      <input class="box" type={type} {...box} {...inputState(name, { hint, error })} autofocus={box.autofocus || !!error} value={value} />
    </FieldFrame>
  )
}

/** Label, hint, error and whatever box is between them. */
export function FieldFrame(props: { name: string; label: string; hint?: Child; error?: string | undefined; children?: Child }) {
  const { name, label, hint, error, children } = props
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && <p class="hint" id={`${name}-hint`}>{hint}</p>}
      {children}
      {error && <FieldError name={name} error={error} />}
    </div>
  )
}

/** Beside the field, tied to it by {@link inputState}. */
export function FieldError({ name, error }: { name: string; error: string }) {
  return <p class="wrong" id={`${name}-error`}><Icon name="stop" /><span>{error}</span></p>
}

/** The attributes that tie a box to its label, hint and error. */
export function inputState(name: string, { hint, error }: { hint?: Child; error?: string | undefined }) {
  const describedBy = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ')
  return {
    id: name,
    name,
    'aria-describedby': describedBy || undefined,
    'aria-invalid': error ? ('true' as const) : undefined,
  }
}
