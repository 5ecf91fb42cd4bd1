import { readFile } from 'node:fs/promises'
import { decodeCsv } from '../accounts/import/read-csv.ts'
import { type ImportRehearsal, importable } from '../accounts/import/import-users.ts'
import { ConfigError } from '../config.ts'
import type { Standalone } from '../standalone.ts'
import { faultText, fileProblemText } from '../web/admin-accounts/fault-text.ts'
import { textFor } from '../web/ui/text/index.ts'
import type { AddCommand } from './command.ts'
import { counted } from './counted.ts'
import { carryOut } from './opening.ts'
import { organizationFor } from './organization-for.ts'

const text = textFor('en')
const people = (number: number) => counted(number, 'person', 'people')

export const importUsersCommand: AddCommand = (program) =>
  program
    .command('import-users')
    .description('add the users of a CSV file: all of them, or nobody; each gets a link to choose a password')
    .argument('<file>', 'columns: name, user name, e-mail, roles; UTF-8')
    .option('--organization <id>', 'its id or name; needed where there are several')
    .option('--dry-run', 'say what would be done, and what stands in the way')
    .action((file: string, { organization, dryRun: isRehearsal = false }: { organization?: string; dryRun?: boolean }) =>
      carryOut((standalone) => importUsers(standalone, { file, organization, isRehearsal, say: console.log })),
    )

/** Imports users from a CSV file: all of them, or nobody. False when a line stands in the way. */
export async function importUsers(
  standalone: Pick<Standalone, 'store' | 'accounts'>,
  { file, organization, isRehearsal, say }: { file: string; organization: string | undefined; isRehearsal: boolean; say(line: string): void },
): Promise<boolean> {
  const { id: organizationId } = await organizationFor(standalone, organization)
  const decoded = decodeCsv(await contentsOf(file))
  if ('problem' in decoded) {
    say(fileProblemText(text, decoded.problem))
    return false
  }
  const outcome = await standalone.accounts.atServer.importUsers({ organizationId, source: decoded.text, isRehearsal })
  switch (outcome.kind) {
    case 'imported':
      say(`${people(outcome.count)} imported.`)
      say(outcome.isMailed ? 'Each is sent an e-mail with a link to choose a password.' : 'No e-mail is set up: make a link for each of them on their page, under People, and hand it over.')
      return true
    case 'gone':
      return false
    case 'refused':
      return sayWhatIsWrong(outcome.rehearsal, say)
    case 'rehearsed': {
      const users = importable(outcome.rehearsal)
      if (users === null) return sayWhatIsWrong(outcome.rehearsal, say)
      say(`Every line is in order: ${people(users.length)} would be imported. Nothing was.`)
      return true
    }
  }
}

function sayWhatIsWrong(rehearsal: ImportRehearsal, say: (line: string) => void): false {
  if (rehearsal.kind === 'unreadable') {
    say(fileProblemText(text, rehearsal.problem))
    return false
  }
  for (const { line, faults } of rehearsal.faulty) say(`line ${line}: ${faults.map((fault) => faultText(text, fault)).join(' ')}`)
  say(`${counted(rehearsal.faulty.length, 'line')} can't be imported, so nobody was.`)
  return false
}

async function contentsOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new ConfigError(`cannot read ${file}`, { cause })
  }
}
