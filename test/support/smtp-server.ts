import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import PostalMime, { type Email } from 'postal-mime'
import { onTestFinished } from 'vitest'
import { freePort } from './free-port.ts'
import { certificates } from './smtp-certificates.ts'

/** A mail that the server has taken. */
export interface TakenMail {
  from: string | null // the envelope's
  to: readonly string[]
  isEncrypted: boolean
  user: string | null // who signed in
  raw: string
  parsed: Email
}

export interface SmtpServerOptions {
  port?: number
  tls?: 'none' | 'starttls' | 'implicit'
  certificate?: keyof typeof certificates
  password?: string | null // null: nobody has to sign in
  hold?: number // takes the message of this number and all later ones, and never answers
}

/** A mail server in a process of its own. */
export interface SmtpServer {
  port: number
  /** The mails taken so far, once there are this many. */
  mails(number: number): Promise<readonly TakenMail[]>
  /** As when its machine loses power. */
  kill(): Promise<void>
}

const program = fileURLToPath(new URL('./smtp-program.js', import.meta.url))

/** Starts a mail server on this machine; it is gone after the test. */
export async function startSmtpServer(options: SmtpServerOptions = {}): Promise<SmtpServer> {
  const { tls = 'none', certificate = 'localhost', password = null, hold = null } = options
  const port = options.port ?? (await freePort())
  const settings = { port, tls, ...certificates[certificate], password, hold }
  const child = spawn(process.execPath, [program], { env: { ...process.env, SMTP_OPTIONS: JSON.stringify(settings) }, stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = new Promise<void>((done) => child.once('close', () => done()))
  const kill = async () => {
    child.kill('SIGKILL')
    await exit
  }
  onTestFinished(kill)

  const lines: string[] = []
  const waiting: { number: number; done(): void }[] = []
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    for (const { number, done } of waiting) if (lines.length >= number) done()
  })
  const printed = (number: number) => new Promise<void>((done) => (lines.length >= number ? done() : void waiting.push({ number, done })))
  await printed(1)

  return {
    port,
    kill,
    async mails(number) {
      await printed(number + 1)
      return await Promise.all(lines.slice(1).map(mailOf))
    },
  }
}

async function mailOf(line: string): Promise<TakenMail> {
  const { raw, ...facts } = JSON.parse(line) as Omit<TakenMail, 'parsed'>
  const message = Buffer.from(raw, 'base64')
  return { ...facts, raw: message.toString(), parsed: await PostalMime.parse(message) }
}
