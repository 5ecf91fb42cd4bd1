import { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/databases/index.ts'
import { migrate } from '../../src/store/migrate.ts'
import { migrations } from '../../src/store/migrations/index.ts'
import type { Schema } from '../../src/store/schema.ts'
import { openTestDatabase, testDatabases, type TestDatabase } from '../support/test-databases.ts'

describe.each(testDatabases)('migrations on %s', (name) => {
  let place: TestDatabase
  let nodes: { database: Database; db: Kysely<Schema> }[]

  beforeEach(async () => {
    place = await openTestDatabase(name)
    nodes = []
    const first = await openDatabase(place.url)
    for (let n = 0; n < 3; n++) {
      // SQLite serves one node, and a second connection in this thread would wait for the first and block it.
      const database = name === 'sqlite' ? first : await openDatabase(place.url)
      nodes.push({ database, db: new Kysely<Schema>({ dialect: database.dialect }) })
    }
  })
  afterEach(async () => {
    for (const { database } of nodes) await database.close()
    await place.remove()
  })

  it('run once, and say so', async () => {
    expect(await migrate(nodes[0]!.db)).toEqual(Object.keys(migrations))
    expect(await migrate(nodes[0]!.db)).toEqual([])
  })

  it('run once when nodes start together', async () => {
    const done = await Promise.all(nodes.map(({ db }) => migrate(db)))
    expect(done.flat()).toEqual(Object.keys(migrations))
    expect(await nodes[2]!.db.selectFrom('nightlatch_user').selectAll().execute()).toEqual([])
  })

  it('begin the name of every table with ours', async () => {
    const { db } = nodes[0]!
    await migrate(db)
    const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
    expect(tables.filter((table) => !table.name.startsWith('nightlatch_'))).toEqual([])
  })
})
