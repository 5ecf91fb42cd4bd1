import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toString as qrSvg } from 'qrcode'
import { describe, expect, it, onTestFinished } from 'vitest'
import { decodeQr, openContext } from './browser.ts'

describe('the browser of the tests', () => {
  it('opens a page served on loopback and runs its script', async () => {
    const url = await serve('<title>before</title><script>document.title = "after"</script>')
    const { page } = await openContext()
    await page.goto(url)
    expect(await page.title()).toBe('after')
  })

  it('leaves scripts alone when JavaScript is off', async () => {
    const url = await serve('<title>before</title><script>document.title = "after"</script>')
    const { page } = await openContext({ javaScript: false })
    await page.goto(url)
    expect(await page.title()).toBe('before')
  })

  it('has the width, colours and language that were asked for', async () => {
    const url = await serve('<p>hello</p>')
    const { page } = await openContext({ viewport: { width: 360, height: 640 }, colorScheme: 'dark', locale: 'de-DE' })
    await page.goto(url)
    const seen = await page.evaluate(() => [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, navigator.language])
    expect(seen).toEqual([360, true, 'de-DE'])
  })

  it('keeps the cookies of two people apart', async () => {
    const url = await serve('<p>hello</p>')
    const [ann, ben] = [await openContext(), await openContext()]
    await ann.context.addCookies([{ name: 'session', value: 'ann', url }])
    expect(await ben.context.cookies()).toEqual([])
  })

  it('draws letters', async () => {
    const url = await serve('<p style="font-size: 40px; display: inline">WWWWW</p><br><p style="font-size: 40px; display: inline">iiiii</p>')
    const { page } = await openContext()
    await page.goto(url)
    const [wide, narrow] = await Promise.all([0, 1].map((n) => page.locator('p').nth(n).boundingBox()))
    expect(wide!.width).toBeGreaterThan(narrow!.width * 2)
  })

  it('lets a test read the QR code on a screenshot', async () => {
    const text = 'otpauth://totp/Nightlatch:ann%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Nightlatch'
    const url = await serve(`<h1>Scan this</h1><div style="width: 220px">${await qrSvg(text, { type: 'svg' })}</div>`)
    const { page } = await openContext()
    await page.goto(url)
    expect(decodeQr(await page.screenshot())).toBe(text)
  })
})

async function serve(html: string): Promise<string> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html)).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
