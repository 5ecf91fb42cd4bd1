import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { administrationStylesheet, stylesheet } from './styles.ts'

/** A file that never changes under its address, so that browsers may keep it for good. */
export interface Asset {
  /** Such as `/assets/styles-1f0c….css`; not yet prefixed with where the pages are mounted. */
  path: string
  body: string
  gzipped: Uint8Array
  contentType: string
}

export interface Assets {
  styles: Asset
  /** For administrators' pages alone: whoever signs in need not wait for it. */
  administrationStyles: Asset
  script: Asset
  /** The asset at a path, or undefined. */
  find(path: string): Asset | undefined
}

/** Builds the stylesheets and the script of all pages, once at start-up. */
export function createAssets({ accent }: { accent?: string | undefined } = {}): Assets {
  const styles = hashed('styles', 'css', 'text/css; charset=utf-8', stylesheet({ accent }))
  const administrationStyles = hashed('administration', 'css', 'text/css; charset=utf-8', administrationStylesheet())
  const script = hashed('browser', 'js', 'text/javascript; charset=utf-8', browserScript())
  const byPath = new Map([styles, administrationStyles, script].map((asset) => [asset.path, asset]))
  return { styles, administrationStyles, script, find: (path) => byPath.get(path) }
}

function browserScript(): string {
  return readFileSync(new URL('./browser.js', import.meta.url), 'utf8')
}

function hashed(name: string, extension: string, contentType: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16)
  return { path: `/assets/${name}-${hash}.${extension}`, body, gzipped: gzipSync(body, { level: 9 }), contentType }
}

/**
 * Answers with an asset, compressed where the browser takes it. Pages never
 * are: each holds a form token beside words from its address or form, and
 * their length would tell it to somebody who can send the one and watch the
 * other (BREACH).
 */
export function assetAnswer(asset: Asset, acceptEncoding = ''): Response {
  const isGzipped = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(acceptEncoding)
  return new Response(isGzipped ? new Uint8Array(asset.gzipped) : asset.body, {
    headers: {
      'content-type': asset.contentType,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      ...(isGzipped ? { 'content-encoding': 'gzip' } : {}),
    },
  })
}
