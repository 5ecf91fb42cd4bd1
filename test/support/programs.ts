import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { endpointOf } from './resources.ts'

const PATIENCE_MILLISECONDS = 25_000

/** A program of ours that runs, in a folder of its own. */
export interface Program {
  /** All that it has printed so far, on both streams. */
  output(): string
  /** What it has printed on standard output alone: what is for a person. */
  printed(): string
  /** Resolves when it has printed this. */
  hasPrinted(text: string): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Resolves with its exit code when it is over. */
  exit: Promise<number | null>
}

/** An empty folder that is gone after the test. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nightlatch-program-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Starts `server` or `cli`, with these settings alone; what still runs after the test is killed. */
export async function start(
  program: 'server' | 'cli',
  { folder, words = [], settings = {}, input = '' }: { folder: string; words?: readonly string[]; settings?: Readonly<Record<string, string>>; input?: string },
): Promise<Program> {
  const built = await endpointOf('programs')
  const child = spawn(process.execPath, [join(built, `${program}.js`), ...words], { cwd: folder, env: { PATH: process.env['PATH'] ?? '', ...settings } })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  let printed = ''
  child.stdout.on('data', (text: string) => (printed += text))
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stdin.on('error', () => {}) // it may be over before it reads
  child.stdin.end(input)
  const exit = new Promise<number | null>((done) => child.once('close', done))
  let isOver = false
  void exit.then(() => (isOver = true))

  return {
    output: () => output,
    printed: () => printed,
    exit,
    signal: (name) => void child.kill(name),
    async hasPrinted(text) {
      const until = Date.now() + PATIENCE_MILLISECONDS
      while (!output.includes(text)) {
        if (isOver || Date.now() > until) throw new Error(`It never printed "${text}", but:\n${output}`)
        await new Promise((again) => setTimeout(again, 20))
      }
    },
  }
}
