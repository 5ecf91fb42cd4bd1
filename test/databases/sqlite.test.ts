import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kysely, sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/databases/index.ts'
import { openTestDatabase } from '../support/test-databases.ts'

async function open() {
  const place = await openTestDatabase('sqlite')
  const folder = join(fileURLToPath(place.url), '../new/folder')
  const database = await openDatabase(`file:${folder}/test.db`)
  onTestFinished(async () => {
    await database.close()
    await place.remove()
  })
  return { folder, database, db: new Kysely<unknown>({ dialect: database.dialect }) }
}

describe('a SQLite database', () => {
  it('loses nothing that was committed, and checks foreign keys', async () => {
    const { db } = await open()
    const pragma = async (name: string) => Object.values((await sql<object>`pragma ${sql.raw(name)}`.execute(db)).rows[0]!)[0]
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('synchronous')).toBe(2) // FULL
    expect(await pragma('foreign_keys')).toBe(1)
    expect(await pragma('busy_timeout')).toBe(5000)
  })

  it('can be read by nobody else on the machine', async () => {
    const { folder, db } = await open()
    await sql`create table t (id text)`.execute(db)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    const files = await readdir(folder)
    expect(files.toSorted()).toEqual(['test.db', 'test.db-shm', 'test.db-wal'])
    for (const file of files) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
  })

  it('keeps in memory what a transaction may have to put back, but not what a migration sorts', async () => {
    const { database, db } = await open()
    const tempStore = async () => (await sql`pragma temp_store`.execute(db)).rows
    expect(await tempStore()).toEqual([{ temp_store: 0 }]) // a file
    database.afterMigration?.()
    expect(await tempStore()).toEqual([{ temp_store: 2 }]) // memory
  })

  it('puts back what a transaction overwrote on hundreds of pages', async () => {
    const { database, db } = await open()
    database.afterMigration?.()
    await sql`create table t (id integer primary key, text text)`.execute(db)
    await sql`with recursive number (id) as (select 1 union all select id + 1 from number where id < 1000) insert into t select id, ${'a'.repeat(2000)} from number`.execute(db)
    const texts = async () => (await sql`select substr(text, 1, 1) as first, count(*) as rows from t group by first`.execute(db)).rows
    const refused = db.transaction().execute(async (trx) => {
      await sql`update t set text = ${'b'.repeat(2000)}`.execute(trx)
      throw new Error('refused')
    })
    const kept = db.transaction().execute((trx) => sql`update t set text = ${'c'.repeat(2000)} where id = 1`.execute(trx))
    await expect(refused).rejects.toThrow('refused')
    await kept
    expect(await texts()).toEqual([{ first: 'a', rows: 999 }, { first: 'c', rows: 1 }])
  })

  it('takes the write lock when a transaction begins', async () => {
    const { folder, db } = await open()
    await sql`create table t (id text)`.execute(db)
    const other = await openDatabase(`file:${folder}/test.db`)
    onTestFinished(() => other.close())
    const second = new Kysely<unknown>({ dialect: other.dialect })
    await sql`pragma busy_timeout = 0`.execute(second)
    await db.transaction().execute(async () => {
      await expect(second.transaction().execute(async () => {})).rejects.toMatchObject({ cause: { message: expect.stringMatching(/locked/) } })
      await second.transaction().setAccessMode('read only').execute(async (trx) => {
        expect((await sql`select * from t`.execute(trx)).rows).toEqual([])
      })
    })
  })

  it('says which parameter it cannot store', async () => {
    const { db } = await open()
    await expect(sql`select ${1} as a, ${true} as b`.execute(db)).rejects.toThrow('SQL parameter 2 is a boolean; use 0 or 1')
    await expect(sql`select ${{ a: 1 }} as a`.execute(db)).rejects.toThrow('SQL parameter 1 is object')
    expect((await sql`select ${'works'} as a`.execute(db)).rows).toEqual([{ a: 'works' }])
  })

  it('streams rows while other queries run', async () => {
    const { db } = await open()
    await sql`create table t (id integer)`.execute(db)
    await sql`insert into t values (1), (2), (3)`.execute(db)
    const typed = db as Kysely<{ t: { id: number } }>
    const seen: number[] = []
    for await (const { id } of typed.selectFrom('t').selectAll().stream()) seen.push(id)
    expect(seen).toEqual([1, 2, 3])
    expect(await typed.selectFrom('t').selectAll().execute()).toHaveLength(3)
  })
})
