import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { ConfigError } from '../config.ts'

/** Asks for a new password twice without showing it; reads the first line of standard input where that is no terminal. */
export async function askPassword(): Promise<string> {
  const password = process.stdin.isTTY ? await askTwice() : await firstLine()
  if (password === '') throw new ConfigError('No password was given: type it, or pass it as the first line of standard input.')
  return password
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  return ''
}

async function askTwice(): Promise<string> {
  const { stdin, stderr } = process
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: silent, terminal: true })
  // Ctrl-C and Ctrl-D end the input, and the question is never answered.
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
  try {
    const password = await ask('Password: ')
    if (password !== '' && (await ask('The same again: ')) !== password) throw new ConfigError('The two passwords differ. Nothing was changed.')
    return password
  } finally {
    lines.close()
  }

  async function ask(prompt: string): Promise<string> {
    stderr.write(prompt)
    const answer = await Promise.race([lines.question(''), ended])
    stderr.write('\n')
    return answer
  }
}
