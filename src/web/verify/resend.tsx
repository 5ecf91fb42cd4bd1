import type { ChallengeView } from '../../engine/challenge-view.ts'
import { Countdown } from '../ui/countdown.tsx'
import type { View } from '../ui/view.ts'

/** "Send a new code", with the wait until it may be asked for; nothing for methods that send nothing. */
export function Resend({ view, challenge, action, now }: { view: View; challenge: ChallengeView; action: string; now: number }) {
  if (challenge.mayResendAt === null) return null
  const { resend } = view.text.verify
  const seconds = Math.max(0, challenge.mayResendAt - now)
  return <Countdown view={view} action={action} label={resend.submit} seconds={seconds} wait={resend.wait(seconds)} ready={resend.ready} />
}
