import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forgive, freshGuard, refusalOf, spend, unlock } from '../../src/engine/lockout.ts'
import type { Guard, GuardBucket } from '../../src/engine/model.ts'
import { NOW } from '../support/builders.ts'

const HOUR = 60 * 60
const DAY = 24 * HOUR

/** Fails as soon as it may, so many times over. */
function failing(times: number, { guard = freshGuard, bucket = 'other', at = NOW }: { guard?: Guard; bucket?: GuardBucket; at?: number } = {}) {
  let now = at
  for (let failure = 0; failure < times; failure += 1) {
    const refusal = refusalOf(guard, bucket, now)
    if (refusal?.kind === 'locked') throw new Error('locked')
    if (refusal !== null) now = refusal.until
    const spent = spend(guard, bucket, now)
    if (spent.kind !== 'spent') throw new Error(spent.kind)
    guard = spent.guard
  }
  return { guard, now }
}

describe('wrong codes', () => {
  it('cost nothing for four times', () => {
    const { guard, now } = failing(4)
    expect(now).toBe(NOW)
    expect(refusalOf(guard, 'other', NOW)).toBeNull()
  })

  it('cost a wait from the fifth on: 30 s, doubling up to an hour', () => {
    let { guard, now } = failing(4)
    for (const wait of [30, 60, 120, 240, 480, 960, 1_920, HOUR, HOUR, HOUR]) {
      ;({ guard, now } = failing(1, { guard, at: now }))
      expect(refusalOf(guard, 'other', now)).toEqual({ kind: 'wait', until: now + wait })
      expect(refusalOf(guard, 'other', now + wait - 1)).toEqual({ kind: 'wait', until: now + wait })
      expect(refusalOf(guard, 'other', now + wait)).toBeNull()
      now += wait
    }
  })

  it('are counted one after the other', () => {
    expect([1, 2, 3].map((times) => spend(failing(times - 1).guard, 'other', NOW))).toMatchObject([{ failures: 1 }, { failures: 2 }, { failures: 3 }])
  })

  it('lock six-digit codes at the fiftieth in a row', () => {
    // Fifty alone take more than a day, so the limit of a day has begun again meanwhile.
    const { guard, now } = failing(50)
    expect(failing(49).guard.lockedAt).toBeNull()
    expect(guard.lockedAt).toBe(now)
    expect(refusalOf(guard, 'other', now + 365 * DAY)).toEqual({ kind: 'locked' })
    expect(refusalOf(guard, 'known', now + 365 * DAY)).toEqual({ kind: 'locked' })
  })

  it('lock them at fifty of both kinds of device together', () => {
    const elsewhere = failing(30)
    const { guard } = failing(19, { guard: elsewhere.guard, bucket: 'known', at: elsewhere.now })
    expect(guard.lockedAt).toBeNull()
    expect(failing(1, { guard, bucket: 'known', at: elsewhere.now + DAY }).guard.lockedAt).not.toBeNull()
  })

  it('lock them at sixty within a day, however often a right code came between', () => {
    let guard: Guard = freshGuard
    for (let failure = 1; failure <= 60; failure += 1) {
      expect(guard.lockedAt).toBeNull()
      ;({ guard } = failing(1, { guard }))
      if (failure % 4 === 0 && failure < 60) {
        const right = spend(guard, 'other', NOW)
        guard = right.kind === 'spent' ? forgive(right.guard, 'other') : guard
      }
    }
    expect(guard.lockedAt).toBe(NOW)
    expect(guard.dayFailures).toBe(60)
  })

  it('begin a new day a day after the first, to the second', () => {
    const busy: Guard = { ...freshGuard, dayStartedAt: NOW, dayFailures: 59 }
    expect(spend(busy, 'other', NOW + DAY - 1)).toMatchObject({ guard: { dayFailures: 60, lockedAt: NOW + DAY - 1 } })
    expect(spend(busy, 'other', NOW + DAY)).toMatchObject({ guard: { dayFailures: 1, dayStartedAt: NOW + DAY, lockedAt: null } })
  })

  it('do not unlock by themselves when a new day begins', () => {
    const locked: Guard = { ...freshGuard, dayStartedAt: NOW, dayFailures: 60, lockedAt: NOW }
    expect(spend(locked, 'other', NOW + 2 * DAY)).toEqual({ kind: 'locked' })
  })

  it('elsewhere do not keep the owner of a known device waiting', () => {
    const { guard, now } = failing(20)
    expect(refusalOf(guard, 'other', now)).toMatchObject({ kind: 'wait' })
    expect(refusalOf(guard, 'known', now)).toBeNull()
  })
})

describe('a right code', () => {
  it('ends the waits of its own kind of device, and leaves the other', () => {
    const elsewhere = failing(10)
    const { guard, now } = failing(10, { guard: elsewhere.guard, bucket: 'known', at: elsewhere.now })
    const forgiven = forgive(guard, 'known')
    expect(forgiven.known).toEqual({ failures: 0, waitUntil: 0 })
    expect(forgiven.other).toEqual(guard.other)
    expect(refusalOf(forgiven, 'known', now)).toBeNull()
  })

  it('gives back the one attempt of the day that was spent on it', () => {
    expect(forgive({ ...freshGuard, dayFailures: 7 }, 'other').dayFailures).toBe(6)
  })

  it('opens the lock that its own attempt closed', () => {
    const { guard, now } = failing(49)
    const fiftieth = spend(guard, 'known', now)
    if (fiftieth.kind !== 'spent') throw new Error(fiftieth.kind)
    expect(fiftieth.guard.lockedAt).toBe(now)
    expect(refusalOf(forgive(fiftieth.guard, 'known'), 'known', now)).toBeNull()
  })
})

describe('backup codes', () => {
  it('have five tries an hour of their own, to the second', () => {
    const { guard } = failing(5, { bucket: 'backup' })
    expect(refusalOf(guard, 'backup', NOW)).toEqual({ kind: 'wait', until: NOW + HOUR })
    expect(refusalOf(guard, 'backup', NOW + HOUR - 1)).toEqual({ kind: 'wait', until: NOW + HOUR })
    expect(spend(guard, 'backup', NOW + HOUR)).toMatchObject({ failures: 1, guard: { backupTries: 1, backupHourStartedAt: NOW + HOUR } })
  })

  it('work while six-digit codes are locked, and neither counts with the other', () => {
    const { guard, now } = failing(50)
    const spent = spend(guard, 'backup', now)
    expect(spent).toMatchObject({ kind: 'spent', guard: { known: guard.known, other: guard.other, lockedAt: guard.lockedAt } })
    expect(refusalOf(failing(5, { bucket: 'backup' }).guard, 'other', NOW)).toBeNull()
  })

  it('get the try back that a right one was spent on', () => {
    expect(forgive(failing(3, { bucket: 'backup' }).guard, 'backup').backupTries).toBe(2)
  })

  it('unlock six-digit codes, and leave their own budget as it was', () => {
    const locked = failing(50)
    const { guard, now } = failing(3, { guard: locked.guard, bucket: 'backup', at: locked.now })
    expect(unlock(guard)).toEqual({ ...freshGuard, backupHourStartedAt: now, backupTries: 3 })
  })
})

describe('however attempts are interleaved', () => {
  type Step = { bucket: GuardBucket; pass: number; right: boolean }
  const steps = fc.array(
    fc.record({
      bucket: fc.constantFrom<GuardBucket>('known', 'other', 'backup'),
      pass: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 2 * HOUR }), fc.constant(DAY)),
      right: fc.boolean(),
    }),
    { minLength: 30, maxLength: 400 },
  )
  // Right codes are rare here, or the counts would never grow.
  const guesses = steps.map((some) => some.map((step, index) => ({ ...step, right: step.right && index % 9 === 0 })))

  /** Plays the steps; right codes are judged at once. */
  function play(some: readonly Step[], seen: (now: number, before: Guard, step: Step, spent: ReturnType<typeof spend>) => void): void {
    let [guard, now]: [Guard, number] = [freshGuard, NOW]
    for (const step of some) {
      now += step.pass
      const spent = spend(guard, step.bucket, now)
      seen(now, guard, step, spent)
      if (spent.kind === 'spent') guard = step.right ? forgive(spent.guard, step.bucket) : spent.guard
    }
  }

  it('no more than fifty wrong codes in a row are judged, ever', () => {
    fc.assert(
      fc.property(guesses, (some) => {
        let wrong = 0
        play(some.map((step) => ({ ...step, right: false })), (_, __, { bucket }, spent) => {
          if (bucket !== 'backup' && spent.kind === 'spent') wrong += 1
        })
        expect(wrong).toBeLessThanOrEqual(50)
      }),
    )
  })

  it('no more than sixty wrong codes are judged in the 24 hours of a window', () => {
    fc.assert(
      fc.property(guesses, (some) => {
        let windowStartedAt = -DAY
        let wrong = 0
        play(some, (now, _, { bucket, right }, spent) => {
          if (bucket === 'backup' || spent.kind !== 'spent') return
          if (now >= windowStartedAt + DAY) [windowStartedAt, wrong] = [now, 0]
          if (!right) wrong += 1
          expect(wrong).toBeLessThanOrEqual(60)
        })
      }),
    )
  })

  it('no more than five wrong backup codes are judged in the hour of a window', () => {
    fc.assert(
      fc.property(guesses, (some) => {
        let windowStartedAt = -HOUR
        let wrong = 0
        play(some, (now, _, { bucket, right }, spent) => {
          if (bucket !== 'backup' || spent.kind !== 'spent') return
          if (now >= windowStartedAt + HOUR) [windowStartedAt, wrong] = [now, 0]
          if (!right) wrong += 1
          expect(wrong).toBeLessThanOrEqual(5)
        })
      }),
    )
  })

  it('nobody waits longer than an hour, nor for what the other kind of device did', () => {
    fc.assert(
      fc.property(guesses, (some) => {
        const judged: Record<GuardBucket, number> = { known: 0, other: 0, backup: 0 }
        play(some, (now, _, { bucket, right }, spent) => {
          const wait = spent.kind === 'wait' ? spent.until - now : null
          expect(wait === null || (wait > 0 && wait <= HOUR && judged[bucket] >= 5)).toBe(true)
          if (spent.kind === 'spent') judged[bucket] = right && bucket !== 'backup' ? 0 : judged[bucket] + 1
        })
      }),
    )
  })

  it('an attempt of one kind leaves the count and the wait of the other as they were', () => {
    fc.assert(
      fc.property(guesses, (some) => {
        play(some, (_, before, { bucket }, spent) => {
          if (spent.kind !== 'spent') return
          for (const other of (['known', 'other'] as const).filter((other) => other !== bucket)) {
            expect(spent.guard[other]).toEqual(before[other])
            expect(forgive(spent.guard, bucket)[other]).toEqual(before[other])
          }
        })
      }),
    )
  })

  it('a right code in flight opens no lock that the wrong ones have earned', () => {
    fc.assert(
      fc.property(guesses, fc.array(fc.nat(3), { minLength: 1 }), (some, delays) => {
        let [guard, now]: [Guard, number] = [freshGuard, NOW]
        const inFlight: { bucket: GuardBucket; landsAfter: number }[] = []
        for (const [index, { bucket, pass, right }] of some.entries()) {
          now += Math.min(pass, HOUR)
          const spent = spend(guard, bucket, now)
          if (spent.kind === 'spent') guard = spent.guard
          if (spent.kind === 'spent' && right) inFlight.push({ bucket, landsAfter: index + (delays[index % delays.length] ?? 0) })
          for (const landing of inFlight.filter(({ landsAfter }) => landsAfter === index)) guard = forgive(guard, landing.bucket)
          const isOverTheLimit = guard.known.failures + guard.other.failures >= 50 || guard.dayFailures >= 60
          expect(guard.lockedAt !== null).toBe(isOverTheLimit)
        }
      }),
    )
  })

  it('many right codes in flight at once never bring a count below zero', () => {
    const moves = fc.array(
      fc.record({ kind: fc.constantFrom('spend', 'forgive', 'unlock'), bucket: fc.constantFrom<GuardBucket>('known', 'other', 'backup'), pass: fc.nat(DAY) }),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(moves, (some) => {
        let [guard, now]: [Guard, number] = [freshGuard, NOW]
        for (const { kind, bucket, pass } of some) {
          now += pass
          if (kind === 'forgive') guard = forgive(guard, bucket)
          if (kind === 'unlock') guard = unlock(guard)
          const spent = kind === 'spend' ? spend(guard, bucket, now) : null
          if (spent?.kind === 'spent') guard = spent.guard
          const counts = [guard.known.failures, guard.other.failures, guard.dayFailures, guard.backupTries]
          expect(Math.min(...counts)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  it('what would be refused is exactly what is refused', () => {
    fc.assert(
      fc.property(guesses, (some) => {
        play(some, (now, before, { bucket }, spent) => {
          expect(refusalOf(before, bucket, now)).toEqual(spent.kind === 'spent' ? null : spent)
        })
      }),
    )
  })
})
