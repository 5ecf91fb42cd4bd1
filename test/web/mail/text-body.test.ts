import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testText, textBody } from '../../../src/web/mail/text-body.ts'
import { textFor } from '../../../src/web/ui/text/index.ts'
import { anyText } from '../../support/any-text.ts'

const text = (applicationName: string, publicUrl = 'https://ledger.example') =>
  textBody({ words: textFor('en').mail, code: '004417', applicationName, publicUrl })

/** By code point, as 3GPP TS 23.038 prints the table: letters, digits, and the rest one by one. */
const isGsm7 = (body: string) => /^[\n\r A-Za-z0-9@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]*$/.test(body)

describe('a texted code', () => {
  it('is one sentence, then the line that ties it to the site', () => {
    expect(text('Harbour Ledger')).toBe('004417 is your Harbour Ledger code.\n\n@ledger.example #004417')
  })

  it('names the host without its port, as the origin it stands for has none', () => {
    expect(text('Harbour Ledger', 'http://localhost:3000')).toMatch(/\n\n@localhost #004417$/)
    expect(text('Harbour Ledger', 'https://ledger.example:8443')).toMatch(/\n\n@ledger\.example #004417$/)
  })

  it('names a host of another script as the browser does', () => {
    expect(text('Harbour Ledger', 'https://bücher.example')).toMatch(/\n\n@xn--bcher-kva\.example #004417$/)
  })

  it('fits in one text message, whatever the application and the host are called', () => {
    const anyLabel = fc.stringMatching(/^[a-z][a-z0-9]{0,30}$/)
    const anyHost = fc.array(anyLabel, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'))
    fc.assert(
      fc.property(anyText({ maxLength: 200 }), anyHost, (name, host) => {
        const body = text(name, `https://${host}`)
        expect(body.length).toBeLessThanOrEqual(isGsm7(body) ? 160 : 70) // 3GPP TS 23.038: septets, or UCS-2
        expect(body.split('\n')).toEqual([expect.stringMatching(/^004417 is your .+ code\.$/), '', `@${host} #004417`])
      }),
    )
  })

  it('cuts a long name between words', () => {
    const name = 'The Friends of the Old Lighthouse and Harbour Museum of Port Saint Mary, Registered Charity and Ledger of All Accounts'
    const body = text(name, 'https://a-rather-long-host-name.friends-of-the-lighthouse.example')
    expect(body).toMatch(/^004417 is your The Friends of the Old Lighthouse and Harbour Museum of Port Saint code\.\n/)
  })

  it('cuts a single long word where it must', () => {
    const body = text('Donau'.repeat(40))
    expect(body).toHaveLength(160)
    expect(body).toMatch(/^004417 is your (Donau)+/)
  })

  it('writes accents plainly where a text message has no letter for them', () => {
    expect(text('Café Dvořák – l’Œuvre')).toMatch(/^004417 is your Café Dvorak - l'OEuvre code\./)
  })

  it.each(['港務局', 'Λιμάνι', 'Порт 7', 'ميناء'])('writes a name in its own script, %s, where that fits in one message too', (name) => {
    expect(text(name)).toBe(`004417 is your ${name} code.\n\n@ledger.example #004417`)
  })

  it('goes without such a name where it does not fit', () => {
    expect(text('港務局', 'https://the-ledger-of-the-harbour.example.org')).toMatch(/^004417 is your sign-in code\.\n\n@the-ledger/)
    expect(text('Порт '.repeat(12))).toMatch(/^004417 is your sign-in code\.\n/)
  })

  it('goes without the last line where a host leaves no room for it, and never in two messages', () => {
    const host = Array.from({ length: 4 }, () => 'a'.repeat(40)).join('.')
    expect(text('Harbour', `https://${host}`)).toBe('004417 is your sign-in code.')
  })
})

describe('a test text', () => {
  it('fits in one message too, and holds no code', () => {
    expect(testText(textFor('en').mail, 'Café Dvořák')).toBe('This is a test of Café Dvorak. Texts reach this phone.')
    expect(testText(textFor('en').mail, '港務局')).toBe('This is a test. Texts reach this phone.')
    expect(testText(textFor('en').mail, 'Donau'.repeat(40))).toHaveLength(160)
  })
})
