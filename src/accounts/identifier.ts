/** The one form in which user names and e-mail addresses are compared and kept unique. */
export function identifierKey(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase()
}
