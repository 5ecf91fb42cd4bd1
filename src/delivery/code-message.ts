import type { CodeSender } from '../engine/ports.ts'

/** What the wording of a sent code may say. */
export type CodeMessage = Omit<Parameters<CodeSender['send']>[0], 'to'>

/** Six digits and more, grouped or not: a code, or a phone number that a provider repeats in its answer. */
const LONG_NUMBERS = /\+?\d(?:[\s()-]*\d){5,}/g

/**
 * An error fit for the log: who failed and why, without codes and phone
 * numbers. The cause itself is left behind, as its stack and properties may hold both.
 */
export function notDelivered(by: string, cause: unknown): Error {
  return new Error(`${by}: ${reasons(cause).join(': ').replace(LONG_NUMBERS, '[number]')}`)
}

function reasons(cause: unknown): string[] {
  if (!(cause instanceof Error)) return typeof cause === 'string' ? [cause] : []
  return [cause.message, ...reasons(cause.cause)]
}
