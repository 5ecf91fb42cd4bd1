import { Kysely, sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../src/config.ts'
import { generateKey, parseKeyring } from '../src/crypto/keyring.ts'
import { openDatabase } from '../src/databases/index.ts'
import { createLog } from '../src/log.ts'
import { createSampleOrganization, sampleSignIns } from '../src/sample-organization.ts'
import { createStandalone } from '../src/standalone.ts'
import { openTestDatabase } from './support/test-databases.ts'
import { cheapHashing } from './support/test-server.ts'

it('the sample is one organization of 24 people in three roles, of whom some have set it up, by text and by app', async () => {
  const { url, remove } = await openTestDatabase('sqlite')
  onTestFinished(remove)
  const config = { ...readConfig({ DATABASE_URL: url }), PUBLIC_URL: 'http://localhost:3000' }
  const development = await createStandalone({ config, keyring: parseKeyring(generateKey('test')), environment: {}, log: createLog('fatal'), isDevelopment: true, hashing: cheapHashing })
  await createSampleOrganization(development)
  await development.close()

  const database = await openDatabase(url)
  const { rows } = await sql<{ user_name: string; role: string; methods: string }>`
    select user_name, role_id as role, coalesce((select group_concat(method) from nightlatch_authenticator a where a.user_id = u.id), '') as methods
    from nightlatch_user u join nightlatch_user_role r on r.user_id = u.id order by user_name`.execute(new Kysely({ dialect: database.dialect }))
  await database.close()
  const known = new Map(rows.map((row) => [row.user_name, row]))
  expect([rows.length, known.size]).toEqual([24, 24])
  expect([...new Set(rows.map(({ role }) => role))].toSorted()).toEqual(['administrator', 'payments-administrator', 'staff'])
  expect(rows.filter(({ methods }) => methods === '')).toHaveLength(12)
  expect(rows.filter(({ methods }) => methods.includes('totp'))).not.toEqual([])
  // What is printed of each is so.
  for (const { userName, about } of sampleSignIns) {
    expect([userName, known.get(userName)?.methods]).toEqual([userName, about.includes('text messages') ? 'sms' : ''])
  }
})
