import type { Judging } from '../../src/engine/method.ts'

/** What a method judges by, when nothing was set up, sent or kept. */
export function judging(facts: Partial<Judging> & Pick<Judging, 'code'>): Judging {
  return { now: 1_700_000_010, held: null, sent: null, backupCodes: [], recoveryPass: null, ...facts }
}
