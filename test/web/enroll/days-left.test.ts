import { describe, expect, it } from 'vitest'
import { daysLeft } from '../../../src/web/enroll/days-left.ts'

const at = (iso: string) => Date.parse(iso) / 1000

describe('the days left', () => {
  it('are counted on the calendar, not in stretches of 24 hours', () => {
    expect(daysLeft(at('2026-03-11T23:00:00Z'), at('2026-03-12T01:00:00Z'), 'UTC')).toBe(1)
    expect(daysLeft(at('2026-03-12T00:00:00Z'), at('2026-03-12T23:59:59Z'), 'UTC')).toBe(0)
  })

  it('are those of the time zone that the organization lives in', () => {
    const [now, until] = [at('2026-03-11T23:00:00Z'), at('2026-03-12T01:00:00Z')]
    expect(daysLeft(now, until, 'Europe/Berlin')).toBe(0)
    expect(daysLeft(now, until, 'America/New_York')).toBe(0)
  })

  it('are right across the night in which clocks change', () => {
    expect(daysLeft(at('2026-03-28T12:00:00Z'), at('2026-03-30T12:00:00Z'), 'Europe/London')).toBe(2)
  })
})
