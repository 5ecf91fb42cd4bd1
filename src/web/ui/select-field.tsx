import type { Child } from 'hono/jsx'
import { FieldFrame, inputState } from './field.tsx'

export interface SelectFieldProps {
  name: string
  label: string
  options: readonly { value: string; label: string }[]
  value?: string | undefined
  placeholder?: string | undefined // shown while nothing of the list is chosen; something must be
  hint?: Child
  error?: string | undefined
  autocomplete?: string | undefined
}

/** One of several, from a list. */
export function SelectField({ name, label, options, value, placeholder, hint, error, autocomplete }: SelectFieldProps) {
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error}>
      <select class="box" autocomplete={autocomplete} required={placeholder !== undefined} autofocus={error !== undefined} {...inputState(name, { hint, error })}>
        {placeholder !== undefined && <option value="" selected={(value ?? '') === ''}>{placeholder}</option>}
        {options.map((option) => <option value={option.value} selected={option.value === value}>{option.label}</option>)}
      </select>
    </FieldFrame>
  )
}
