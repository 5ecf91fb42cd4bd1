/** An address that leads on to `next`, once what it asks for is done. */
export function withNext(address: string, next: string): string {
  return `${address}?next=${encodeURIComponent(next)}`
}

/** The address of a one-time link. */
export function withToken(address: string, token: string): string {
  return `${address}?token=${encodeURIComponent(token)}`
}
