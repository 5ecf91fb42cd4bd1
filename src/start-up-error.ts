/** Why a program could not go on, with the causes below it and without a stack. */
export function startUpError(error: unknown): string {
  const reasons: string[] = []
  for (let cause = error; cause !== undefined; cause = cause instanceof Error ? cause.cause : undefined) {
    reasons.push(cause instanceof Error ? reasonOf(cause) : String(cause))
  }
  return reasons.join(': ')
}

/** Some errors of the network have a code and no message. */
function reasonOf(error: NodeJS.ErrnoException): string {
  return error.message === '' ? (error.code ?? error.name) : error.message
}
