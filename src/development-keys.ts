import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { generateKey, type Keyring, parseKeyring } from './crypto/keyring.ts'

/** Keys that a development server makes for itself at its first start, so that the next one can read its data. */
export async function developmentKeyring(file: string): Promise<Keyring> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  // Two servers may start at once: the one that creates the file first decides.
  await writeFile(file, `${generateKey('development')}\n`, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return parseKeyring((await readFile(file, 'utf8')).trim())
}
