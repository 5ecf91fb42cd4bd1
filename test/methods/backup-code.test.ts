import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBackupCode } from '../../src/engine/code.ts'
import { backupCode } from '../../src/methods/backup-code.ts'
import { anyText } from '../support/any-text.ts'
import { judging } from './judging.ts'

const codes = ['7XK2M9QD04TFVR5H', '0000000000000000', 'ZZZZZZZZZZZZZZZ1']
const wrong = { kind: 'mismatch', why: { kind: 'wrong' } }
const kept = codes.map((code, index) => ({ id: `row-${index}`, isUsed: false, matches: (typed: string) => typed === code }))

describe('a backup code', () => {
  it('spends its own row, in whatever place', () => {
    for (const [index, code] of codes.entries()) {
      expect(backupCode.judge(judging({ code, backupCodes: kept }))).toEqual({ kind: 'match', spend: { kind: 'backup-code', id: `row-${index}` } })
    }
  })

  it('is compared with all, wherever it is found', () => {
    let compared = 0
    const counted = kept.map(({ matches, ...rest }) => ({
      ...rest,
      matches(code: string) {
        compared += 1
        return matches(code)
      },
    }))
    for (const code of [...codes, 'AAAAAAAAAAAAAAAA']) {
      compared = 0
      backupCode.judge(judging({ code, backupCodes: counted }))
      expect(compared).toBe(codes.length)
    }
  })

  it('is used when it was spent before, and spends nothing', () => {
    const [first, ...others] = kept
    const spent = [{ ...first!, isUsed: true }, ...others]
    expect(backupCode.judge(judging({ code: codes[0]!, backupCodes: spent }))).toEqual({ kind: 'mismatch', why: { kind: 'used' } })
  })

  it('is wrong when it is of a former set, of somebody else, or there are none', () => {
    const [first, ...others] = kept
    expect(first).toBeDefined()
    expect(backupCode.judge(judging({ code: codes[0]!, backupCodes: others }))).toEqual(wrong)
    expect(backupCode.judge(judging({ code: codes[0]! }))).toEqual(wrong)
  })

  it('is not a code of another method', () => {
    const sent = { expiresAt: 2_000_000_000, matches: () => true }
    const held = { secret: Buffer.from('12345678901234567890'), data: {}, lastCounter: 0 }
    expect(backupCode.judge(judging({ code: '287082', now: 59, held, sent, backupCodes: kept }))).toEqual(wrong)
    expect(backupCode.parse('287082')).toBeNull()
  })

  it('is read as people write it', () => {
    expect(backupCode.parse(` ${formatBackupCode(codes[0]!).toLowerCase().replace('0', 'o')} `)).toBe(codes[0])
  })

  it('is read from any text and judged without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.anything()), (typed) => {
        const code = backupCode.parse(typed)
        expect(code ?? codes[0]).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/)
        expect(backupCode.judge(judging({ code: String(code), backupCodes: kept }))).toEqual(wrong)
      }),
    )
  })
})
