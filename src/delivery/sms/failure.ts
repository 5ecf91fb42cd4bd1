import type { TextFailure } from '../../engine/text-failure.ts'

/** Thrown by a provider that did not take a text, or cannot say whether it did. */
export class TextNotSent extends Error {
  override readonly name = 'TextNotSent'
  readonly failure: TextFailure
  readonly retryAfterSeconds: number | null // as the provider asks

  /** @param message - for the log and the command line, with the provider's own code; never the text itself */
  constructor(failure: TextFailure, message: string, { retryAfterSeconds = null, ...options }: ErrorOptions & { retryAfterSeconds?: number | null } = {}) {
    super(message, options)
    this.failure = failure
    this.retryAfterSeconds = retryAfterSeconds
  }
}
