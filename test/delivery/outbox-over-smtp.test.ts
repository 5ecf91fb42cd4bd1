import { join } from 'node:path'
import { Kysely } from 'kysely'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openStore as openProgramStore } from '../../src/core.ts'
import { generateKey, parseKeyring } from '../../src/crypto/keyring.ts'
import { createOutbox } from '../../src/delivery/mail/outbox.ts'
import { smtp } from '../../src/delivery/mail/smtp.ts'
import type { Notice } from '../../src/engine/model.ts'
import { createLog } from '../../src/log.ts'
import type { Schema } from '../../src/store/schema.ts'
import { aNotice, anId, anOrganization, aPolicy, aUser } from '../support/builders.ts'
import { freePort } from '../support/free-port.ts'
import { aFolder, start } from '../support/programs.ts'
import { endpointOf } from '../support/resources.ts'
import { type SmtpServer, startSmtpServer } from '../support/smtp-server.ts'
import { openTestDatabase, testDatabases } from '../support/test-databases.ts'

const keyring = parseKeyring(generateKey('test'))

const HELD_SECONDS = 120
const now = () => Math.floor(Date.now() / 1000)

/** A database with one person, who is to be told of so many things. */
async function aQueue(url: string, number: number, event: Notice['event'] = 'new-device') {
  const { database, store } = await openProgramStore(url, keyring)
  const db = new Kysely<Schema>({ dialect: database.dialect })
  const organization = anOrganization()
  const user = aUser({ organizationId: organization.id, email: 'ann@example.org', roles: [] })
  const notices = Array.from({ length: number }, () => aNotice({ id: anId(), organizationId: organization.id, userId: user.id, event, to: 'ann@example.org', at: now() }))
  const refused =
    (await store.commit(null, [{ kind: 'organization.create', organization, policy: aPolicy(), at: now() }])) ??
    (await store.commit(organization.id, [{ kind: 'user.create', user, passwordHash: 'hash', at: now() }])) ??
    (await store.commit(organization.id, notices.map((notice) => ({ kind: 'outbox.add' as const, notice }))))
  expect(refused).toBeNull()
  return {
    store,
    database,
    ids: notices.map(({ id }) => `<${id}@accounts.example.org>`).toSorted(),
    waiting: async () => (await db.selectFrom('nightlatch_outbox').select('id').where('sent_at', 'is', null).execute()).length,
    /** As if so much time had passed for what a node holds. */
    async pass(seconds: number): Promise<void> {
      await db.updateTable('nightlatch_outbox').set((eb) => ({ next_attempt_at: eb('next_attempt_at', '-', seconds) })).where('next_attempt_at', 'is not', null).execute()
    },
  }
}

const idsOf = async (server: SmtpServer, number: number) => (await server.mails(number)).map(({ parsed }) => parsed.messageId ?? '')

describe.each(testDatabases)('on %s', (name) => {
  it('two nodes send each mail once', async () => {
    const place = await openTestDatabase(name)
    const server = await startSmtpServer()
    const { store, database, ids, waiting } = await aQueue(place.url, 60)
    const other = await openProgramStore(place.url, keyring)
    const mailer = smtp.open(
      { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(server.port), MAIL_FROM: 'a@example.org' },
      { fetch, inbox: null, publicUrl: 'https://accounts.example.org' },
    )
    const nodes = [store, other.store].map((each) =>
      createOutbox({ store: each, mailer, render: async () => ({ subject: 'Hello', text: 'Hello', html: '<p>Hello' }), clock: now, log: createLog('fatal') }),
    )
    onTestFinished(async () => {
      for (const node of nodes) await node.stop()
      mailer.close?.()
      await database.close()
      await other.database.close()
      await place.remove()
    })
    for (const node of nodes) node.start()
    expect((await idsOf(server, 60)).toSorted()).toEqual(ids)
    await expect.poll(waiting).toBe(0)
    expect(await server.mails(60)).toHaveLength(60)
  })
})

/** The program as an operator starts it, on this machine's mail server. */
async function serve(folder: string, smtpPort: number) {
  const settings = {
    PUBLIC_URL: 'https://accounts.example.org',
    DATABASE_URL: 'file:./nightlatch.db',
    KEYS: key,
    PORT: String(await freePort()),
    MAIL_PROVIDER: 'smtp',
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    MAIL_FROM: 'Harbour Ledger <no-reply@example.org>',
  }
  const program = await start('cli', { folder, words: ['serve'], settings })
  await program.hasPrinted('listening')
  return program
}
const key = generateKey('test')

describe('the program', () => {
  // Compiled for whichever test asks first: not in the time of a test.
  beforeAll(() => endpointOf('programs'))

  it('killed in the middle of sending loses no mail, and sends none twice under another id', async () => {
    const folder = await aFolder()
    const queue = await aQueue(`file:${join(folder, 'nightlatch.db')}`, 25)
    // Takes every mail, but never says so from the sixth on: the worst moment to die.
    const first = await startSmtpServer({ hold: 6 })
    const program = await serve(folder, first.port)
    const before = await idsOf(first, 6)
    program.signal('SIGKILL')
    await program.exit
    const taken = await idsOf(first, before.length)
    await first.kill()
    const left = await queue.waiting()
    expect(left).toBeGreaterThanOrEqual(20)

    await queue.pass(HELD_SECONDS)
    const second = await startSmtpServer({ port: first.port })
    const again = await serve(folder, second.port)
    const rest = await idsOf(second, left)
    await expect.poll(queue.waiting).toBe(0)
    expect([...new Set([...taken, ...rest])].toSorted()).toEqual(queue.ids)
    expect(rest).toHaveLength(new Set(rest).size)
    again.signal('SIGTERM')
    expect(await again.exit).toBe(0)
    await queue.database.close()
  })

  it('starts without the mail server, says so, and sends when it is there', async () => {
    const folder = await aFolder()
    const queue = await aQueue(`file:${join(folder, 'nightlatch.db')}`, 2, 'recovery-pass-issued')
    const port = await freePort()
    const program = await serve(folder, port)
    await program.hasPrinted('e-mail would not be delivered as things are')
    await program.hasPrinted('will be tried again')
    expect(program.output()).toContain('the mail server does not answer')
    expect(await queue.waiting()).toBe(2)

    program.signal('SIGTERM')
    expect(await program.exit).toBe(0)

    const server = await startSmtpServer({ port })
    await queue.pass(30)
    const again = await serve(folder, port)
    const mails = await server.mails(2)
    expect(mails.map(({ parsed }) => parsed.messageId).toSorted()).toEqual(queue.ids)
    expect(mails[0]?.parsed.text).toMatch(/It wasn't me:\s+https:\/\/accounts\.example\.org\/not-me\?token=\S+/)
    // Of the link there is only a hash, and nothing of it is in the log.
    expect(program.output() + again.output()).not.toContain('token=')
    again.signal('SIGTERM')
    expect(await again.exit).toBe(0)
    await queue.database.close()
  })
})
