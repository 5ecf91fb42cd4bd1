import type { TextFailure } from '../../engine/text-failure.ts'

/**
 * Vonage's "API Errors, Messages API" (https://developer.vonage.com/en/api-errors/messages): what its codes say of a text.
 * Those of other channels are left out.
 */
const codes: Partial<Record<TextFailure, readonly number[]>> = {
  'invalid-number': [1040, 1170, 1430],
  unreachable: [1190, 1200, 1260, 1270, 1280, 1290, 1300, 1310],
  blocked: [1050, 1240, 1470, 1472, 1473], // from 1470 on its protection against pumping: to go around it by another provider would cost what it saves
  'sender-refused': [1120, 1140, 1160, 1210, 1250, 1251, 1282, 1420, 1480, 1481, 1482, 1483, 1484],
  'rate-limited': [1000, 1241, 1460],
  unavailable: [1030, 1100, 1180, 1220, 1230, 1330, 1331, 1360], // 1180 and 1220: the phone is switched off, away or busy
  credentials: [1060, 1080, 1110],
  'no-balance': [1070],
}

const failures = new Map(Object.entries(codes).flatMap(([failure, numbers]) => numbers.map((code) => [code, failure as TextFailure])))

/** The code stands behind the `#` of the type, and in webhooks also as the title. Undefined for one that says nothing to us. */
export function vonageFailure(problem: { type: string; title: string } | undefined): TextFailure | undefined {
  if (problem === undefined) return undefined
  return failures.get(Number(/#(\d{4})$/.exec(problem.type)?.[1])) ?? failures.get(Number(problem.title))
}
