import { jsonOf } from './ask.ts'

/** What placeholders stand for. */
export type Values = Readonly<Record<'to' | 'to_digits' | 'text' | 'reference', string>>

/** In one pass, so that a text with `{to}` in it stays what it is. */
function fill(template: string, values: Values, escape: (value: string) => string = (value) => value): string {
  return template.replaceAll(/\{(to|to_digits|text|reference)\}/g, (_, name: keyof Values) => escape(values[name]))
}

/** Fills the path and the query of an address: a value cannot leave its place in it. */
export function fillAddress(template: string, values: Values): string {
  return fill(template, values, encodeURIComponent)
}

/**
 * Reads the template of a body as what its content type says; null when it is not that.
 *
 * JSON and forms are taken apart first, filled, and written again: whatever a
 * text holds, it stays the value where its placeholder was.
 */
export function bodyOf(headers: Readonly<Record<string, string>>, template: string): ((values: Values) => { contentType: string; body: string }) | null {
  const contentType = headers['content-type'] ?? 'application/json'
  if (/^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType)) {
    const json = jsonOf(template)
    if (json === null) return null
    return (values) => ({ contentType, body: JSON.stringify(filledJson(json, values)) })
  }
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    const fields = [...new URLSearchParams(template)]
    return (values) => ({ contentType, body: new URLSearchParams(fields.map(([name, value]) => [name, fill(value, values)])).toString() })
  }
  if (/^(?:text|application)\/(?:[\w.+-]+\+)?xml\b/i.test(contentType)) return (values) => ({ contentType, body: fill(template, values, escapeXml) })
  return /^text\/plain\b/i.test(contentType) ? (values) => ({ contentType, body: fill(template, values) }) : null
}

function filledJson(json: unknown, values: Values): unknown {
  if (typeof json === 'string') return fill(json, values)
  if (Array.isArray(json)) return json.map((item) => filledJson(item, values))
  if (json === null || typeof json !== 'object') return json
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, filledJson(value, values)]))
}

function escapeXml(text: string): string {
  return text.replaceAll(/[<>&'"]/g, (letter) => `&#${letter.codePointAt(0)};`)
}

/** What a JSON pointer (RFC 6901) points at, where it is text, a number or a truth value; null otherwise. */
export function pointedAt(json: unknown, pointer: string): string | null {
  let at = json
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, name)) return null
    at = (at as Record<string, unknown>)[name]
  }
  return typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean' ? String(at) : null
}
