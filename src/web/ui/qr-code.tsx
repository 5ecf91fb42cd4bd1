import { createRequire } from 'node:module'
import type * as Library from 'qrcode'

const require = createRequire(import.meta.url)

/** Loaded with the first code: nobody needs it at start-up. */
const library = (): typeof Library => require('qrcode')

/** Light modules around the code, without which scanners fail (ISO/IEC 18004, 4 modules). */
const quietZone = 4

/** The dark and light squares of a QR code, with its quiet zone: 1 is dark. */
export function qrModules(content: string): { size: number; isDark(x: number, y: number): boolean } {
  const { modules } = library().create(content, { errorCorrectionLevel: 'M' })
  const at = (x: number, y: number) => x >= 0 && y >= 0 && x < modules.size && y < modules.size && modules.get(y, x) === 1
  return { size: modules.size + 2 * quietZone, isDark: (x, y) => at(x - quietZone, y - quietZone) }
}

/** A QR code as a picture; black on white in both schemes, since many scanners cannot read it inverted. */
export function QrCode({ content, label }: { content: string; label: string }) {
  const { size, isDark } = qrModules(content)
  let path = ''
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const start = x
      while (isDark(x, y)) x++
      if (x > start) path += `M${start} ${y}h${x - start}v1h${start - x}z`
    }
  }
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <path fill="#000" d={path} />
    </svg>
  )
}
