const LONGEST_REASON = 500

/** Six digits and more, grouped or not: a code, or a phone number that a provider repeats in its answer. */
const LONG_NUMBERS = /\+?\d(?:[\s()-]*\d){5,}/g

/** Tokens as links carry them, `<row id>.<secret>`: filters that refuse a message quote its links. */
const TOKENS = /[\w-]{36}\.[\w-]{20,}/g

/**
 * An error fit for the log: who failed and why, without codes, phone numbers
 * and tokens of links. The cause stays behind, as its properties may hold the whole message.
 */
export function notDelivered(by: string, cause: unknown): Error {
  // Cut out before it is cut short: half a token or number would no longer be known as one.
  const reason = reasons(cause).join(': ').replace(TOKENS, '[token]').replace(LONG_NUMBERS, '[number]').slice(0, LONGEST_REASON)
  const error = new Error(`${by}: ${reason}`)
  if (cause instanceof Error) error.stack = [String(error), ...(cause.stack?.match(/^ +at .+:\d+:\d+\)?$/gm) ?? [])].join('\n')
  return error
}

function reasons(cause: unknown): string[] {
  if (!(cause instanceof Error)) return typeof cause === 'string' ? [cause] : []
  return [cause.message, ...reasons(cause.cause)]
}
