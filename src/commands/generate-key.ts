import { generateKey } from '../crypto/keyring.ts'
import type { AddCommand } from './command.ts'

export const generateKeyCommand: AddCommand = (program) =>
  program
    .command('generate-key')
    .description('print a new key for KEYS')
    .argument('[id]', 'its id: lower-case letters, digits and hyphens', new Date().toISOString().slice(0, 10))
    .action((id: string) => console.log(generateKey(id)))
