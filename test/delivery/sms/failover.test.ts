import { describe, expect, it } from 'vitest'
import { createFailover } from '../../../src/delivery/sms/failover.ts'
import { TextNotSent } from '../../../src/delivery/sms/failure.ts'
import type { SmsProvider } from '../../../src/delivery/sms/provider.ts'
import type { TextFailure } from '../../../src/engine/text-failure.ts'
import { aText } from '../../support/providers/texts.ts'

const { signal: _, ...text } = aText()

/** A provider that does what it is told: take a text, fail, or say nothing. */
class Told implements SmsProvider {
  readonly name: string
  does: TextFailure | 'takes' | 'stays silent' | 'throws' = 'takes'
  retryAfterSeconds: number | null = null
  asked = 0

  constructor(name: string) {
    this.name = name
  }

  async send(): Promise<{ messageId: string }> {
    this.asked += 1
    if (this.does === 'stays silent') return await new Promise(() => {})
    if (this.does === 'throws') throw new Error(`no route to ${text.to}, code 042042`)
    if (this.does !== 'takes') throw new TextNotSent(this.does, 'told so', { retryAfterSeconds: this.retryAfterSeconds })
    return { messageId: `${this.name}-${this.asked}` }
  }
}

function three() {
  const world = { now: 1_800_000_000, warnings: [] as unknown[] }
  const providers = [new Told('one'), new Told('two'), new Told('three')] as const
  const failover = createFailover({ providers, clock: () => world.now, log: { warn: (facts) => void world.warnings.push(facts) }, timeLimitSeconds: 0.05 })
  return { world, providers, one: providers[0], two: providers[1], three: providers[2], send: (after: string | null = null) => failover.send({ ...text, after }), asked: () => providers.map(({ asked }) => asked) }
}

describe('a text that several providers could send', () => {
  it('goes to the first, and to nobody else', async () => {
    const { send, asked } = three()
    expect(await send()).toEqual({ kind: 'taken', provider: 'one', isConfirmed: true, messageId: 'one-1', segments: null })
    expect(asked()).toEqual([1, 0, 0])
  })

  it.each(['unavailable', 'rate-limited', 'credentials', 'no-balance', 'request-refused', 'sender-refused', 'throws'] as const)('goes on to the next when the first fails by "%s"', async (how) => {
    const { send, one, asked } = three()
    one.does = how
    expect(await send()).toMatchObject({ kind: 'taken', provider: 'two' })
    expect(asked()).toEqual([1, 1, 0])
  })

  it.each(['invalid-number', 'unreachable', 'blocked'] as const)('is tried nowhere else when the number is "%s"', async (failure) => {
    const { send, one, asked } = three()
    one.does = failure
    expect(await send()).toEqual({ kind: 'not-taken', provider: 'one', failure })
    expect(asked()).toEqual([1, 0, 0])
  })

  it.each(['unconfirmed', 'stays silent'] as const)('goes to nobody else by itself when the first "%s": it may have been sent', async (how) => {
    const { send, one, asked } = three()
    one.does = how
    expect(await send()).toEqual({ kind: 'taken', provider: 'one', isConfirmed: false, messageId: null, segments: null })
    expect(asked()).toEqual([1, 0, 0])
  })

  it('goes to the next in line than the one that took the last text of the same sign-in, around the end of the line', async () => {
    const { send } = three()
    expect([await send('one'), await send('two'), await send('three'), await send('one that is set up no more')]).toMatchObject(['two', 'three', 'one', 'one'].map((provider) => ({ provider })))
  })

  it('is said to have failed when nobody takes it', async () => {
    const { send, providers } = three()
    for (const provider of providers) provider.does = 'unavailable'
    expect(await send()).toEqual({ kind: 'not-taken', provider: 'three', failure: 'unavailable' })
  })

  it('leaves neither number nor code in the log', async () => {
    const { send, one, world } = three()
    one.does = 'throws'
    await send()
    const [facts] = world.warnings as [{ err: Error }]
    expect(facts).toMatchObject({ provider: 'one', failure: 'unavailable', text: text.reference })
    expect(facts.err.message).toBe('one: no route to [number], code [number]')
  })
})

describe('a provider that fails', () => {
  it('is left alone after three failures in a row, until one text finds that it is back', async () => {
    const { send, one, world, asked } = three()
    one.does = 'unavailable'
    for (let i = 0; i < 5; i += 1) await send()
    expect(asked()).toEqual([3, 5, 0])

    world.now += 29
    await send()
    expect(one.asked).toBe(3)
    world.now += 1
    await send()
    expect(one.asked).toBe(4) // asked once, still down: now it rests for a minute
    world.now += 59
    await send()
    expect(one.asked).toBe(4)
    world.now += 1
    one.does = 'takes'
    expect(await send()).toMatchObject({ provider: 'one' })
    expect(await send()).toMatchObject({ provider: 'one' })
  })

  it('is asked by one text alone to find out, while the others go elsewhere', async () => {
    const { send, one, world } = three()
    one.does = 'unavailable'
    for (let i = 0; i < 3; i += 1) await send()
    world.now += 30
    one.does = 'stays silent'
    const outcomes = await Promise.all([send(), send(), send()])
    expect(outcomes).toMatchObject([{ provider: 'one', isConfirmed: false }, { provider: 'two' }, { provider: 'two' }])
  })

  it('rests at most five minutes, however long it has failed', async () => {
    const { send, one, world } = three()
    one.does = 'unavailable'
    for (let i = 0; i < 20; i += 1) {
      await send()
      world.now += 300
    }
    const before = one.asked
    await send()
    expect(one.asked).toBe(before + 1)
  })

  it('rests as long as it asks for, at once', async () => {
    const { send, one, world, asked } = three()
    Object.assign(one, { does: 'rate-limited', retryAfterSeconds: 20 })
    await send()
    world.now += 19
    await send()
    expect(asked()).toEqual([1, 2, 0])
    world.now += 1
    await send()
    expect(one.asked).toBe(2)
  })

  it.each(['invalid-number', 'blocked', 'sender-refused'] as const)('is not left alone for "%s": it works', async (failure) => {
    const { send, one } = three()
    one.does = failure
    for (let i = 0; i < 5; i += 1) await send()
    expect(one.asked).toBe(5)
  })

  it('is asked all the same when all are resting, the one first that rests no longer', async () => {
    const { send, one, providers, world } = three()
    for (const provider of providers) provider.does = 'unavailable'
    for (let i = 0; i < 3; i += 1) {
      await send()
      world.now += 1
    }
    one.does = 'takes'
    expect(await send()).toMatchObject({ kind: 'taken', provider: 'one' })
  })
})
