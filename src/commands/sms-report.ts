import type { Kysely } from 'kysely'
import { ConfigError, readConfig } from '../config.ts'
import { systemClock } from '../core.ts'
import { firstDay, type TextSums } from '../engine/text-report.ts'
import type { EpochSeconds } from '../engine/model.ts'
import type { Schema } from '../store/schema.ts'
import { smsDayQueries } from '../store/sms-days.ts'
import { smsStopQueries } from '../store/sms-stops.ts'
import { csvLine } from '../web/admin-users/csv.ts'
import type { AddCommand } from './command.ts'
import { counted } from './counted.ts'
import { withDatabase } from './opening.ts'

export const smsReportCommand: AddCommand = (program) =>
  program
    .command('sms-report')
    .description('how many texts were sent, used and refused, and what they cost, by organization, country and provider')
    .option('--days <number>', 'up to today, in UTC', '30')
    .option('--organization <id>', 'this organization alone')
    .option('--csv', 'as a CSV file')
    .action(async ({ days, organization: organizationId = null, csv: asCsv = false }: { days: string; organization?: string | null; csv?: boolean }) => {
      if (!/^[1-9]\d{0,3}$/.test(days)) throw new ConfigError(`--days ${days}: give a whole number of days, such as 30`)
      const asked = { days: Number(days), organizationId, asCsv, now: systemClock() }
      process.stdout.write(await withDatabase(readConfig(process.env), (db) => smsReport(db, asked)))
    })

const heading = ['organization', 'country', 'provider', 'sent', 'delivered', 'used', 'failed', 'refused', 'segments', 'cost', 'cost known of', 'by price list']

/**
 * What texts did and cost, a line for each organization, country and provider.
 *
 * @param days - up to today, in UTC
 * @returns lines for a terminal, or a CSV file
 */
export async function smsReport(db: Kysely<Schema>, { days, organizationId, asCsv, now }: { days: number; organizationId: string | null; asCsv: boolean; now: EpochSeconds }): Promise<string> {
  let organizations = db.selectFrom('nightlatch_organization').select(['id', 'name']).orderBy('name').orderBy('id')
  if (organizationId !== null) organizations = organizations.where('id', '=', organizationId)
  const rows: string[][] = []
  const stops: string[] = []
  let listed = 0
  for (const { id, name } of await organizations.execute()) {
    for (const sums of await smsDayQueries(db).textSums(id, firstDay(now, days))) {
      rows.push([name, ...cellsOf(sums)])
      listed += sums.listed
    }
    for (const { label, liftedAt, texts, used } of await smsStopQueries(db).listTextStops(id)) {
      if (liftedAt === null) stops.push(`${oneLine(name)}: texts to ${label} are stopped (${used} of ${texts} were used); an administrator can lift it`)
    }
  }
  if (asCsv) return [heading, ...rows].map(csvLine).join('')
  const table = rows.length === 0 ? ['No texts in this time.'] : aligned([heading, ...rows])
  const estimated = listed === 0 ? [] : [`Estimated by your price list (SMS_PRICES), for the provider told no price: the cost of ${counted(listed, 'text')}.`]
  return `${[...table, ...estimated, ...stops].join('\n')}\n`
}

function cellsOf(sums: TextSums): string[] {
  const { country, provider, sent, delivered, used, failed, refused, segments, charged, listed, costs } = sums
  const cost = costs.map(({ micros, currency }) => `${amountOf(micros)} ${currency}`).join(' + ')
  return [country, provider, ...[sent, delivered, used, failed, refused, segments].map(String), cost, String(charged), String(listed)]
}

/** "0.0150", and as many of six decimals as are not zero: nothing of a sum is rounded off. */
function amountOf(micros: number): string {
  return (micros / 1_000_000).toFixed(6).replace(/0{1,2}$/, '')
}

function aligned(rows: readonly string[][]): string[] {
  const clean = rows.map((row) => row.map((cell) => oneLine(cell) || '-'))
  const widths = heading.map((_, column) => Math.max(...clean.map((row) => row[column]?.length ?? 0)))
  return clean.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd())
}

/** What stands in a name writes no lines of its own on a terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
