import type { Listening } from './listen.ts'
import type { Logger } from './log.ts'

/** Ctrl-C and SIGTERM stop the server cleanly; a second signal stops it at once. */
export function stopOnSignal(listening: Listening, log: Logger): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(1))
      log.info({ signal }, 'stopping')
      listening.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'could not stop cleanly')
          process.exit(1)
        },
      )
    })
  }
}
