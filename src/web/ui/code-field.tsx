import type { Child } from 'hono/jsx'
import { FieldFrame, inputState } from './field.tsx'

/** Where the code comes from; it decides the keypad, the size of the digits, and whether the browser is asked for a text. */
export type CodeSource = 'app' | 'texted' | 'mailed' | 'backup'

/** A backup code with its hyphens is 19; the rest is for spaces that came along. */
const maxLength = 40

/**
 * The one box for a code. A backup code fits in it whatever the source, and spaces
 * and hyphens are never in the way.
 */
export function CodeField(props: {
  source: CodeSource
  label: string
  hint?: Child
  error?: string | undefined
  /** What was typed before, where it can be mended. */
  typed?: string | undefined
  name?: string | undefined
  /** False where something above it must be seen first: the focus would scroll past it. */
  autofocus?: boolean | undefined
}) {
  const { source, label, hint, error, typed, name = 'code', autofocus = true } = props
  const isLong = source === 'backup'
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error}>
      <input
        class={isLong ? 'box code long' : 'box code'}
        type="text"
        inputmode={isLong ? 'text' : 'numeric'}
        autocomplete="one-time-code"
        autocapitalize={isLong ? 'characters' : 'off'}
        spellcheck={false}
        pattern="[0-9A-Za-z \-]*"
        maxlength={maxLength}
        enterkeyhint="done"
        data-code={source}
        autofocus={autofocus}
        required
        value={typed}
        {...inputState(name, { hint, error })}
      />
    </FieldFrame>
  )
}
