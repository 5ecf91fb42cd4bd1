import type { Clock } from './engine/ports.ts'
import type { Leases } from './store/leases.ts'

const TIMER_MILLISECONDS = 30_000 // for what a node left that stopped
const LEASE = 'reminders'
const LEASE_SECONDS = 60 // a batch takes far less

/** Works off the reminders that administrators asked for, apart from their requests, on one node at a time. */
export interface ReminderWorker {
  /** Looks for work now, in the background. */
  kick(): void
  /** Works off all there is; joins a run that is underway. Never rejects: what fails is logged and tried again. */
  run(): Promise<void>
  start(): void
  /** Ends after the present batch; the rest waits for the next start, or another node. */
  stop(): Promise<void>
}

/** @param holder - the name of this node, in the lease */
export function createReminderWorker({ nextReminder, remindNext, leases, clock, log, holder }: {
  nextReminder(): Promise<unknown>
  remindNext(): Promise<boolean>
  leases: Leases
  clock: Clock
  log: { error(facts: object, message: string): void }
  holder: string
}): ReminderWorker {
  let running: Promise<void> | null = null
  let isKicked = false
  const end = new AbortController()
  let timer: NodeJS.Timeout | undefined

  function kick(): void {
    if (end.signal.aborted) return
    isKicked = true // a run underway may have looked before this one was asked for
    running ??= work()
  }

  async function work(): Promise<void> {
    while (isKicked && !end.signal.aborted) {
      isKicked = false
      try {
        await workOff()
      } catch (error) {
        log.error({ err: error }, 'reminders could not be worked off; they wait')
      }
    }
    running = null // here, so that no kick falls between the last look and this
  }

  async function workOff(): Promise<void> {
    // Hardly ever is there a reminder: to look is cheaper than the lease.
    if ((await nextReminder()) === null) return
    while (!end.signal.aborted && (await leases.takeLease(LEASE, holder, clock(), LEASE_SECONDS))) {
      if (!(await remindNext())) break
    }
    await leases.endLease(LEASE, holder)
  }

  return {
    kick,
    async run() {
      kick()
      await running
    },
    start() {
      timer ??= setInterval(kick, TIMER_MILLISECONDS).unref()
      kick()
    },
    async stop() {
      end.abort()
      clearInterval(timer)
      await running
    },
  }
}
