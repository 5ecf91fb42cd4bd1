import type { MethodId } from '../../engine/model.ts'
import type { MySecurity } from '../../engine/my-security.ts'
import type { IconName } from '../ui/icon.tsx'
import type { Text } from '../ui/text/index.ts'

export type HeldMethod = MySecurity['methods'][number]

/** How a method that somebody sets up appears among their settings. */
export function lookOf({ methods }: Text, method: MethodId): { icon: IconName; name: string; inSentence: string } {
  return method === 'sms' ? { icon: 'text', ...methods.sms } : { icon: 'app', ...methods.totp }
}
