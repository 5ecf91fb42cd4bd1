import { Kysely, type Migration, Migrator, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/databases/index.ts'
import { openTestDatabase, testDatabases, type TestDatabase } from '../support/test-databases.ts'

interface Schema {
  account: { id: string; balance: number; note: string | null }
}

describe.each(testDatabases)('%s', (name) => {
  let place: TestDatabase
  let database: Database
  let db: Kysely<Schema>

  beforeAll(async () => {
    place = await openTestDatabase(name)
    database = await openDatabase(place.url)
    db = new Kysely<Schema>({ dialect: database.dialect })
    await db.schema
      .createTable('account')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('balance', 'bigint', (c) => c.notNull())
      .addColumn('note', 'text')
      .execute()
  })

  beforeEach(async () => {
    await db.deleteFrom('account').execute()
    await db.insertInto('account').values({ id: 'a', balance: 1, note: null }).execute()
  })

  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  const balance = async () => (await db.selectFrom('account').select('balance').where('id', '=', 'a').executeTakeFirstOrThrow()).balance

  it('lets one of twenty take what can be taken once', async () => {
    const take = () =>
      db
        .updateTable('account')
        .set((eb) => ({ balance: eb('balance', '-', 1) }))
        .where('id', '=', 'a')
        .where('balance', '>', 0)
        .returningAll()
        .executeTakeFirst()
    const taken = await Promise.all(Array.from({ length: 20 }, take))
    expect(taken.filter((row) => row !== undefined)).toEqual([{ id: 'a', balance: 0, note: null }])
    expect(await balance()).toBe(0)
  })

  it('counts the rows of an update that returns none', async () => {
    const { numUpdatedRows } = await db.updateTable('account').set({ note: 'x' }).where('id', '=', 'a').executeTakeFirstOrThrow()
    expect(numUpdatedRows).toBe(1n)
  })

  it('forgets a transaction that throws', async () => {
    const refused = db.transaction().execute(async (trx) => {
      await trx.updateTable('account').set({ balance: 7 }).execute()
      throw new Error('refused')
    })
    await expect(refused).rejects.toThrow('refused')
    expect(await balance()).toBe(1)
  })

  it('keeps concurrent transactions apart', async () => {
    const raise = () =>
      db.transaction().execute(async (trx) => {
        const before = await trx
          .updateTable('account')
          .set((eb) => ({ balance: eb('balance', '+', 1) }))
          .where('id', '=', 'a')
          .returning('balance')
          .executeTakeFirstOrThrow()
        await new Promise((resolve) => setTimeout(resolve, 1))
        await trx.updateTable('account').set({ balance: before.balance }).where('id', '=', 'a').execute()
      })
    await Promise.all(Array.from({ length: 20 }, raise))
    expect(await balance()).toBe(21)
  })

  it('keeps apart the transactions of two Kyselys on one database', async () => {
    const other = new Kysely<Schema>({ dialect: database.dialect })
    const raise = (kysely: Kysely<Schema>, fails: boolean) =>
      kysely.transaction().execute(async (trx) => {
        await trx.updateTable('account').set((eb) => ({ balance: eb('balance', '+', 1) })).execute()
        await new Promise((resolve) => setTimeout(resolve, 5))
        if (fails) throw new Error('refused')
      })
    await Promise.allSettled([raise(db, false), raise(other, true)])
    expect(await balance()).toBe(2)
  })

  it('answers whole numbers as numbers', async () => {
    await db.updateTable('account').set({ balance: Number.MAX_SAFE_INTEGER }).execute()
    expect(await balance()).toBe(Number.MAX_SAFE_INTEGER)
    await db.updateTable('account').set({ balance: 1_700_000_000 }).execute()
    const totals = await db
      .selectFrom('account')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number>('balance').as('sum')])
      .executeTakeFirstOrThrow()
    expect(totals).toEqual({ count: 1, sum: 1_700_000_000 })
  })

  it('refuses a whole number too large to be exact', async () => {
    await sql`update account set balance = 9007199254740993`.execute(db)
    await expect(balance()).rejects.toThrow(/too large/)
  })

  it('goes on after a statement that failed', async () => {
    const insert = () => db.insertInto('account').values({ id: 'a', balance: 1, note: null }).returning('id').execute()
    await expect(insert()).rejects.toThrow(/unique/i)
    await expect(sql`select nonsense from nowhere`.execute(db)).rejects.toThrow(/nowhere/)
    await db.deleteFrom('account').execute()
    expect(await insert()).toEqual([{ id: 'a' }])
  })

  it('sees a new column in a query it has run before', async () => {
    const all = () => sql`select * from account`.execute(db)
    await all()
    await db.schema.alterTable('account').addColumn('extra', 'text').execute()
    expect((await all()).rows).toEqual([{ id: 'a', balance: 1, note: null, extra: null }])
    await db.schema.alterTable('account').dropColumn('extra').execute()
    expect((await all()).rows).toEqual([{ id: 'a', balance: 1, note: null }])
  })

  it('tells the time', async () => {
    expect(Math.abs((await database.now()) - Date.now() / 1000)).toBeLessThan(3)
  })

  it('migrates once when two nodes start together', async () => {
    const second = await openDatabase(place.url)
    let runs = 0
    const up: Migration['up'] = async (kysely) => {
      runs += 1
      await kysely.schema.createTable('moved').addColumn('id', 'text', (c) => c.primaryKey()).execute()
    }
    // SQLite has one node, whose two migrators share its connection.
    const nodes = [database, name === 'sqlite' ? database : second]
    const results = await Promise.all(nodes.map((node) => migrate(node, { '0001-moved': { up } })))
    await second.close()
    expect(results.map(({ error }) => error)).toEqual([undefined, undefined])
    expect(runs).toBe(1)
    expect((await db.introspection.getTables()).map((table) => table.name).toSorted()).toEqual(['account', 'moved'])
  })

  it('leaves nothing of a migration that fails', async () => {
    const up: Migration['up'] = async (kysely) => {
      await kysely.schema.createTable('half').addColumn('id', 'text').execute()
      throw new Error('power cut')
    }
    const { error } = await migrate(database, { '0001-moved': { up: async () => {} }, '0002-half': { up } })
    expect(error).toMatchObject({ message: 'power cut' })
    expect((await db.introspection.getTables()).map((table) => table.name)).not.toContain('half')
  })

  it('closes twice without complaint', async () => {
    const second = await openDatabase(place.url)
    const kysely = new Kysely<Schema>({ dialect: second.dialect })
    await kysely.selectFrom('account').selectAll().execute()
    await second.close()
    await expect(kysely.destroy()).resolves.toBeUndefined()
    await expect(second.close()).resolves.toBeUndefined()
  })
})

function migrate(node: Database, migrations: Record<string, Migration>) {
  const kysely = new Kysely<unknown>({ dialect: node.dialect })
  return new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } }).migrateToLatest()
}
