import { NightlatchError } from '../engine/errors.ts'

const LARGEST_BODY = 64 * 1024 // bytes; no form of ours comes near

/** The fields of a posted form. Another type, a double field, or too large a body is `invalid_input`. */
export async function readForm(request: Request): Promise<ReadonlyMap<string, string>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  const body = await readBody(request)
  if (body === '') return new Map()
  if (type !== 'application/x-www-form-urlencoded') throw new NightlatchError('invalid_input', { cause: 'content type' })

  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(body)) {
    if (fields.has(name)) throw new NightlatchError('invalid_input', { cause: 'a field twice' })
    fields.set(name, value)
  }
  return fields
}

/** The body of a request as text; too large a one is `invalid_input`. */
export async function readBody(request: Request): Promise<string> {
  if (request.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    // What declares no length is counted as it comes.
    if (size > LARGEST_BODY) throw new NightlatchError('invalid_input', { cause: 'body too large' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
