import { pino } from 'pino'

export type Logger = pino.Logger

/** Where what goes on beside the requests is told of. */
export type UpkeepLog = Record<'info' | 'error', (facts: Record<string, unknown>, message: string) => void>

/** Structured logs, a line of JSON each. Nothing secret is passed to it; what must never slip through is cut out here. */
export function createLog(level: string, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    redact: { paths: ['code', 'password', 'token', 'to', 'cookie', '*.code', '*.password', '*.token', '*.to', '*.cookie'], remove: true },
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
