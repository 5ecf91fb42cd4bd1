import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/databases/index.ts'

describe('DATABASE_URL', () => {
  it.each([
    ['mysql://ann:hunter2@host/db', 'DATABASE_URL begins with mysql:; use file:./data/nightlatch.db or postgres://user:password@host/database'],
    ['nightlatch.db', 'DATABASE_URL has no scheme'],
    ['', 'DATABASE_URL has no scheme'],
    ['file:', 'DATABASE_URL names no file'],
    ['file::memory:', 'DATABASE_URL names no file'],
    ['file:x.db?mode=ro', 'DATABASE_URL: a file: URL is a path only'],
    ['file://host/x.db', 'DATABASE_URL: write a file as'],
    ['file:/dev/null/x.db', 'DATABASE_URL: cannot write /dev/null/x.db'],
    ['postgres://ann:hun/ter2@host:port/db', 'DATABASE_URL is not a URL'],
  ])('%s is refused with what to do', async (url, message) => {
    const refused = openDatabase(url)
    await expect(refused).rejects.toThrow(message)
    await expect(refused).rejects.not.toThrow(/hunter2|ter2/)
  })
})
