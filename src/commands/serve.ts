import { createLog, type Logger } from '../log.ts'
import { listen } from '../listen.ts'
import type { Standalone } from '../standalone.ts'
import { stopOnSignal } from '../stop-on-signal.ts'
import { routes } from '../web/routes.ts'
import { withToken } from '../web/with-query.ts'
import type { AddCommand } from './command.ts'
import { openProduction, productionConfig } from './opening.ts'

export const serve: AddCommand = (program) =>
  program
    .command('serve')
    .description('start the server; on a terminal and in an empty database it prints a one-time link that makes the first administrator')
    .action(async () => {
      const config = productionConfig()
      const log = createLog(config.LOG_LEVEL)
      const standalone = await openProduction(config, log)
      const listening = await listen(standalone, { host: config.HOST, port: config.PORT, trustedProxies: config.TRUSTED_PROXIES, log })
      stopOnSignal(listening, log)
      log.info({ port: listening.port, publicUrl: config.PUBLIC_URL }, 'listening')
      if (await standalone.store.isEmpty()) await sayHowToBegin(standalone, config.PUBLIC_URL, log)
    })

/** The link makes an administrator, and what is no terminal is mostly a log that many can read. */
async function sayHowToBegin({ accounts }: Standalone, publicUrl: string, log: Logger): Promise<void> {
  if (!process.stdout.isTTY) return log.warn('there is no user yet: make the first administrator with nightlatch create-admin')
  const token = await accounts.mintFirstAdministratorLink()
  if (token !== null) console.log(`There is no user yet. Make the first administrator within a day, once, at:\n${withToken(publicUrl + routes.firstAdministrator.path, token)}`)
}
