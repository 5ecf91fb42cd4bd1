/** Of SQLSTATE: connection exceptions, want of resources, the operator's intervention, the system's own errors. */
const CLASSES = new Set(['08', '53', '57', '58'])
const CODES = new Set([
  '25006', // read only: it was promoted elsewhere
  '25P03', // the transaction waited too long
  '3D000', // there is no such database any more
  '55P03', // a lock was not to be had
])
const SQLSTATE = /^[0-9A-Z]{5}$/

/** What the package says when there is no connection, in words alone. */
const MESSAGES = /^(timeout exceeded when trying to connect|Connection terminated|Cannot use a pool after|Client has encountered a connection error|Query read timeout)/

/** Is it the database, or the way to it, rather than the statement? */
export function isPostgresUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (SQLSTATE.test(code)) return CLASSES.has(code.slice(0, 2)) || CODES.has(code)
  // A code of another shape is Node's own, of the network: ECONNREFUSED, ENOTFOUND.
  return code !== '' ? 'syscall' in error || error instanceof AggregateError || code.startsWith('E') : MESSAGES.test(error.message)
}
