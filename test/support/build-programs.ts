import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { build } from '../../build.js'
import type { Running } from './global-setup.ts'

/** Builds the programs once for the run, inside the project, so that they find the packages. */
export async function buildPrograms(): Promise<Running> {
  await mkdir('data', { recursive: true })
  const folder = await mkdtemp(resolve('data/test-programs-'))
  const stop = () => rm(folder, { recursive: true, force: true })
  await build(folder, ['--declaration', 'false', '--sourceMap', 'false']).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { endpoint: folder, stop }
}
