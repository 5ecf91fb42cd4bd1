import type { TextFailure } from '../../engine/text-failure.ts'

/** Vonage's "API Errors, Messages API": what its codes say of a text. */
const codes: Partial<Record<TextFailure, readonly number[]>> = {
  'invalid-number': [1040, 1170, 1260, 1300, 1430],
  unreachable: [1190, 1200, 1270, 1280, 1290, 1310],
  blocked: [1050, 1240, 1470],
  'sender-refused': [1120, 1140, 1160, 1210, 1250, 1420],
  'rate-limited': [1000, 1241, 1460],
  unavailable: [1030, 1100, 1180, 1220, 1230, 1330, 1360],
  credentials: [1060, 1080, 1110],
  'no-balance': [1070],
}

const failures = new Map(Object.entries(codes).flatMap(([failure, numbers]) => numbers.map((code) => [code, failure as TextFailure])))

/** The code stands behind the `#` of the type, and in webhooks also as the title. Undefined for one that says nothing to us. */
export function vonageFailure(problem: { type: string; title: string } | undefined): TextFailure | undefined {
  if (problem === undefined) return undefined
  return failures.get(Number(/#(\d{4})$/.exec(problem.type)?.[1])) ?? failures.get(Number(problem.title))
}
