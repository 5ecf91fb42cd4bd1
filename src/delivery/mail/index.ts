import type { Definition } from '../definition.ts'
import { development } from './development.ts'
import type { Mailer } from './mailer.ts'
import { smtp } from './smtp.ts'

/** Every way to send e-mail that a server can be set to. */
export const mailers: readonly Definition<Mailer>[] = [development, smtp]
