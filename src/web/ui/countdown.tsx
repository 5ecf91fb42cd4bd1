import { Form } from './form.tsx'
import type { View } from './view.ts'

export interface CountdownProps {
  view: View
  /** Where the form posts when the wait is over. */
  action: string
  label: string
  /** Until it works; 0 is now. The server refuses earlier, script or not. */
  seconds: number
  /** "You can ask for another in 30 seconds." */
  wait: string
  /** Announced once, when the wait is over. */
  ready: string
}

/** A button that works after a wait, with the wait shown. */
export function Countdown({ view, action, label, seconds, wait, ready }: CountdownProps) {
  if (seconds <= 0) {
    return <Form view={view} action={action}><button class="button quiet compact">{label}</button></Form>
  }
  return (
    <Form view={view} action={action} class="actions">
      <button class="button quiet compact" data-countdown={String(seconds)} data-ready={ready} aria-describedby="countdown-wait">
        {label} <span class="mono" data-clock aria-hidden="true"></span>
      </button>
      <span class="small muted" id="countdown-wait">{wait}</span>
    </Form>
  )
}
