import type { TextFailure } from '../../engine/text-failure.ts'

/**
 * Twilio's "Error and Warning Dictionary" (https://www.twilio.com/docs/api/errors, a page for each code): what its codes say
 * of a text. Codes of other channels, of pictures and of incoming messages are left out; so is what only a mistake of ours
 * could call forth, for a code that is not here counts by its HTTP status.
 */
const codes: Partial<Record<TextFailure, readonly number[]>> = {
  'invalid-number': [21211, 21217, 21265, 21266, 21614],
  unreachable: [21635, 30005, 30006],
  // 30450 and 30453 are its protection against pumping: to go around it by another provider would cost what it saves.
  blocked: [21610, 30004, 30450, 30453],
  'sender-refused': [21212, 21408, 21603, 21606, 21608, 21612, 21659, 21660, 21661, 21703, 21704, 21705, 30007, 30018, 30024, 30032, 30033, 30034, 30035],
  'rate-limited': [14107, 20429, 21611, 30001, 30022, 30023, 30027, 63038],
  // 30003 is a phone that is switched off or has no signal: its number receives texts all the same.
  unavailable: [20500, 20503, 21730, 30003, 30008, 30017, 30036, 30410, 30500],
  credentials: [10001, 20003, 20005, 20006, 20403, 20404, 30002, 90010],
}

const failures = new Map(Object.entries(codes).flatMap(([failure, numbers]) => numbers.map((code) => [code, failure as TextFailure])))

/** Undefined for a code that says nothing to us. */
export function twilioFailure(code: number): TextFailure | undefined {
  return failures.get(code)
}
