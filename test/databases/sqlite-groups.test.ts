import { Kysely } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { type Database, openDatabase } from '../../src/databases/index.ts'
import { openTestDatabase } from '../support/test-databases.ts'

interface Schema {
  account: { id: string; balance: number }
}

async function open(): Promise<{ url: string; database: Database; db: Kysely<Schema> }> {
  const place = await openTestDatabase('sqlite')
  const database = await openDatabase(place.url)
  onTestFinished(async () => {
    await database.close()
    await place.remove()
  })
  const db = new Kysely<Schema>({ dialect: database.dialect })
  await db.schema
    .createTable('account')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('balance', 'bigint', (c) => c.notNull())
    .execute()
  return { url: place.url, database, db }
}

const add = (db: Kysely<Schema>, id: string, thenThrow = false) =>
  db.transaction().execute(async (tx) => {
    await tx.insertInto('account').values({ id, balance: 1 }).execute()
    if (thenThrow) throw new Error('refused')
  })

const ids = async (db: Kysely<Schema>) => (await db.selectFrom('account').select('id').orderBy('id').execute()).map(({ id }) => id)

it('keeps or rolls back each of the transactions that share a COMMIT', async () => {
  const { db } = await open()
  const outcomes = await Promise.allSettled([add(db, 'a'), add(db, 'b', true), add(db, 'c'), add(db, 'a'), add(db, 'd')])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'])
  expect(await ids(db)).toEqual(['a', 'c', 'd'])
})

it('shows nobody else what is not committed yet', async () => {
  const { url, db } = await open()
  const other = await openDatabase(url)
  onTestFinished(() => other.close())
  const elsewhere = new Kysely<Schema>({ dialect: other.dialect })
  const adding = add(db, 'a')
  const seen: { here: string[]; there: string[] }[] = []
  for (let turn = 0; turn < 50; turn++) {
    seen.push({ here: await ids(db), there: await ids(elsewhere) })
    await new Promise((resolve) => (turn % 2 === 0 ? setImmediate(resolve) : resolve(undefined)))
  }
  await adding
  expect(seen.filter(({ here, there }) => here.length > there.length)).toEqual([])
  expect(await ids(db)).toEqual(['a'])
  expect(await ids(elsewhere)).toEqual(['a'])
})

it('says of every transaction of a group that it failed when the COMMIT cannot be made', async () => {
  const { url, database, db } = await open()
  const addAndClose = db.transaction().execute(async (tx) => {
    await tx.insertInto('account').values({ id: 'b', balance: 1 }).execute()
    await database.close()
  })
  const adding = [add(db, 'a'), addAndClose].map((promise) => promise.then(() => 'kept', () => 'lost'))
  expect(await Promise.all(adding)).toEqual(['lost', 'lost'])
  const after = await openDatabase(url)
  onTestFinished(() => after.close())
  expect(await ids(new Kysely<Schema>({ dialect: after.dialect }))).toEqual([])
})

it('holds no lock while other code of the process runs, so that two nodes in it write at once', async () => {
  const { url, db } = await open()
  const other = await openDatabase(url)
  onTestFinished(() => other.close())
  const elsewhere = new Kysely<Schema>({ dialect: other.dialect })
  const names = Array.from({ length: 40 }, (_, index) => `account-${10 + index}`)
  await Promise.all(names.map((id, index) => add(index % 2 === 0 ? db : elsewhere, id)))
  expect(await ids(db)).toEqual(names)
})

it('keeps a statement outside of transactions whatever becomes of those beside it', async () => {
  const { db } = await open()
  const alone = (id: string) => db.insertInto('account').values({ id, balance: 2 }).execute()
  await Promise.allSettled([add(db, 'a', true), alone('b'), add(db, 'c'), alone('d'), add(db, 'e', true)])
  expect(await ids(db)).toEqual(['b', 'c', 'd'])
})
