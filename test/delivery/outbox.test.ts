import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Mailer } from '../../src/delivery/mail/mailer.ts'
import { createOutbox } from '../../src/delivery/mail/outbox.ts'
import { MailNotSent } from '../../src/delivery/mail/smtp-failure.ts'
import type { Notice } from '../../src/engine/model.ts'
import type { FailedTry, OutboxStore } from '../../src/engine/outbox.ts'

const start = 1_700_000_000
const HELD_SECONDS = 120

interface Row {
  notice: Notice
  attempts: number
  nextAttemptAt: number | null
  sentAt: number | null
  failed: FailedTry | null
}

type Sent = Parameters<Mailer['send']>[0]

/** An outbox over arrays: rows, mails and log lines. */
function aWorld({ refuse = () => false, error }: { refuse?: (mail: Sent) => boolean; error?: Error } = {}) {
  const rows: Row[] = []
  const mails: Sent[] = []
  const logged: { level: string; text: string }[] = []
  const world = { now: start, isStoreDown: false, underway: 0, mostUnderway: 0, claims: 0, pause: async () => {} }

  const store: OutboxStore = {
    async claimDue(now, limit) {
      world.claims += 1
      world.underway += 1
      world.mostUnderway = Math.max(world.mostUnderway, world.underway)
      await turn()
      world.underway -= 1
      if (world.isStoreDown) throw new Error('the database is gone')
      const due = rows.filter(({ nextAttemptAt }) => nextAttemptAt !== null && nextAttemptAt <= now).slice(0, limit)
      for (const row of due) {
        row.attempts += 1
        row.nextAttemptAt = now + HELD_SECONDS
      }
      return due.map(({ notice, attempts }) => ({ notice, attempts, since: notice.at }))
    },
    async markSent(id, at) {
      Object.assign(rowOf(id), { sentAt: at, nextAttemptAt: null })
    },
    async markFailed(id, nextAttemptAt, failed) {
      Object.assign(rowOf(id), { nextAttemptAt, failed })
    },
  }
  const rowOf = (id: string) => rows.find(({ notice }) => notice.id === id)!
  const note = (level: string) => (facts: Record<string, unknown>, message: string) =>
    void logged.push({ level, text: `${message} ${JSON.stringify(facts)} ${String(facts['err'])}` })
  const outbox = createOutbox({
    store,
    mailer: {
      async send(mail) {
        await world.pause()
        if (refuse(mail)) throw error ?? new Error(`refused, said 451 to ${mail.text}`)
        mails.push(mail)
      },
    },
    render: async ({ id, data }) => {
      if (id.startsWith('unwritable')) throw new Error('no such template')
      return id.startsWith('gone') ? null : { subject: `About ${id}`, text: String(data['secret'] ?? ''), html: '' }
    },
    clock: () => world.now,
    log: { warn: note('warn'), error: note('error') },
  })

  return {
    world,
    rows,
    mails,
    logged,
    outbox,
    rowOf,
    add(id: string, data: Notice['data'] = {}) {
      const notice: Notice = { id, organizationId: 'org', userId: 'user', event: 'new-device', to: `${id}@example.com`, data, at: world.now }
      rows.push({ notice, attempts: 0, nextAttemptAt: world.now, sentAt: null, failed: null })
    },
    async settle() {
      for (let turns = 0; turns < 100; turns += 1) await turn()
    },
  }
}

describe('the outbox', () => {
  it('sends after a kick, under an id that follows from the notice', async () => {
    const { add, outbox, mails, rowOf, settle } = aWorld()
    add('a')
    outbox.kick()
    await settle()
    expect(mails).toEqual([{ to: 'a@example.com', subject: 'About a', text: '', html: '', messageId: 'a' }])
    expect(rowOf('a')).toMatchObject({ sentAt: start, nextAttemptAt: null })
  })

  it('sends all of a long queue, each once, in one run at a time', async () => {
    const { add, outbox, mails, settle, world } = aWorld()
    for (let number = 0; number < 95; number += 1) add(`n${number}`)
    for (let kicks = 0; kicks < 5; kicks += 1) outbox.kick()
    await settle()
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(95)
    expect(mails).toHaveLength(95)
    expect(world.mostUnderway).toBe(1)
  })

  it('sends what is added during a run, without waiting for the timer', async () => {
    const { add, outbox, mails, settle, world } = aWorld()
    world.pause = async () => {
      if (mails.length > 0) return
      add('second')
      outbox.kick()
    }
    add('first')
    outbox.kick()
    await settle()
    expect(mails.map(({ messageId }) => messageId)).toEqual(['first', 'second'])
  })

  it('sends what is added at whatever moment a run ends', async () => {
    for (let delay = 0; delay < 40; delay += 1) {
      const { add, outbox, mails, settle, world } = aWorld()
      const addLater = async () => {
        for (let ticks = 0; ticks < delay; ticks += 1) await Promise.resolve()
        add('second')
        outbox.kick()
      }
      world.pause = async () => {
        world.pause = async () => {}
        void addLater() // while the first is being sent, written, or just done
      }
      add('first')
      outbox.kick()
      await settle()
      expect(mails).toHaveLength(2)
    }
  })

  it('sends the others when one fails', async () => {
    const { add, outbox, mails, settle } = aWorld({ refuse: ({ messageId }) => messageId === 'bad' })
    for (const id of ['bad', 'unwritable', 'gone', 'good']) add(id)
    outbox.kick()
    await settle()
    expect(mails.map(({ messageId }) => messageId)).toEqual(['good'])
  })

  it('is done with a notice that has nothing to tell any more', async () => {
    const { add, outbox, rowOf, settle } = aWorld()
    add('gone')
    outbox.kick()
    await settle()
    expect(rowOf('gone').nextAttemptAt).toBeNull()
  })

  it('tries again after 30 s, then twice that, up to an hour, with the same id, and gives up after a day', async () => {
    const tried: Sent[] = []
    const { add, outbox, rowOf, settle, world, logged } = aWorld({ refuse: (mail) => tried.push(mail) > 0 })
    add('a')
    const waits: number[] = []
    for (;;) {
      outbox.kick()
      await settle()
      const next = rowOf('a').nextAttemptAt
      if (next === null) break
      waits.push(next - world.now)
      world.now = next - 1
      outbox.kick() // a second early: nothing is due
      await settle()
      expect(tried).toHaveLength(waits.length)
      world.now = next
    }
    expect(waits.slice(0, 9)).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
    expect(world.now - start).toBeGreaterThanOrEqual(86_400)
    expect(world.now - start).toBeLessThan(86_400 + 3600)
    expect(new Set(tried.map(({ messageId }) => messageId))).toEqual(new Set(['a']))
    expect(rowOf('a').sentAt).toBeNull()
    expect(logged.at(-1)).toMatchObject({ level: 'error', text: expect.stringContaining('given up') })
  })

  it('sends once the mail server is back', async () => {
    let isDown = true
    const { add, outbox, mails, rowOf, settle, world } = aWorld({ refuse: () => isDown })
    add('a')
    outbox.kick()
    await settle()
    isDown = false
    world.now += 30
    outbox.kick()
    await settle()
    expect(mails).toHaveLength(1)
    expect(rowOf('a')).toMatchObject({ sentAt: start + 30, attempts: 2 })
  })

  it('gives up at once what the mail server refuses for good, and keeps why', async () => {
    const error = new MailNotSent('address-refused', 'the mail server knows nobody of this address: 550 5.1.1 <bad@example.com> unknown')
    const { add, outbox, rowOf, settle, logged } = aWorld({ refuse: () => true, error })
    add('bad')
    outbox.kick()
    await settle()
    expect(rowOf('bad')).toMatchObject({ nextAttemptAt: null, failed: { failure: 'address-refused', answer: error.message, at: start } })
    expect(logged).toMatchObject([{ level: 'error' }])
  })

  it('tells what could not be written from what could not be sent', async () => {
    const { add, outbox, rowOf, settle } = aWorld({ refuse: () => true })
    add('unwritable')
    add('refused')
    outbox.kick()
    await settle()
    expect([rowOf('unwritable').failed?.failure, rowOf('refused').failed?.failure]).toEqual(['not-written', 'other'])
  })

  it('survives a database that is gone, and goes on when it is back', async () => {
    const { add, outbox, mails, settle, world, logged } = aWorld()
    add('a')
    world.isStoreDown = true
    outbox.kick()
    await settle()
    expect(world.claims).toBe(1) // no busy loop
    expect(logged).toMatchObject([{ level: 'error' }])
    world.isStoreDown = false
    outbox.kick()
    await settle()
    expect(mails).toHaveLength(1)
  })

  it('logs neither what was mailed nor a code that the mail server repeats', async () => {
    const { add, outbox, settle, logged } = aWorld({ refuse: () => true })
    add('a', { secret: '042042' })
    outbox.kick()
    await settle()
    expect(logged).toHaveLength(1)
    expect(logged[0]!.text).toContain('said 451')
    expect(logged[0]!.text).not.toContain('042042')
  })

  it('sends at the start what another node left', async () => {
    const { add, outbox, mails, settle } = aWorld()
    add('a')
    outbox.start()
    await settle()
    expect(mails).toHaveLength(1)
    await outbox.stop()
  })

  it('waits, when stopped, for what is being sent, and starts nothing more', async () => {
    const { add, outbox, mails, settle, world } = aWorld()
    for (let number = 0; number < 11; number += 1) add(`n${number}`)
    const releases: (() => void)[] = []
    world.pause = () => new Promise((resolve) => void releases.push(resolve))
    outbox.start()
    await settle()
    let isStopped = false
    const stopped = outbox.stop().then(() => {
      isStopped = true
    })
    await settle()
    expect(isStopped).toBe(false)
    for (const release of releases) release()
    await stopped
    outbox.kick()
    outbox.start()
    await settle()
    expect(mails).toHaveLength(10) // the eleventh waits for the next start
  })
})
