import { describe, expect, it } from 'vitest'
import { parseAgent } from '../../../src/web/my-security/agent.ts'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const apple = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'

const known: [browser: string, system: string, header: string][] = [
  ['Firefox', 'Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ['Firefox', 'Android', 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'],
  ['Firefox', 'iPhone', `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${apple} FxiOS/140.0 Mobile/15E148 Safari/605.1.15`],
  ['Chrome', 'macOS', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Chrome/140.0.0.0 Safari/537.36`],
  ['Chrome', 'ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/140.0.0.0 Safari/537.36`],
  ['Chrome', 'Linux', `Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/140.0.0.0 Safari/537.36`],
  ['Chrome', 'iPad', `Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) ${apple} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1`],
  ['Edge', 'Windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`],
  ['Edge', 'Android', `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/140.0.0.0 Mobile Safari/537.36 EdgA/140.0.0.0`],
  ['Samsung Internet', 'Android', `Mozilla/5.0 (Linux; Android 10; K) ${webkit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`],
  ['Opera', 'Windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/138.0.0.0 Safari/537.36 OPR/122.0.0.0`],
  ['Safari', 'macOS', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${apple} Version/18.5 Safari/605.1.15`],
  ['Safari', 'iPhone', `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${apple} Version/18.5 Mobile/15E148 Safari/604.1`],
]

describe('parseAgent', () => {
  it.each(known)('recognizes %s on %s', (browser, system, header) => {
    expect(parseAgent(header)).toEqual({ browser, system })
  })

  it.each(['', 'curl/8.14.1', 'command line', '<script>alert(1)</script>'])('claims nothing about %j', (header) => {
    expect(parseAgent(header)).toEqual({ browser: null, system: null })
  })

  it('knows the system where it does not know the browser', () => {
    expect(parseAgent('Mozilla/5.0 (Windows NT 10.0; Win64; x64) SomethingNew/1.0')).toEqual({ browser: null, system: 'Windows' })
  })

  it('takes no browser for Safari where Safari is not', () => {
    const header = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'
    expect(parseAgent(header)).toEqual({ browser: null, system: 'Linux' })
  })

  it('takes no long time over a header made to take it', () => {
    const startedAt = performance.now()
    parseAgent(`Version/1 ${'Safari Version/1 '.repeat(10_000)}`)
    expect(performance.now() - startedAt).toBeLessThan(500)
  })
})
