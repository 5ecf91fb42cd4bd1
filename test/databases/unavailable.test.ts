import { Kysely, sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DatabaseUnavailableError, openDatabase } from '../../src/databases/index.ts'
import { createSqliteDialect } from '../../src/databases/sqlite-dialect.ts'
import { loadSqlite } from '../../src/databases/sqlite-library.ts'
import { openTestDatabase } from '../support/test-databases.ts'

interface Schema {
  account: { id: string }
}

async function openPostgres(query: string) {
  const place = await openTestDatabase('postgres')
  const database = await openDatabase(`${place.url}?${query}`)
  onTestFinished(async () => {
    await database.close()
    await place.remove()
  })
  return { place, db: new Kysely<Schema>({ dialect: database.dialect }) }
}

const one = (db: Kysely<Schema>) => sql<{ one: number }>`select 1 as one`.execute(db)

describe('PostgreSQL', () => {
  it('whose connections are all taken is unavailable, until one is free', async () => {
    const { db } = await openPostgres('max=1&connectionTimeoutMillis=1000')
    await db.connection().execute(async () => {
      await expect(one(db)).rejects.toThrow(DatabaseUnavailableError)
      await expect(db.transaction().execute(one)).rejects.toThrow(DatabaseUnavailableError)
    })
    expect((await one(db)).rows).toEqual([{ one: 1 }])
  })

  it('that takes too long over a statement is unavailable, and one that is wrong is only wrong', async () => {
    const { db } = await openPostgres('max=1&statement_timeout=50')
    await expect(sql`select pg_sleep(10)`.execute(db)).rejects.toThrow(DatabaseUnavailableError)
    await expect(sql`select nonsense from nowhere`.execute(db)).rejects.not.toThrow(DatabaseUnavailableError)
  })

  it('that ends a connection in use is unavailable, and used again by another', async () => {
    const { db } = await openPostgres('max=2')
    const lost = db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db)
      await sql`select 1`.execute(tx)
    })
    await expect(lost).rejects.toThrow(DatabaseUnavailableError)
    expect((await one(db)).rows).toEqual([{ one: 1 }])
  })

  it('that is gone is unavailable', async () => {
    const { place, db } = await openPostgres('max=1')
    await one(db)
    await place.remove()
    await expect(one(db)).rejects.toThrow(DatabaseUnavailableError)
    await expect(one(db)).rejects.toThrow(DatabaseUnavailableError)
    const nobody = await openDatabase('postgres://test@127.0.0.1:1/test')
    await expect(one(new Kysely<Schema>({ dialect: nobody.dialect }))).rejects.toThrow(DatabaseUnavailableError)
    await nobody.close()
  })
})

describe('SQLite', () => {
  it('that another process holds for too long is unavailable, and one that refuses a row is not', async () => {
    const place = await openTestDatabase('sqlite')
    const { DatabaseSync } = await loadSqlite()
    // Without the five seconds of patience that a server has.
    const [writer, reader, other] = [0, 1, 2].map(() => new DatabaseSync(place.url.slice('file:'.length)))
    if (writer === undefined || reader === undefined || other === undefined) throw new Error('no connection')
    const close = () => [writer, reader, other].filter(({ isOpen }) => isOpen).forEach((each) => each.close())
    onTestFinished(async () => {
      close()
      await place.remove()
    })
    for (const each of [writer, reader, other]) each.exec('pragma busy_timeout = 0')
    const db = new Kysely<Schema>({ dialect: createSqliteDialect({ writer, reader }, close) })
    await db.schema.createTable('account').addColumn('id', 'text', (c) => c.primaryKey()).execute()
    const add = () => db.transaction().execute((tx) => tx.insertInto('account').values({ id: 'a' }).execute())

    other.exec('begin exclusive')
    const refused = await Promise.allSettled([add(), add()])
    expect(refused.map((each) => each.status === 'rejected' && each.reason instanceof DatabaseUnavailableError)).toEqual([true, true])
    await expect(db.selectFrom('account').selectAll().execute()).rejects.toThrow(DatabaseUnavailableError)
    other.exec('rollback')
    await add()
    await expect(add()).rejects.not.toThrow(DatabaseUnavailableError)
  })
})
