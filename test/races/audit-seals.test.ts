import { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAuditSealer } from '../../src/audit-sealer.ts'
import { generateKey, parseKeyring } from '../../src/crypto/keyring.ts'
import { type Database, openDatabase } from '../../src/databases/index.ts'
import { GENESIS, linkAll, signEvent } from '../../src/engine/audit-chain.ts'
import { readAuditChains } from '../../src/store/audit-chains.ts'
import { type AuditSealStore, auditSealQueries } from '../../src/store/audit-seals.ts'
import { saidOf } from '../../src/store/audit-records.ts'
import { migrate } from '../../src/store/migrate.ts'
import type { Schema } from '../../src/store/schema.ts'
import { createStore } from '../../src/store/store.ts'
import { verifyAudit } from '../../src/commands/verify-audit.ts'
import { anAuditEvent, anId, anOrganization, aPolicy, NOW } from '../support/builders.ts'
import { itOf } from '../support/long.ts'
import { openTestDatabase, type TestDatabase, testDatabases } from '../support/test-databases.ts'

const keyring = parseKeyring(generateKey('one'))

describe.each(testDatabases)('two sealers over one database, on %s', (name) => {
  let place: TestDatabase
  let databases: Database[]
  let nodes: { db: Kysely<Schema>; store: ReturnType<typeof createStore>; seals: AuditSealStore }[]
  const logged: string[] = []
  const log = { info: () => {}, error: (facts: object, message = '') => void logged.push(`${message} ${String((facts as { err?: unknown }).err)}`) }

  beforeAll(async () => {
    place = await openTestDatabase(name)
    const first = await openDatabase(place.url)
    // SQLite serves one node: there the two share its connections.
    databases = name === 'sqlite' ? [first] : [first, await openDatabase(place.url)]
    nodes = [first, databases.at(-1) ?? first].map(({ dialect }) => {
      const db = new Kysely<Schema>({ dialect })
      return { db, store: createStore(db, { signEvent: (record) => signEvent(record, keyring.newest) }), seals: auditSealQueries(db) }
    })
    await migrate(nodes[0]!.db)
  })
  afterAll(async () => {
    for (const database of databases) await database.close()
    await place.remove()
  })

  async function organization(): Promise<string> {
    const made = anOrganization()
    await nodes[0]!.store.commit(null, [{ kind: 'organization.create', organization: made, policy: aPolicy(), at: NOW }])
    return made.id
  }

  const add = (node: number, organizationId: string, count: number) =>
    nodes[node]!.store.commit(
      organizationId,
      Array.from({ length: count }, () => ({ kind: 'audit.append' as const, event: anAuditEvent({ actorId: null, subjectId: null }) })),
    )

  async function verify(organizationId: string) {
    const lines: string[] = []
    const verdict = await readAuditChains(nodes[0]!.db, (chains) =>
      verifyAudit(chains, { keyring, now: NOW + 3_600, organizationId, heads: [], say: (line) => void lines.push(line) }),
    )
    return { events: verdict.events, lines }
  }

  it('never fork a chain, though neither knew of the other', async () => {
    const organizationId = await organization()
    let sealed = 0
    // Without the lease, which may have run out under a node that is slow.
    const sealAll = async (node: number) => {
      for (let nothing = 0; nothing < 2; ) {
        const outcome = await nodes[node]!.seals.sealNext(organizationId, 7, (head, records) => linkAll(head ?? GENESIS, records, organizationId, keyring.newest))
        if (outcome.kind === 'sealed') sealed += outcome.count
        nothing = outcome.kind === 'nothing' ? nothing + 1 : 0
      }
    }
    const write = async (node: number) => {
      for (let n = 0; n < 20; n++) await add(node, organizationId, 5)
    }
    await Promise.all([write(0), write(1), sealAll(0), sealAll(1), sealAll(0), sealAll(1)])
    await sealAll(0)
    expect(sealed).toBe(200)
    expect(await verify(organizationId)).toEqual({ events: 200, lines: [] })
  })

  it('take turns by the lease, and never complain', async () => {
    const ids = [await organization(), await organization()]
    const sealers = nodes.map(({ seals }) => createAuditSealer({ seals, keyring, clock: () => NOW, log, holder: anId() }))
    for (let n = 0; n < 10; n++) {
      await Promise.all([...ids.map((id, node) => add(node, id, 20)), ...sealers.map((sealer) => sealer.seal())])
    }
    for (const sealer of sealers) await sealer.stop()
    for (const id of ids) expect(await verify(id)).toEqual({ events: 200, lines: [] })
    expect(logged).toEqual([])
  })

  // SQLite lets one connection write at a time.
  const further = itOf({ everyRun: name === 'postgres' })

  further('leave a row alone that is not committed yet, and seal it when it is', async () => {
    const organizationId = await organization()
    const seal = () => createAuditSealer({ seals: nodes[1]!.seals, keyring, clock: () => NOW, log, holder: anId() }).seal()
    const late = await nodes[0]!.db.startTransaction().execute()
    const { id, at, action, result, client } = anAuditEvent()
    const unowned = { actor_id: null, subject_id: null, method: null, detail: '{}' }
    const said = { id, organization_id: organizationId, at, action, result, ...unowned, ...client }
    const { mac, keyId } = signEvent(saidOf(said), keyring.newest)
    await late.insertInto('nightlatch_audit_event').values({ ...said, mac, mac_key_id: keyId }).execute()
    await add(1, organizationId, 2)
    await seal()
    expect(await verify(organizationId)).toEqual({ events: 2, lines: [] })
    await late.commit().execute()
    await seal()
    expect(await verify(organizationId)).toEqual({ events: 3, lines: [] })
    const row = await nodes[0]!.db.selectFrom('nightlatch_audit_event').select('sequence').where('id', '=', id).executeTakeFirst()
    expect(row).toEqual({ sequence: 3 })
  })
})
