import { MAX_PASSWORD_LENGTH } from '../crypto/password.ts'

const SHORTEST = 8 // characters; NIST SP 800-63B-4 §3.1.1.2 for a password with a second step
const SHORTEST_WORD = 3 // of a name; anything shorter is in many a good password

/** Why a new password is refused. There are no composition rules (NIST SP 800-63B-4 §3.1.1.2). */
export type PasswordProblem = 'too-short' | 'too-long' | 'common' | 'contains-name'

/** Whose password it is to be. */
export interface PasswordOwner {
  name: string
  userName: string
  email: string | null
}

let commonPasswords: Promise<ReadonlySet<string>> | undefined

/** Says what is wrong with a new password; null when it will do. */
export async function passwordProblem(password: string, owner: PasswordOwner): Promise<PasswordProblem | null> {
  if (password.length > MAX_PASSWORD_LENGTH) return 'too-long'
  if (lengthOf(password) < SHORTEST) return 'too-short'
  const folded = fold(password)
  commonPasswords ??= loadCommonPasswords()
  if ((await commonPasswords).has(folded)) return 'common'
  return isMostlyName(folded, owner) ? 'contains-name' : null
}

/** The words of a name count for nothing: what is left of the password must be long enough by itself. */
function isMostlyName(folded: string, { name, userName, email }: PasswordOwner): boolean {
  const [mailbox = ''] = (email ?? '').split('@')
  const words = [userName, mailbox, ...name.split(/[^\p{L}\p{N}]+/u)]
    .map(fold)
    .filter((word) => lengthOf(word) >= SHORTEST_WORD)
    .toSorted((a, b) => b.length - a.length)
  const rest = words.reduce((text, word) => text.replaceAll(word, ''), folded)
  return rest !== folded && lengthOf(rest) < SHORTEST
}

/** Loaded at the first use: some 4 MB that a server which never changes a password does without. */
async function loadCommonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'].map(fold).filter((common) => lengthOf(common) >= SHORTEST))
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function lengthOf(text: string): number {
  return Array.from(text).length
}
