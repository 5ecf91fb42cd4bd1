import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Running } from './global-setup.ts'

/** Compiles the programs once for the run, inside the project, so that they find the packages. */
export async function buildPrograms(): Promise<Running> {
  await mkdir('data', { recursive: true })
  const folder = await mkdtemp(resolve('data/test-programs-'))
  const stop = () => rm(folder, { recursive: true, force: true })
  const compiler = ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json', '--outDir', folder, '--declaration', 'false', '--sourceMap', 'false']
  await promisify(execFile)(process.execPath, compiler).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { endpoint: folder, stop }
}
