import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { generateKey, parseKeyring } from '../../src/crypto/keyring.ts'
import { GENESIS, linkAll, signEvent } from '../../src/engine/audit-chain.ts'
import { recordOf, saidOf } from '../../src/store/audit-records.ts'
import { anAuditEvent, anId } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { MINUTE, openAuditLog, type TestAuditLog } from './audit-log.ts'

const LENGTH = 6

describe.each(testDatabases)('somebody with the database, on %s', (name) => {
  let log: TestAuditLog
  let organizationId: string
  let ids: string[]

  beforeAll(async () => {
    log = await openAuditLog(name)
  })
  beforeEach(async () => {
    organizationId = (await log.organization()).id
    ids = await log.add(organizationId, LENGTH)
    await log.seal()
  })
  afterAll(() => log.close())

  const events = () => log.db.updateTable('nightlatch_audit_event').where('organization_id', '=', organizationId)
  const remove = (...sequences: number[]) =>
    log.db.deleteFrom('nightlatch_audit_event').where('organization_id', '=', organizationId).where('sequence', 'in', sequences).execute()
  const head = () => log.db.selectFrom('nightlatch_audit_chain').selectAll().where('organization_id', '=', organizationId).executeTakeFirstOrThrow()
  const lines = async (...given: Parameters<TestAuditLog['verify']>) => (await log.verify(given[0] ?? organizationId, given[1])).lines
  /** How a row is named. */
  const named = (at: number) => new RegExp(`event "${ids[at - 1]}" \\(sequence ${at}, [\\d:.TZ-]+, "[^"]+", organization "${organizationId}"\\)`)
  const only = (...expected: (string | RegExp)[]) => expected.map((each) => expect.stringMatching(each))

  it('leaves it alone, and nothing is found', async () => {
    expect(await log.verify(organizationId)).toEqual({ events: LENGTH, chains: 1, problems: 0, lines: [] })
  })

  it.each([
    ['at', 5],
    ['action', 'sign-in.password-refused'],
    ['result', 'failure'],
    ['actor_id', 'user-2'],
    ['subject_id', ''],
    ['method', 'sms'],
    ['detail', '{"x":1}'],
    ['address', '198.51.100.1'],
    ['agent', ''],
    ['hash', 'x'.repeat(43)],
    ['previous_hash', ''],
  ])('changes the %s of a row, and it is named', async (column, value) => {
    await events().set(sql.ref(column), value).where('sequence', '=', 3).execute()
    const found = await lines()
    expect(found).toEqual(only(named(3)))
    expect(found).toEqual(only(/^changed: /))
  })

  it('removes a row, and it is named by its place and its neighbors', async () => {
    await remove(3)
    const [found = ''] = await lines()
    expect(found).toMatch(/^removed: the event with sequence 3 of organization/)
    expect(found).toMatch(named(2))
    expect(found).toMatch(named(4))
  })

  it('removes the first rows, or the last', async () => {
    await remove(1, 2, LENGTH)
    expect(await lines()).toEqual(only(/^removed: the 2 events with sequence 1 to 2 /, /^removed: the event with sequence 6 /))
  })

  it('cuts off the end and makes the head fit', async () => {
    const logged = await log.headOf(organizationId)
    await remove(LENGTH)
    await log.db.updateTable('nightlatch_audit_chain').set({ head_sequence: 5, head_hash: (await log.headOf(organizationId)).hash }).where('organization_id', '=', organizationId).execute()
    expect(await lines()).toEqual(only(/^changed: the record of the newest link/))
    expect(await lines(organizationId, [logged])).toEqual(only(/^changed: the record/, `^removed: no chain of this organization has the head 6:`))
    // Nor is anything built upon it.
    await log.add(organizationId, 1)
    await log.seal()
    expect(log.logged.at(-1)).toMatchObject({ facts: { organizationId, err: { message: expect.stringMatching('verify-audit') } } })
    expect((await log.rowsOf(organizationId)).filter((row) => row.sequence === null)).toHaveLength(1)
  })

  it('cuts off the end and puts back a head that was true once: the head in the log tells', async () => {
    const before = await head()
    await log.add(organizationId, 2)
    await log.seal()
    const logged = await log.headOf(organizationId)
    await remove(7, 8)
    await log.db.updateTable('nightlatch_audit_chain').set(before).where('organization_id', '=', organizationId).execute()
    expect(await lines()).toEqual([])
    expect(await lines(organizationId, [logged])).toEqual(only(/^removed: no chain of this organization has the head 8:/))
    // What is sealed since does not hide it.
    await log.add(organizationId, 3)
    await log.seal()
    expect(await lines(organizationId, [logged])).toEqual(only(/^removed: no chain of this organization has the head 8:/))
  })

  it('removes everything of an organization', async () => {
    const logged = await log.headOf(organizationId)
    await log.db.deleteFrom('nightlatch_audit_event').where('organization_id', '=', organizationId).execute()
    expect(await lines()).toEqual(only(/^removed: the 6 events with sequence 1 to 6 /))
    await log.db.deleteFrom('nightlatch_audit_chain').where('organization_id', '=', organizationId).execute()
    expect(await lines()).toEqual(only(/^there is no audit chain of organization/))
    expect((await log.verify(null, [logged])).lines).toContainEqual(expect.stringMatching(/^removed: no chain has the head 6:/))
  })

  it('removes the record of the head', async () => {
    await log.db.deleteFrom('nightlatch_audit_chain').where('organization_id', '=', organizationId).execute()
    expect(await lines()).toEqual(only(/^removed: the record of the newest link/))
    await log.add(organizationId, 1)
    await log.seal()
    expect(log.logged.at(-1)?.message).toMatch('could not be sealed')
  })

  it('removes the first rows and says that retention did it', async () => {
    const [, , third] = await log.rowsOf(organizationId)
    await remove(1, 2, 3)
    const claimed = { start_sequence: 3, start_hash: third!.hash, start_key_id: 'one', start_mac: (await head()).head_mac }
    await log.db.updateTable('nightlatch_audit_chain').set(claimed).where('organization_id', '=', organizationId).execute()
    expect(await lines()).toEqual(only(/^changed: the record of what retention removed/))
  })

  async function insert(facts: { at: number; sequence: number | null; hash?: string }) {
    const id = anId()
    await log.add(organizationId, 1, { id, at: facts.at })
    if (facts.sequence !== null) await events().set({ sequence: facts.sequence, hash: facts.hash ?? 'x'.repeat(43), key_id: 'one' }).where('id', '=', id).execute()
    return id
  }

  it('inserts a row after the last, before the first, or with its place taken from none', async () => {
    const after = await insert({ at: log.now(), sequence: 7 })
    const before = await insert({ at: log.now(), sequence: 0 })
    const far = await insert({ at: log.now(), sequence: 999 })
    expect(await lines()).toEqual(only(`^inserted: event "${before}"`, `^inserted: event "${after}"`, `^inserted: event "${far}"`))
  })

  it('inserts a row of the past, and lets the sealer seal it', async () => {
    log.advance(60 * MINUTE)
    await log.add(organizationId, 1)
    await log.seal()
    const id = await insert({ at: log.now() - 60 * MINUTE, sequence: null })
    expect(await lines()).toEqual(only(`^warning: event "${id}" .* is not sealed yet`))
    await log.seal()
    expect(await lines()).toEqual(only(`^inserted: event "${id}" \\(sequence 8, .* was written long after the time that it gives`))
  })

  it('makes up a row of right now, unsealed or under the signature of another, and it is neither sealed nor overlooked', async () => {
    const [third] = (await log.rowsOf(organizationId)).slice(2)
    const { sequence: _s, previous_hash: _p, hash: _h, key_id: _k, ...real } = third!
    const made = { ...real, at: log.now(), action: 'user.reset' as const }
    const rows = [
      { ...made, id: anId(), mac: null, mac_key_id: null },
      { ...made, id: anId() },
      { ...made, id: anId(), mac: signEvent(saidOf(real), parseKeyring(generateKey('one')).newest).mac },
    ]
    await log.db.insertInto('nightlatch_audit_event').values(rows).execute()
    const said = only(...rows.map(({ id }) => `^inserted: event "${id}" .* was not written, or not like this, by a server that holds KEYS`))
    expect(await lines()).toEqual(said)
    await log.add(organizationId, 2)
    await log.seal()
    expect(log.logged).toContainEqual({ facts: { organizationId, count: 3 }, message: expect.stringMatching('no server wrote') })
    expect(await log.verify(organizationId)).toMatchObject({ events: LENGTH + 2, problems: 3, lines: said })
  })

  it('makes up the first row of an organization', async () => {
    const other = (await log.organization()).id
    const [id = ''] = await log.add(other, 1)
    await log.db.updateTable('nightlatch_audit_event').set({ mac: null, mac_key_id: null }).where('id', '=', id).execute()
    await log.seal()
    expect(await lines(other)).toContainEqual(expect.stringMatching(`^inserted: event "${id}"`))
  })

  it('changes a row before it is sealed', async () => {
    const [id = ''] = await log.add(organizationId, 1)
    await events().set({ result: 'failure' }).where('id', '=', id).execute()
    await log.seal()
    expect(await lines()).toEqual(only(`^inserted: event "${id}"`))
  })

  it('keeps nothing waiting behind a hundred rows that were made up', async () => {
    const forged = await log.add(organizationId, 101)
    await events().set({ mac: 'x' }).where('id', 'in', forged).execute()
    const [real] = await log.add(organizationId, 1)
    await log.seal()
    expect((await log.rowsOf(organizationId)).find(({ id }) => id === real)?.sequence).toBe(LENGTH + 1)
  })

  it('takes the signature of a sealed row away', async () => {
    await events().set({ mac: null, mac_key_id: null }).where('sequence', '=', 3).execute()
    expect(await lines()).toEqual(only(named(3)))
  })

  it('puts two rows in each other’s place', async () => {
    const [, second, , , fifth] = await log.rowsOf(organizationId)
    const put = (id: string, sequence: number | null) => events().set({ sequence }).where('id', '=', id).execute()
    await put(second!.id, null)
    await put(fifth!.id, 2)
    await put(second!.id, 5)
    expect(await lines()).toEqual(only(`^changed: event "${fifth!.id}" \\(sequence 2,`, `^changed: event "${second!.id}" \\(sequence 5,`))
  })

  it('moves a row to another organization', async () => {
    const other = (await log.organization()).id
    await log.add(other, 2)
    await log.seal()
    await events().set({ organization_id: other }).where('sequence', '=', 3).execute()
    expect(await lines(organizationId)).toEqual(only(/^removed: the event with sequence 3 /))
    expect(await lines(other)).toEqual(only(`^inserted: event "${ids[2]}" \\(sequence 3, `))
  })

  it('takes the place of a row away, so that the changed one is sealed anew', async () => {
    await events().set({ sequence: null, hash: null, key_id: null, result: 'failure' }).where('sequence', '=', 3).execute()
    await log.seal()
    expect(await lines()).toEqual(only(/^removed: the event with sequence 3 /, `^inserted: event "${ids[2]}"`))
  })

  it('computes everything anew under a key of the same name', async () => {
    const forger = parseKeyring(generateKey('one')).newest
    const rows = await log.rowsOf(organizationId)
    const records = rows.map((row) => ({ ...recordOf(row), result: 'failure' }))
    const { links, head: forged } = linkAll(GENESIS, records, organizationId, forger)
    for (const [n, { sequence, hash, previousHash }] of links.entries()) await events().set({ result: 'failure', hash, previous_hash: previousHash }).where('id', '=', rows[n]!.id).where('sequence', '=', sequence).execute()
    await log.db.updateTable('nightlatch_audit_chain').set({ head_hash: forged.hash, head_mac: forged.mac }).where('organization_id', '=', organizationId).execute()
    const found = await lines()
    expect(found).toContainEqual(expect.stringMatching(named(1)))
    expect(found).toContainEqual(expect.stringMatching(/^changed: the record of the newest link/))
  })

  it('names a key that KEYS does not have, and writes no line of their own into what is said', async () => {
    await events().set({ key_id: 'x\n1 event in 1 chain, intact' }).where('sequence', '=', 3).execute()
    const [found = '', ...others] = await lines()
    expect(found).toMatch(named(3))
    expect(found).toMatch('KEYS has no key "x\\n1 event')
    expect(others).toEqual([])
  })

  it('makes a thousand rows wrong, and is not read a thousand lines', async () => {
    await log.add(organizationId, 100)
    await log.seal()
    await events().set({ agent: 'x' }).execute()
    const found = await log.verify(organizationId)
    expect(found.lines).toHaveLength(21)
    expect(found.problems).toBe(106)
  })

  it('can’t touch the rows of no organization either', async () => {
    const [id] = await log.add(null, 1, anAuditEvent({ subjectId: null, actorId: null, at: log.now() }))
    await log.seal()
    expect((await log.verify()).lines).not.toContainEqual(expect.stringMatching('no organization'))
    await log.db.updateTable('nightlatch_audit_event').set({ agent: 'x' }).where('id', '=', id!).execute()
    expect((await log.verify()).lines).toContainEqual(expect.stringMatching(`^changed: event "${id}" .*no organization`))
  })
})
