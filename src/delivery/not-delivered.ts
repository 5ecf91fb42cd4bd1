const LONGEST_REASON = 500

/** Six digits and more, grouped or not: a code, or a phone number that a provider repeats in its answer. */
const LONG_NUMBERS = /\+?\d(?:[\s()-]*\d){5,}/g

/**
 * An error fit for the log: who failed and why, without codes and phone
 * numbers. The cause stays behind, as its properties may hold the whole message.
 */
export function notDelivered(by: string, cause: unknown): Error {
  const error = new Error(`${by}: ${reasons(cause).join(': ').slice(0, LONGEST_REASON).replace(LONG_NUMBERS, '[number]')}`)
  if (cause instanceof Error) error.stack = [String(error), ...(cause.stack?.match(/^ +at .+:\d+:\d+\)?$/gm) ?? [])].join('\n')
  return error
}

function reasons(cause: unknown): string[] {
  if (!(cause instanceof Error)) return typeof cause === 'string' ? [cause] : []
  return [cause.message, ...reasons(cause.cause)]
}
