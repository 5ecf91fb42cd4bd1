import type { Engine } from '../../engine/engine.ts'
import type { TextReceipt } from '../../engine/texts.ts'
import { routes } from '../routes.ts'
import type { Screen, SignedMessage } from '../screen.ts'

/** Reads a receipt of this provider; null when it is not surely from them. */
export type ReadReceipt = (provider: string, message: SignedMessage) => TextReceipt | null

/** Where providers of texts say what became of them. A text that we know nothing of is taken note of all the same: nobody need say it again. */
export function receiptScreens({ engine, readReceipt }: { engine: Engine; readReceipt?: ReadReceipt }): Screen[] {
  return [
    {
      route: routes.smsReceipts,
      async signedPost(message) {
        const { provider = '' } = message.params
        const receipt = readReceipt?.(provider, message) ?? null
        if (receipt === null) return new Response(null, { status: 403 })
        await engine.texts.takeReceipt(provider, receipt)
        return new Response(null, { status: 204 })
      },
    },
  ]
}
