import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { generateKey, parseKeyring } from '../../src/crypto/keyring.ts'
import { attest, GENESIS, linkAll } from '../../src/engine/audit-chain.ts'
import { recordOf } from '../../src/store/audit-records.ts'
import { removeAuditBefore } from '../../src/store/audit-retention.ts'
import { anId, NOW } from '../support/builders.ts'
import { isLong } from '../support/long.ts'
import { testDatabases } from '../support/test-databases.ts'
import { MINUTE, openAuditLog, type TestAuditLog } from './audit-log.ts'

const ROWS = isLong ? 10_000 : 1_000

describe.each(testDatabases)('sealing on %s', (name) => {
  let log: TestAuditLog
  let organizationId: string

  beforeAll(async () => {
    log = await openAuditLog(name)
  })
  beforeEach(async () => {
    organizationId = (await log.organization()).id
  })
  afterEach(async () => {
    const { lines } = await log.verify()
    if (lines.length > 0) throw new Error(`not intact:\n${lines.join('\n')}`)
  })
  afterAll(() => log.close())

  const sequences = async () => (await log.rowsOf(organizationId)).map(({ id, sequence }) => [sequence, id])

  it('gives rows their places in the order of their ids', async () => {
    const ids = await log.add(organizationId, 3)
    await log.seal()
    expect(await sequences()).toEqual(ids.map((id, n) => [n + 1, id]))
  })

  it('goes on where it ended, also on another node', async () => {
    await log.add(organizationId, 2)
    await log.sealer().seal()
    await log.add(organizationId, 2)
    await log.sealer().seal()
    expect((await sequences()).map(([sequence]) => sequence)).toEqual([1, 2, 3, 4])
  })

  it('puts a row that was committed late, with an older id, after those found before it', async () => {
    const late = anId()
    const [early] = await log.add(organizationId, 1)
    await log.seal()
    await log.add(organizationId, 1, { id: late })
    await log.seal()
    expect(await sequences()).toEqual([[1, early], [2, late]])
  })

  it('keeps the chains of organizations apart, and that of none', async () => {
    const other = (await log.organization()).id
    await log.add(organizationId, 2)
    await log.add(other, 3)
    await log.add(null, 1)
    await log.seal()
    const last = async (id: string | null) => (await log.rowsOf(id)).at(-1)?.sequence
    expect([await last(organizationId), await last(other), await last(null)]).toEqual([2, 3, 1])
    expect(await log.verify(other)).toMatchObject({ events: 3, chains: 1, problems: 0 })
  })

  it(`seals ${ROWS} rows in batches, and verifies them`, async () => {
    for (let n = 0; n < ROWS / 500; n++) await log.add(organizationId, 500, { at: log.now() })
    let batches = 0
    const counted = { ...log.seals, sealNext: (...given: Parameters<typeof log.seals.sealNext>) => (batches++, log.seals.sealNext(...given)) }
    await log.sealer(counted).seal()
    expect(batches).toBeGreaterThanOrEqual(ROWS / 200)
    expect(await log.headOf(organizationId)).toMatchObject({ sequence: ROWS })
    expect(await log.verify(organizationId)).toMatchObject({ events: ROWS, problems: 0 })
  }, 120_000)

  it('seals next what is committed while it seals', async () => {
    const [first] = await log.add(organizationId, 1)
    let second: string | undefined
    const interrupted: typeof log.seals = {
      ...log.seals,
      async sealNext(id, limit, link) {
        const outcome = await log.seals.sealNext(id, limit, link)
        if (id === organizationId && second === undefined) [second] = await log.add(organizationId, 1)
        return outcome
      },
    }
    await log.sealer(interrupted).seal()
    expect(await sequences()).toEqual([[1, first], [2, second]])
  })

  it('leaves the work to another that is at it, until that has said nothing for a minute', async () => {
    await log.add(organizationId, 1)
    expect(await log.seals.takeLease('audit-sealer', 'stopped', log.now(), MINUTE)).toBe(true)
    await log.seal()
    expect((await sequences())[0]?.[0]).toBeNull()
    log.advance(MINUTE)
    await log.seal()
    expect((await sequences())[0]?.[0]).toBe(1)
  })

  it('goes on from rows that are older than signatures, which follow no row that has one', async () => {
    const unsigned = { mac: null, mac_key_id: null }
    const ofThis = () => log.db.updateTable('nightlatch_audit_event').where('organization_id', '=', organizationId)
    await log.add(organizationId, 3)
    await ofThis().set(unsigned).execute()
    const records = (await log.rowsOf(organizationId)).map(recordOf)
    // As it was sealed before there were signatures: all but the last.
    await log.seals.sealNext(organizationId, 2, (_head, rows) => linkAll(GENESIS, rows, organizationId, log.keyring.newest))
    expect((await log.verify(organizationId)).lines).toEqual([])
    await log.add(organizationId, 1)
    await log.seal()
    expect(await sequences()).toEqual([...records.map(({ id }, n) => [n + 1, id]), [4, expect.anything()]])

    const [late = ''] = await log.add(organizationId, 1)
    await ofThis().set(unsigned).where('id', '=', late).execute()
    await log.seal()
    expect((await log.verify(organizationId)).lines).toEqual([expect.stringMatching(`^inserted: event "${late}"`)])
    await log.db.deleteFrom('nightlatch_audit_event').where('id', '=', late).execute()
  })

  it('changes keys in the middle', async () => {
    const older = generateKey('older')
    const before = log.keyring
    log.use(parseKeyring(older))
    await log.add(organizationId, 2)
    await log.seal()
    log.use(parseKeyring(`${generateKey('newer')},${older}`))
    await log.add(organizationId, 2)
    await log.seal()
    expect((await log.rowsOf(organizationId)).map((row) => row.key_id)).toEqual(['older', 'older', 'newer', 'newer'])
    expect((await log.verify(organizationId)).lines).toEqual([])
    log.use(before)
    await log.db.deleteFrom('nightlatch_audit_event').execute()
    await log.db.deleteFrom('nightlatch_audit_chain').execute()
  })

  it('lets retention remove whole stretches from the start', async () => {
    const remove = (before: number) => removeAuditBefore(log.db, organizationId, before, (link) => attest('start', organizationId, link, log.keyring.newest))
    await log.add(organizationId, 700, { at: NOW - 900 })
    const [kept] = await log.add(organizationId, 1, { at: NOW - 400 })
    await log.add(organizationId, 1, { at: NOW - 600 }) // late, so that a younger one stands before it
    await log.seal()
    expect(await remove(NOW - 900)).toBe(0)
    expect(await remove(NOW - 500)).toBe(700)
    expect((await sequences())[0]).toEqual([701, kept])
    expect(await log.verify(organizationId)).toMatchObject({ events: 2, lines: [] })

    expect(await remove(NOW)).toBe(2)
    expect(await log.verify(organizationId)).toMatchObject({ events: 0, lines: [] })
    await log.add(organizationId, 1)
    expect(await remove(NOW + 1)).toBe(0) // not sealed yet
    await log.seal()
    expect((await sequences())[0]?.[0]).toBe(703)
  })

  it('finds in the log the head that was logged, unless it was cut off', async () => {
    await log.add(organizationId, 3)
    await log.seal()
    const head = await log.headOf(organizationId)
    await log.add(organizationId, 3)
    await log.seal()
    expect((await log.verify(null, [head])).lines).toEqual([])
    expect((await log.verify(organizationId, [head])).lines).toEqual([])
    expect((await log.verify(organizationId, [{ ...head, sequence: 2 }])).problems).toBe(1)
  })
})
