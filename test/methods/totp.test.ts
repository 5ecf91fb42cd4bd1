import * as fc from 'fast-check'
import { HOTP, Secret, type TOTP, URI } from 'otpauth'
import { describe, expect, it } from 'vitest'
import type { Judgement } from '../../src/engine/method.ts'
import { totp } from '../../src/methods/totp.ts'
import { anyText } from '../support/any-text.ts'
import { aDraftInput } from './draft-input.ts'
import { judging } from './judging.ts'

const now = 1_700_000_010 // the first second of a step
const current = now / 30
const appSecret = Secret.fromBase32('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
const secret = appSecret.bytes
const wrong = { kind: 'mismatch', why: { kind: 'wrong' } }
const used = { kind: 'mismatch', why: { kind: 'used' } }

/** What an independent app shows in a step. */
const shownAt = (step: number) => HOTP.generate({ secret: appSecret, counter: step })

function judge(code: string, { at = now, lastCounter = 0, data = {} }: { at?: number; lastCounter?: number; data?: Record<string, unknown> } = {}) {
  return totp.judge(judging({ code, now: at, held: { secret, data, lastCounter } }))
}

function remembered(judgement: Judgement): Record<string, unknown> {
  if (judgement.kind !== 'mismatch' || judgement.remember === undefined) throw new Error('nothing is remembered')
  return judgement.remember
}

describe('an app code', () => {
  it('is taken in its step and one either side, and spends that very step', () => {
    for (const distance of [-1, 0, 1]) {
      const counter = current + distance
      expect(judge(shownAt(counter))).toEqual({ kind: 'match', spend: { kind: 'counter', counter } })
    }
  })

  it('is used once it was accepted', () => {
    expect(judge(shownAt(current), { lastCounter: current })).toEqual(used)
    expect(judge(shownAt(current + 1), { lastCounter: current })).toMatchObject({ kind: 'match' })
  })

  it('is used when a newer one was accepted', () => {
    expect(judge(shownAt(current), { lastCounter: current + 1 })).toEqual(used)
  })

  it('is used, not of a slow clock, when it was accepted minutes ago', () => {
    expect(judge(shownAt(current - 8), { lastCounter: current - 8 })).toEqual(used)
  })

  it('is wrong when it is any other, or nothing is set up', () => {
    const near = new Set(Array.from({ length: 41 }, (_, index) => shownAt(current - 20 + index)))
    const other = ['000000', '111111', '222222'].find((code) => !near.has(code))!
    expect(judge(other)).toEqual(wrong)
    expect(totp.judge(judging({ code: shownAt(current) }))).toEqual(wrong)
  })

  it('is not a texted code, even when one is on its way', () => {
    const sent = { expiresAt: now + 300, matches: () => true }
    const backupCodes = [{ id: 'a', isUsed: false, matches: () => true }]
    const held = { secret, data: {}, lastCounter: current + 1 }
    expect(totp.judge(judging({ code: shownAt(current), held, sent, backupCodes }))).toEqual(used)
  })
})

describe('an app code from a clock that is off', () => {
  it.each([
    [-20, -10],
    [-19, -10],
    [-3, -2],
    [-2, -1],
    [2, 1],
    [3, 2],
    [19, 10],
    [20, 10],
  ])('tells of %i steps as %i minutes', (distance, minutes) => {
    expect(judge(shownAt(current + distance))).toMatchObject({ kind: 'mismatch', why: { kind: 'clock-off', minutes } })
  })

  it('is just wrong beyond ten minutes', () => {
    expect(judge(shownAt(current + 21))).toEqual(wrong)
    expect(judge(shownAt(current - 21))).toEqual(wrong)
  })

  it('needs no memory when slow: its time does not come again', () => {
    expect(judge(shownAt(current - 4))).not.toHaveProperty('remember')
  })

  it('is still refused when its time comes', () => {
    const step = current + 10
    const data = remembered(judge(shownAt(step), { data: { other: 'kept' } }))
    expect(data).toEqual({ other: 'kept', refusedSteps: [step] })
    for (const at of [(step - 1) * 30, step * 30, (step + 1) * 30 + 29]) expect(judge(shownAt(step), { at, data })).toEqual(used)
    expect(judge(shownAt(step + 1), { at: step * 30, data })).toEqual({ kind: 'match', spend: { kind: 'counter', counter: step + 1 } })
  })

  it('is remembered once, beside the others that have yet to come', () => {
    const first = remembered(judge(shownAt(current + 10)))
    expect(judge(shownAt(current + 10), { data: first })).not.toHaveProperty('remember')
    const second = remembered(judge(shownAt(current + 12), { data: first }))
    expect(second).toEqual({ refusedSteps: [current + 10, current + 12] })
    const later = remembered(judge(shownAt(current + 25), { at: now + 12 * 30, data: second }))
    expect(later).toEqual({ refusedSteps: [current + 12, current + 25] }) // the first can match no more
  })

  it('never fills the memory with more than the steps of ten minutes', () => {
    let data = {}
    for (let step = current; step < current + 60; step += 1) {
      for (let distance = 2; distance <= 20; distance += 1) {
        const judgement = judge(shownAt(step + distance), { at: step * 30, data })
        if (judgement.kind === 'mismatch' && judgement.remember) data = judgement.remember
      }
    }
    expect(JSON.stringify(data).length).toBeLessThan(300)
  })

  it('is judged though the memory is unreadable', () => {
    expect(judge(shownAt(current), { data: { refusedSteps: 'none' } })).toMatchObject({ kind: 'match' })
    expect(judge(shownAt(current), { data: { refusedSteps: [null, current] } })).toEqual(used)
  })
})

describe('any text as an app code', () => {
  it('is read or refused, and judged, without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.anything()), (typed) => {
        expect(totp.parse(typed) ?? '000000').toMatch(/^[0-9]{6}$/)
      }),
    )
    const sixDigits = fc.nat(999_999).map((number) => String(number).padStart(6, '0'))
    fc.assert(
      fc.property(fc.oneof(anyText(), sixDigits), (code) => {
        expect(['match', 'mismatch']).toContain(judge(code).kind)
      }),
    )
  })

  it('spends, when taken, a step that is greater than the last accepted one and was not refused', () => {
    const distance = fc.integer({ min: -22, max: 22 })
    fc.assert(
      fc.property(distance, distance, fc.array(distance), (shown, last, refused) => {
        const lastCounter = current + last
        const data = { refusedSteps: refused.map((step) => current + step) }
        const judgement = judge(shownAt(current + shown), { lastCounter, data })
        if (judgement.kind !== 'match' || judgement.spend.kind !== 'counter') return
        expect(judgement.spend.counter).toBeGreaterThan(lastCounter)
        expect(refused).not.toContain(judgement.spend.counter - current)
      }),
    )
  })
})

describe('setting up an app', () => {
  it('reveals what the app scans, and the same key to type', async () => {
    const draft = await totp.enrollment!.draft(aDraftInput({}))
    if (draft.kind !== 'draft') throw new Error(draft.why)
    const app = URI.parse(draft.reveal['uri']!) as TOTP
    expect(app).toMatchObject({ issuer: 'Example', label: 'ana@example.com' })
    expect(app.secret.base32).toBe(draft.reveal['key'])
    expect(draft.secret).toHaveLength(20)
    expect(draft).toMatchObject({ label: '', data: {} })

    const code = app.generate({ timestamp: now * 1000 })
    const held = { secret: draft.secret, data: draft.data, lastCounter: 0 }
    expect(totp.judge(judging({ code, held }))).toMatchObject({ kind: 'match' })
  })

  it('names the account by its user name where there is no e-mail', async () => {
    const input = aDraftInput({})
    const draft = await totp.enrollment!.draft({ ...input, user: { ...input.user, email: null } })
    expect(draft).toMatchObject({ reveal: { uri: expect.stringContaining('Example:ana?') } })
  })

  it('draws every secret anew', async () => {
    const input = aDraftInput({})
    const [first, second] = await Promise.all([totp.enrollment!.draft(input), totp.enrollment!.draft(input)])
    expect(first).not.toEqual(second)
  })
})
