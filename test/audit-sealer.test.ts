import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AuditSealer } from '../src/audit-sealer.ts'
import { openAuditLog, type TestAuditLog } from './contract/audit-log.ts'

describe('The sealer', () => {
  let log: TestAuditLog
  let sealer: AuditSealer
  let organizationId: string

  beforeEach(async () => {
    log = await openAuditLog('sqlite')
    sealer = log.sealer()
    organizationId = (await log.organization()).id
  })
  afterEach(async () => {
    vi.useRealTimers()
    await log.close()
  })

  const heads = () => log.logged.filter(({ message }) => message === 'the head of the audit log').map(({ facts }) => facts)
  const sealed = async () => (await log.rowsOf(organizationId)).filter(({ sequence }) => sequence !== null).length

  it('logs the head when it changed, once a minute at most', async () => {
    const addAndSeal = async () => {
      await log.add(organizationId, 2)
      await sealer.seal()
    }
    await addAndSeal()
    expect(heads()).toEqual([{ organizationId, ...(await log.headOf(organizationId)) }])
    log.advance(59)
    await addAndSeal()
    expect(heads()).toHaveLength(1)
    log.advance(1)
    await sealer.seal()
    expect(heads().at(-1)).toEqual({ organizationId, ...(await log.headOf(organizationId)) })
    log.advance(600)
    await sealer.seal()
    expect(heads()).toHaveLength(2)
  })

  it('seals every few seconds, and once more when it stops, with the last head in the log', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    sealer.start()
    await log.add(organizationId, 1)
    expect(await sealed()).toBe(0)
    vi.advanceTimersByTime(5_000)
    await vi.waitFor(async () => expect(await sealed()).toBe(1), { interval: 20, timeout: 20_000 })

    await log.add(organizationId, 1)
    await sealer.stop()
    expect(await sealed()).toBe(2)
    expect(heads().at(-1)).toMatchObject({ sequence: 2 })
    await log.add(organizationId, 1)
    vi.advanceTimersByTime(60_000)
    await wait(50)
    expect(await sealed()).toBe(2)
  })

  it('never runs twice at once', async () => {
    await log.add(organizationId, 1)
    let atOnce = 0
    let most = 0
    const counted = log.sealer({
      ...log.seals,
      async unsealedChains() {
        most = Math.max(most, ++atOnce)
        await wait(5)
        atOnce--
        return await log.seals.unsealedChains()
      },
    })
    await Promise.all([counted.seal(), counted.seal(), counted.stop()])
    expect(most).toBe(1)
    expect(await sealed()).toBe(1)
  })

  it('says loudly that it can’t seal, goes on with the other chains, and tries again', async () => {
    const other = (await log.organization()).id
    let isBroken = true
    const breaking = log.sealer({
      ...log.seals,
      async sealNext(id, limit, link) {
        if (id === organizationId && isBroken) throw new Error('disk full')
        return await log.seals.sealNext(id, limit, link)
      },
    })
    await log.add(organizationId, 1)
    await log.add(other, 1)
    await breaking.seal()
    expect(log.logged).toContainEqual({ facts: { organizationId, err: new Error('disk full') }, message: expect.stringMatching('could not be sealed') })
    expect((await log.rowsOf(other))[0]?.sequence).toBe(1)
    isBroken = false
    await breaking.seal()
    expect(await sealed()).toBe(1)
  })

  it('rejects nothing when the database is gone, and lets events be written while it can’t seal', async () => {
    const failing = log.sealer({ ...log.seals, unsealedChains: () => Promise.reject(new Error('gone')) })
    await failing.seal()
    await log.add(organizationId, 1)
    await failing.stop()
    expect(log.logged.map(({ message }) => message)).toEqual(Array(2).fill('audit rows could not be sealed; they wait'))
  })
})
