import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { email } from '../../src/methods/email.ts'
import { sms } from '../../src/methods/sms.ts'
import { anyText } from '../support/any-text.ts'
import { aDraftInput } from './draft-input.ts'
import { judging } from './judging.ts'

const now = 1_700_000_010
const wrong = { kind: 'mismatch', why: { kind: 'wrong' } }
const expired = { kind: 'mismatch', why: { kind: 'expired' } }
const match = { kind: 'match', spend: { kind: 'sent-code' } }
const sentUntil = (expiresAt: number) => ({ expiresAt, matches: (code: string) => code === '042042' })

describe.each([sms, email])('a code by $id', (method) => {
  it('is taken until the second before it expires', () => {
    expect(method.judge(judging({ code: '042042', sent: sentUntil(now + 1) }))).toEqual(match)
    expect(method.judge(judging({ code: '042042', sent: sentUntil(now) }))).toEqual(expired)
    expect(method.judge(judging({ code: '042042', sent: sentUntil(now - 1) }))).toEqual(expired)
  })

  it('is wrong rather than expired when it is not the one that was sent', () => {
    expect(method.judge(judging({ code: '042043', sent: sentUntil(now + 1) }))).toEqual(wrong)
    expect(method.judge(judging({ code: '042043', sent: sentUntil(now - 1) }))).toEqual(wrong)
  })

  it('is wrong when none was sent, whatever other codes the person has', () => {
    const held = { secret: Buffer.from('12345678901234567890'), data: {}, lastCounter: 0 }
    const backupCodes = [{ id: 'a', isUsed: false, matches: () => true }]
    expect(method.judge(judging({ code: '287082', now: 59, held, backupCodes }))).toEqual(wrong)
  })

  it('is read and judged from any text without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.anything()), (typed) => {
        const code = method.parse(typed)
        expect(code ?? '042042').toMatch(/^[0-9]{6}$/)
      }),
    )
    fc.assert(
      fc.property(anyText(), (typed) => {
        fc.pre(typed !== '042042')
        expect(method.judge(judging({ code: typed, sent: sentUntil(now + 1) }))).toEqual(wrong)
      }),
    )
    expect(method.parse(' 042-042 ')).toBe('042042')
    for (const typed of ['42042', '0420420', '٠٤٢٠٤٢', 42042, ['042042'], null]) expect(method.parse(typed)).toBeNull()
  })
})

describe('setting up a phone', () => {
  const draft = (entered: Record<string, string>) => sms.enrollment!.draft(aDraftInput(entered))

  it('keeps the number in its one form, and shows it back', async () => {
    for (const number of ['01512 3456789', '+49 1512 3456789', '0049-1512-3456789']) {
      const drafted = await draft({ country: 'DE', number })
      expect(drafted).toMatchObject({ kind: 'draft', label: '89', data: { country: 'DE' }, reveal: { number: '+49 1512 3456789' } })
      expect(drafted.kind === 'draft' && Buffer.from(drafted.secret).toString()).toBe('+4915123456789')
    }
  })

  it('reads a national number in the country of the organization when none was picked', async () => {
    expect(await draft({ number: '01512 3456789' })).toMatchObject({ kind: 'draft', data: { country: 'DE' } })
  })

  it('says why a number is refused', async () => {
    expect(await draft({})).toEqual({ kind: 'invalid', why: 'not-a-number' })
    expect(await draft({ country: 'DE', number: '0900 1 234567' })).toEqual({ kind: 'invalid', why: 'premium' })
    expect(await draft({ country: 'DE', number: '030 1234567' })).toEqual({ kind: 'invalid', why: 'not-mobile' })
  })

  it('never throws for anything entered', async () => {
    await fc.assert(
      fc.asyncProperty(anyText(), anyText(), async (country, number) => {
        expect(['draft', 'invalid']).toContain((await draft({ country, number })).kind)
      }),
    )
  })
})

describe('a code by e-mail', () => {
  it('cannot be set up, nor open a session', () => {
    expect(email.enrollment).toBeUndefined()
    expect(email.role).toBe('confirmation')
  })
})
