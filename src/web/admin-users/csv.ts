/** Excel takes a file without it for another encoding. */
const BYTE_ORDER_MARK = '\uFEFF'

/** What a spreadsheet would run: a formula, also behind spaces, and the full-width signs that some read as the same. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/

/**
 * One cell. Every one is quoted, for the separator differs from country to
 * country; a formula is kept as text by an apostrophe (OWASP, CSV injection).
 */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** A file to keep, sent as its rows come: nothing of it is gathered here. */
export function csvResponse(fileName: string, heading: readonly string[], batches: AsyncIterable<readonly (readonly string[])[]>): Response {
  const encoder = new TextEncoder()
  const rows = batches[Symbol.asyncIterator]()
  let isBegun = false
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!isBegun) {
          isBegun = true
          return controller.enqueue(encoder.encode(BYTE_ORDER_MARK + csvLine(heading)))
        }
        const { done, value } = await rows.next()
        if (done) return controller.close()
        controller.enqueue(encoder.encode(value.map(csvLine).join('')))
      },
      async cancel() {
        await rows.return?.()
      },
    },
    { highWaterMark: 0 }, // nothing is read for somebody who takes nothing
  )
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${asciiOf(fileName)}"; filename*=UTF-8''${encodeRfc5987(fileName)}`,
    },
  })
}

/** For what reads no other alphabet. */
function asciiOf(fileName: string): string {
  return fileName.replace(/[^\x20-\x7e]|["\\/]/g, '_')
}

function encodeRfc5987(text: string): string {
  return encodeURIComponent(text.replaceAll(/[/\\]|\p{Surrogate}/gu, '_')).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
