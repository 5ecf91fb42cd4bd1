import { readFileSync } from 'node:fs'
import { NightlatchError } from '../../engine/errors.ts'
import { styles } from './styles.ts'

export const stylesPath = '/development/files/styles.css'
export const livePath = '/development/files/live.js'

/** Style and script of these pages alone, so that no production page carries them. */
export function developmentFile(name: string | undefined): Response {
  if (name === 'styles.css') return new Response(styles, { headers: { 'content-type': 'text/css; charset=utf-8' } })
  if (name === 'live.js') return new Response(liveScript(), { headers: { 'content-type': 'text/javascript; charset=utf-8' } })
  throw new NightlatchError('not_found')
}

function liveScript(): string {
  return readFileSync(new URL('./live-script.js', import.meta.url), 'utf8')
}
