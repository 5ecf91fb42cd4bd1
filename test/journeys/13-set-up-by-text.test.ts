import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, countTexts, enterCode, givePassword, holdsSession, press, read, readTextedCode, saidBesideField, signOut, wordsOf } from '../support/journey.ts'
import { further as inLong, itOf } from '../support/long.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'
import { ENABLE, givePhone, goToChoice, LONG } from './set-up-steps.ts'

const server = await startTestServer('sqlite', { settings: { SMS_COUNTRIES: 'GB,DE' } })

/** Goes as far as the page that asks for the number. */
async function atThePhone({ javaScript }: { javaScript: boolean }): Promise<{ page: Page; ann: TestPerson }> {
  const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })).person()
  const { page } = await openContext({ javaScript })
  await goToChoice(page, server, ann)
  await press(page, 'Use Text Message')
  await arriveAt(page, 'Add your mobile phone')
  return { page, ann }
}

/** +447400123456 as somebody in its country writes it: 07400 123456. */
function national(phone: string): string {
  return `0${phone.slice(3, 7)} ${phone.slice(7)}`
}

/** As it is shown back: +44 7400 123456. */
function inFull(phone: string): string {
  return `+44 ${phone.slice(3, 7)} ${phone.slice(7)}`
}

/** A wrong code; once in a million runs the first two are the same. */
function otherThan(code: string, wrong: string): string {
  return wrong === code ? '654321' : wrong
}

describe.each([true, false])('Set-up by text message (JavaScript on: %s)', LONG, (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it('takes a number in its national form, shows it back in full, texts the first code, and is on once that is entered', async () => {
    const { page, ann } = await atThePhone({ javaScript })
    expect(await page.getByLabel('Country').locator('option:checked').innerText()).toBe('United Kingdom (+44)')
    expect(await countTexts(server, ann.phone)).toBe(0)

    await givePhone(page, national(ann.phone))

    await arriveAt(page, 'Enter the code we texted')
    expect(await wordsOf(page)).toContain(`We sent a 6-digit code to ${inFull(ann.phone)}.`)
    expect(await countTexts(server, ann.phone)).toBe(1)
    await enterCode(page, await readTextedCode(server, ann), ENABLE)
    await arriveAt(page, 'Save your backup codes')
    await read(page, '2-step verification is on.')

    await press(page, 'I have saved them')
    await signOut(page)
    server.clock.advance(30)
    await givePassword(page, server, ann)
    await read(page, `We texted a 6-digit code to your phone ending in ${ann.phone.slice(-2)}.`)
    expect(await countTexts(server, ann.phone)).toBe(2)
  })

  inLong('takes a number in its international form, whatever country is chosen', async () => {
    const { page, ann } = await atThePhone({ javaScript })

    await givePhone(page, inFull(ann.phone), 'Germany (+49)')

    await arriveAt(page, 'Enter the code we texted')
    expect(await wordsOf(page)).toContain(inFull(ann.phone))
    expect(await countTexts(server, ann.phone)).toBe(1)
  })

  inLong('reads a national number in the country that is picked', async () => {
    const { page } = await atThePhone({ javaScript })
    const digit = javaScript ? '8' : '9'

    await givePhone(page, `01512 345678${digit}`, 'Germany (+49)')

    await arriveAt(page, 'Enter the code we texted')
    expect(await wordsOf(page)).toContain(`+49 1512 345678${digit}`)
    expect(await countTexts(server, `+491512345678${digit}`)).toBe(1)
  })

  inLong('lets a wrong number be changed without starting over, and only the right one counts', async () => {
    const { page, ann } = await atThePhone({ javaScript })
    const wrong = ann.phone.replace('+447400', '+447402')
    await givePhone(page, national(wrong))
    const codeForStranger = await readTextedCode(server, { phone: wrong })

    await press(page, 'Change the number')
    await arriveAt(page, 'Add your mobile phone')
    server.clock.advance(30)
    await givePhone(page, national(ann.phone))

    await arriveAt(page, 'Enter the code we texted')
    expect(await wordsOf(page)).toContain(inFull(ann.phone))
    const code = await readTextedCode(server, ann)
    await enterCode(page, otherThan(code, codeForStranger), ENABLE)
    expect(await saidBesideField(page)).toMatch(/^That code isn't right\./)
    expect(await holdsSession(page)).toBe(false)
    await enterCode(page, code, ENABLE)
    await arriveAt(page, 'Save your backup codes')
  })

  further('refuses what no text can be sent to in plain words beside the field, and keeps it to be mended', async () => {
    const { page, ann } = await atThePhone({ javaScript })
    const field = page.getByLabel('Mobile phone number')

    for (const { number, words } of [
      { number: '020 7946 0018', words: "That number can't receive texts. Enter a mobile phone number." }, // a landline
      { number: '0909 879 0123', words: "Texts can't be sent to a number that charges for them. Enter a mobile phone number." },
      { number: '074', words: 'That number is too short for this country. Check the country, and whether a digit is missing.' },
      { number: '07400 1234567', words: 'That number is too long for this country. Check the country, and whether there is a digit too many.' },
      { number: 'my phone', words: "That doesn't look like a phone number in this country. Check the country and the digits." },
    ]) {
      await givePhone(page, number)
      await arriveAt(page, 'Add your mobile phone')
      expect([number, await saidBesideField(page)]).toEqual([number, words])
      expect(await field.inputValue()).toBe(number)
      expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
      expect(await page.title()).toMatch(/^Error: /)
    }

    await givePhone(page, national(ann.phone))
    await arriveAt(page, 'Enter the code we texted')
  })

  further('says that a code was wrong and lets it be entered again', async () => {
    const { page, ann } = await atThePhone({ javaScript })
    await givePhone(page, national(ann.phone))
    const code = await readTextedCode(server, ann)

    await enterCode(page, otherThan(code, '123456'), ENABLE)
    expect(await saidBesideField(page)).toMatch(/^That code isn't right\./)
    expect(await holdsSession(page)).toBe(false)

    await enterCode(page, code, ENABLE)
    await arriveAt(page, 'Save your backup codes')
  })

  inLong('sends a new code after the wait, and the former one no longer works', async () => {
    const { page, ann } = await atThePhone({ javaScript })
    await givePhone(page, national(ann.phone))
    const former = await readTextedCode(server, ann)
    server.clock.advance(30)
    await page.goto(`${server.url}/set-up/phone/confirm`)

    await press(page, 'Send a new code')

    await read(page, `We sent a new code to the phone ending in ${ann.phone.slice(-2)}. The one before no longer works.`)
    expect(await countTexts(server, ann.phone)).toBe(2)
    const code = await readTextedCode(server, ann)
    await enterCode(page, otherThan(code, former), ENABLE)
    expect(await saidBesideField(page)).toMatch(/^That code isn't right\./)
    await enterCode(page, code, ENABLE)
    await arriveAt(page, 'Save your backup codes')
  })
})
