import decodeQr from 'qr/decode.js'
import { describe, expect, it } from 'vitest'
import { QrCode, qrModules } from '../../../src/web/ui/qr-code.tsx'

const keyUri = 'otpauth://totp/Harbour%20Ledger:amara@harbour.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Harbour%20Ledger'

/** Draws squares of `scale` pixels, as a screenshot would show them. */
function picture({ size, isDark }: ReturnType<typeof qrModules>, scale: number) {
  const width = size * scale
  const data = new Uint8ClampedArray(width * width * 4)
  for (let i = 0; i < width * width; i++) {
    const dark = isDark(Math.floor((i % width) / scale), Math.floor(i / width / scale))
    data.set(dark ? [0, 0, 0, 255] : [255, 255, 255, 255], i * 4)
  }
  return { width, height: width, data }
}

describe('QrCode', () => {
  it('is read back by an independent decoder', () => {
    expect(decodeQr(picture(qrModules(keyUri), 4))).toBe(keyUri)
  })

  it('draws exactly the dark squares of the code', () => {
    const modules = qrModules(keyUri)
    const drawn = new Set<string>()
    for (const [, x, y, length] of String(<QrCode content={keyUri} label="Scan" />).matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
      for (let i = 0; i < Number(length); i++) drawn.add(`${Number(x) + i} ${y}`)
    }
    const dark = Array.from({ length: modules.size ** 2 }, (_, i) => [i % modules.size, Math.floor(i / modules.size)] as const)
      .filter(([x, y]) => modules.isDark(x, y))
      .map(([x, y]) => `${x} ${y}`)
    expect([...drawn].sort()).toEqual(dark.sort())
  })

  it('has a quiet zone of four squares and a name', () => {
    const { size, isDark } = qrModules(keyUri)
    for (let i = 0; i < size; i++) expect(isDark(i, 3) || isDark(3, i) || isDark(size - 4, i)).toBe(false)
    expect(String(<QrCode content={keyUri} label="Scan me" />)).toContain('role="img" aria-label="Scan me"')
  })
})
