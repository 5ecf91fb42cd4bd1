import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { endpointOf } from './resources.ts'

/** A fresh, empty database. */
export interface TestDatabase {
  /** For `openDatabase`. */
  url: string
  /** Deletes it, even while connections are open. */
  remove(): Promise<void>
}

const creators = { sqlite: createSqlite, postgres: createPostgres }

/** A database that tests run against. */
export type TestDatabaseName = keyof typeof creators

/** For `describe.each`: what holds on one must hold on all. */
export const testDatabases = Object.keys(creators) as TestDatabaseName[]

/** Creates a database of its own for a test or a file of tests. */
export function openTestDatabase(name: TestDatabaseName): Promise<TestDatabase> {
  return creators[name]()
}

async function createSqlite(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'nightlatch-sqlite-'))
  return { url: `file:${join(folder, 'test.db')}`, remove: () => rm(folder, { recursive: true, force: true }) }
}

async function createPostgres(): Promise<TestDatabase> {
  const server = await endpointOf('postgres')
  const name = `nightlatch_test_${randomBytes(8).toString('hex')}`
  await asAdministrator(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, remove: () => asAdministrator(server, `drop database if exists ${name} with (force)`) }
}

async function asAdministrator(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
