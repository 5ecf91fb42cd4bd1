import { describe, expect, it } from 'vitest'
import { sendTestText } from '../../src/commands/send-test-text.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { first } from '../support/long.ts'
import { problem, startTwilio } from '../support/providers/twilio.ts'
import { startVonage } from '../support/providers/vonage.ts'
import { aFolder, start } from '../support/programs.ts'
import { said } from './said.ts'

const NUMBER = '+447400123456'

async function run(settings: Record<string, string>, ...words: string[]) {
  const program = await start('cli', { folder: await aFolder(), words: ['send-test-text', ...words], settings })
  return { code: await program.exit, output: program.output() }
}

/** The same, without starting the program. */
function sending(settings: Record<string, string>, config: Config) {
  return said((say) => sendTestText({ number: NUMBER, provider: null, config, environment: settings }, say))
}

describe('nightlatch send-test-text', () => {
  it('sends one text without a code, and says who took it', async () => {
    const twilio = await startTwilio()
    const { code, output } = await run({ ...twilio.settings, SMS_PROVIDERS: 'twilio', APPLICATION_NAME: 'Harbour Ledger', PUBLIC_URL: 'https://accounts.example.org' }, NUMBER)
    const [text] = twilio.messages
    expect(text).toMatchObject({ to: NUMBER, body: 'This is a test of Harbour Ledger. Texts reach this phone.' })
    expect(text?.statusCallback).toMatch(/^https:\/\/accounts\.example\.org\/sms\/receipts\/twilio\?text=[0-9a-f-]{36}$/)
    expect([code, output]).toEqual([0, `twilio took it as ${text?.sid}. That is no proof that it arrives: look at the phone, and if nothing comes, in the provider's own log.\n`])
  })

  it('says what went wrong and what to do, and goes on to the next as a code would', async () => {
    const [twilio, vonage] = [await startTwilio(), await startVonage()]
    const settings = { ...twilio.settings, ...vonage.settings, SMS_PROVIDERS: 'twilio,vonage', TWILIO_AUTH_TOKEN: 'another' }
    const { code, output } = await run(settings, NUMBER)
    expect(output).toMatch(/^twilio did not take it: answered 401, error 20003: Authenticate\n {2}It does not know these credentials/)
    expect(output).toMatch(/\nvonage took it as [0-9a-f-]{36}\./)
    expect([code, vonage.messages.length]).toEqual([0, 1])

    const alone = await run(settings, NUMBER, '--provider', 'twilio')
    expect([alone.code, alone.output]).toEqual([1, expect.stringMatching(/It does not know these credentials[^]*No text was surely sent\.\n$/)])
    expect(vonage.messages).toHaveLength(1)
  })

  it('asks nobody else about a number that is refused for good, or a text that may have been sent', async () => {
    const [twilio, vonage] = [await startTwilio(), await startVonage()]
    const settings = { ...twilio.settings, ...vonage.settings, SMS_PROVIDERS: 'twilio,vonage' }
    twilio.next(problem(400, 21_610, 'Attempt to send to unsubscribed recipient'))
    twilio.next('broken connection')
    const { SMS_PROVIDERS } = settings
    const blocked = await sending(settings, readConfig({ SMS_PROVIDERS }))
    const unsure = await sending(settings, readConfig({ SMS_PROVIDERS }))
    expect(blocked).toEqual({ isDone: false, output: expect.stringContaining('Replying START opens it again') })
    expect(unsure).toEqual({ isDone: false, output: expect.stringContaining('the text may still come') })
    expect(vonage.messages).toEqual([])
  })

  it('says what is missing or mistyped, without a stack', async () => {
    const runs = await Promise.all(
      first(1, [
        [{ SMS_PROVIDERS: 'twilio' }, NUMBER, /^The settings of twilio can't be used\.[^]*TWILIO_ACCOUNT_SID/],
        [{}, NUMBER, /^SMS_PROVIDERS is empty: text messages are off\./],
        [{ SMS_PROVIDERS: 'pigeon' }, NUMBER, /^SMS_PROVIDERS: there is no provider called pigeon; there are twilio, vonage, sns, http-gateway\n$/],
        [{ SMS_PROVIDERS: 'twilio' }, '07400 123456', /^07400 123456 names no country\. Give it with the country code/],
        [{ SMS_PROVIDERS: 'twilio' }, '+442079460018', /^\+442079460018 is no mobile number/],
      ] as const).map(async ([settings, number, words]) => ({ ...(await run(settings, number)), words })),
    )
    for (const { code, output, words } of runs) {
      expect([code, output]).toEqual([1, expect.stringMatching(words)])
      expect(output).not.toContain('    at ')
    }
  })
})
