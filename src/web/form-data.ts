import { NightlatchError } from '../engine/errors.ts'

const LARGEST_FORM = 64 * 1024 // bytes; no form of ours comes near
const LARGEST_UPLOAD = 4 * 1024 * 1024 // some 40,000 lines of users
const MOST_LISTENED_TO = 64 * 1024 * 1024 // a browser that is cut off in the middle shows no answer
const MOST_OF_A_STRANGER = 8 * 1024 * 1024

/** What was posted: fields, and files where the route takes them. */
export interface Posted {
  fields: ReadonlyMap<string, string>
  files: ReadonlyMap<string, Uint8Array>
}

export const nothingPosted: Posted = { fields: new Map(), files: new Map() }

/** The fields of a posted form. Another type, a double field, or too large a body is `invalid_input`. */
export async function readForm(request: Request): Promise<Posted> {
  const body = await readBody(request)
  if (body === '') return nothingPosted
  if (typeOf(request) !== 'application/x-www-form-urlencoded') throw new NightlatchError('invalid_input', { cause: 'content type' })

  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(body)) setOnce(fields, name, value)
  return { fields, files: new Map() }
}

/** The same for a form that may bring files. Too large a body is `too_large`, which a person can do something about. */
export async function readUpload(request: Request): Promise<Posted> {
  if (typeOf(request) !== 'multipart/form-data') return await readForm(request)
  const body = await readBytes(request, LARGEST_UPLOAD, MOST_LISTENED_TO)
  if (body === null) throw new NightlatchError('too_large')

  const fields = new Map<string, string>()
  const files = new Map<string, Uint8Array>()
  for (const [name, value] of await partsOf(body, request.headers.get('content-type') ?? '')) {
    if (typeof value === 'string') setOnce(fields, name, value)
    else setOnce(files, name, new Uint8Array(await value.arrayBuffer()))
  }
  return { fields, files }
}

async function partsOf(body: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData()
  } catch (cause) {
    throw new NightlatchError('invalid_input', { cause })
  }
}

function setOnce<Value>(values: Map<string, Value>, name: string, value: Value): void {
  if (values.has(name)) throw new NightlatchError('invalid_input', { cause: 'a field twice' })
  values.set(name, value)
}

function typeOf(request: Request): string | undefined {
  return request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
}

/** The body of a request as text; too large a one is `invalid_input`. */
export async function readBody(request: Request): Promise<string> {
  const body = await readBytes(request, LARGEST_FORM, MOST_OF_A_STRANGER)
  if (body === null) throw new NightlatchError('invalid_input', { cause: 'body too large' })
  return body.toString('utf8')
}

/** As its sender says, and as HTTP holds them to it; Infinity where they don't. */
function declaredLength(request: Request): number {
  const length = request.headers.get('content-length') ?? ''
  return /^\d{1,15}$/.test(length) ? Number(length) : Number.POSITIVE_INFINITY
}

/** The body, or null when it is longer than `largest`; the rest is let go by, up to `mostListenedTo`. */
async function readBytes(request: Request, largest: number, mostListenedTo: number): Promise<Buffer<ArrayBuffer> | null> {
  if (request.bodyUsed) throw new Error('The body of this request has been read already: hand the request over as it came')
  let chunks: Uint8Array[] = []
  let size = 0
  try {
    if (declaredLength(request) <= largest) {
      // Nothing of a short body need be let go by, and a stream of it would cost more than all else that reads a form.
      const body = Buffer.from(await request.arrayBuffer())
      return body.length > largest ? null : body
    }
    if (request.body === null) return Buffer.alloc(0)
    for await (const chunk of request.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
      size += chunk.byteLength
      // What declares no length is counted as it comes.
      if (size <= largest) chunks.push(chunk)
      else chunks = []
      if (size > mostListenedTo) break
    }
  } catch (cause) {
    throw new NightlatchError('invalid_input', { cause }) // whoever sent it went away, or broke off
  }
  return size > largest ? null : Buffer.concat(chunks)
}
