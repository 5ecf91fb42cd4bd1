import type { Notice } from '../../engine/model.ts'
import type { DueNotice, MailFailure, OutboxStore } from '../../engine/outbox.ts'
import type { Clock, Log } from '../../engine/ports.ts'
import { notDelivered } from '../not-delivered.ts'
import type { Mail, Mailer } from './mailer.ts'
import { MailNotSent } from './smtp-failure.ts'

const TIMER_MILLISECONDS = 10_000
const CLAIM_LIMIT = 10
const FIRST_RETRY_SECONDS = 30
const LONGEST_RETRY_SECONDS = 60 * 60
const GIVE_UP_SECONDS = 24 * 60 * 60
const LONGEST_ANSWER = 300

/** Mails notices after the commit that made them. */
export interface Outbox {
  /** Sends what is due, in the background. */
  kick(): void
  /** Sends what is due now and from time to time: retries, and notices of a node that stopped. */
  start(): void
  /** Starts nothing more, and waits for what is being sent. */
  stop(): Promise<void>
}

/**
 * Makes an outbox over stored notices, which are sent at least once.
 *
 * @param render - null when there is nothing to tell any more, such as to a deleted user
 */
export function createOutbox({ store, mailer, render, clock, log }: {
  store: OutboxStore
  mailer: Mailer
  render(notice: Notice): Promise<Mail | null>
  clock: Clock
  log: Log
}): Outbox {
  let running: Promise<void> | null = null
  let isKicked = false
  let isStopped = false
  let timer: NodeJS.Timeout | undefined

  function kick() {
    if (isStopped) return
    isKicked = true // a run underway may have looked before this notice was there
    running ??= run()
  }

  async function run() {
    while (isKicked) {
      isKicked = false
      try {
        await sendDue()
      } catch (error) {
        log.error({ err: error }, 'the outbox could not be read or written')
      }
    }
    running = null // here, so that no kick falls between the last look and this
  }

  async function sendDue() {
    const due = await store.claimDue(clock(), CLAIM_LIMIT)
    if (due.length === CLAIM_LIMIT) kick() // there may be more
    const written = await Promise.allSettled(due.map(deliver))
    const failed = written.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }

  async function deliver(due: DueNotice) {
    const { notice } = due
    let mail: Mail | null
    try {
      mail = await render(notice)
    } catch (cause) {
      return await keepForLater(due, 'not-written', cause)
    }
    try {
      if (mail !== null) await mailer.send({ ...mail, to: notice.to, messageId: notice.id })
    } catch (cause) {
      return await keepForLater(due, cause instanceof MailNotSent ? cause.failure : 'other', cause)
    }
    await store.markSent(notice.id, clock())
  }

  async function keepForLater({ notice, attempts, since }: DueNotice, failure: MailFailure, cause: unknown) {
    const at = clock()
    const isRefused = cause instanceof MailNotSent && cause.isPermanent
    const isOver = isRefused || at - since >= GIVE_UP_SECONDS
    const reported = notDelivered('e-mail', cause)
    const facts = { notice: notice.id, event: notice.event, failure, err: reported }
    if (isRefused) log.error(facts, 'a notice was refused for good and is given up')
    else if (isOver) log.error(facts, 'a notice could not be mailed for a day and is given up')
    else log.warn(facts, 'a notice could not be mailed and will be tried again')
    await store.markFailed(notice.id, isOver ? null : at + retrySeconds(attempts), { failure, answer: answerOf(reported), at })
  }

  return {
    kick,
    start() {
      if (isStopped) return
      timer ??= setInterval(kick, TIMER_MILLISECONDS).unref()
      kick()
    },
    async stop() {
      isStopped = true
      isKicked = false
      clearInterval(timer)
      await running
    },
  }
}

/** 30 s after the first attempt, doubled with every other, at most an hour. */
function retrySeconds(attempts: number): number {
  return Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS)
}

/** What an administrator may read of it, who is no operator: the first line, cut short. */
function answerOf({ message }: Error): string {
  return message.replace(/^e-mail: /, '').split('\n', 1)[0]?.slice(0, LONGEST_ANSWER) ?? ''
}
