import { randomUUID } from 'node:crypto'
import { type Config, ConfigError, readConfig } from '../config.ts'
import type { Environment } from '../delivery/definition.ts'
import { TextNotSent } from '../delivery/sms/failure.ts'
import type { SmsProvider } from '../delivery/sms/provider.ts'
import { parsePhone, type RefusedPhone } from '../engine/phone.ts'
import { blameOf, type TextFailure } from '../engine/text-failure.ts'
import { openSmsProviders } from '../sms-providers.ts'
import { startUpError } from '../start-up-error.ts'
import { testText } from '../web/mail/text-body.ts'
import { receiptsPath } from '../web/routes.ts'
import { textFor } from '../web/ui/text/index.ts'
import { type AddCommand, fail } from './command.ts'

export const sendTestTextCommand: AddCommand = (program) =>
  program
    .command('send-test-text')
    .description('send a text without a code, and say in words what went wrong; it counts with no budget')
    .argument('<number>', 'with the country code, such as +491512345678')
    .option('--provider <name>', 'this one alone, instead of SMS_PROVIDERS in order')
    .action(async (number: string, { provider = null }: { provider?: string | null }) => {
      const isTaken = await sendTestText({ number, provider, config: readConfig(process.env), environment: process.env }, console.log)
      if (!isTaken) fail('No text was surely sent.')
    })

/** What to do about each failure. */
const advice: Record<TextFailure, string> = {
  'invalid-number': 'It says that this is no number for texts. Check the digits.',
  unreachable: 'It says that this number receives no texts: a landline, or one that is out of service. Try another phone.',
  blocked: 'It says that this number blocks texts from you. Has somebody replied STOP? Replying START opens it again. Or the provider takes it for fraud: ask them.',
  'sender-refused': 'It does not let your sender text this number. Register the sender for that country (in the United States: 10DLC or toll-free verification), allow the country in the account, or set another sender.',
  'rate-limited': 'It is being asked too often. Wait a minute and try again; if it stays so, have the limit of the account raised.',
  unavailable: 'It is down, or cannot be reached from this machine. Look at its status page, and check the network, DNS and any firewall or proxy in between.',
  credentials: 'It does not know these credentials, or they may not send texts, or the account is closed or suspended. Compare them with what its console shows.',
  'no-balance': 'The account has no money left, or its spending limit is reached. Top it up, or raise the limit.',
  'request-refused': 'It does not like something in the request. Compare the settings of this provider with what its console shows.',
  unconfirmed: 'It did not answer in time, so nobody knows: the text may still come. If this happens often, raise SMS_TIME_LIMIT_SECONDS, or put another provider first.',
}

const refusedNumber: Record<RefusedPhone, string> = {
  'not-a-number': 'is no phone number. Give it with the country code, such as +491512345678',
  'too-short': 'is too short',
  'too-long': 'is too long',
  'not-mobile': 'is no mobile number, and receives no texts',
  premium: 'charges those who call or text it',
  'unknown-country': 'names no country. Give it with the country code, such as +491512345678',
  'country-not-allowed': 'is in a country that texts may not go to',
}

/**
 * Sends a test text as a code would go: to the named provider alone, or to each
 * in order until one takes it. Says what each of them said.
 *
 * @returns whether one surely took it
 */
export async function sendTestText(
  { number, provider: named, config, environment }: { number: string; provider: string | null; config: Config; environment: Environment },
  say: (line: string) => void,
): Promise<boolean> {
  const phone = parsePhone(number, '')
  if (phone.kind === 'invalid') throw new ConfigError(`${number} ${refusedNumber[phone.why]}.`)
  const names = named === null ? config.SMS_PROVIDERS : [named]
  if (names.length === 0) throw new ConfigError('SMS_PROVIDERS is empty: text messages are off. Name who sends them, such as SMS_PROVIDERS=twilio, with its settings (see docs/sms.md).')
  const publicUrl = config.PUBLIC_URL ?? ''
  const providers = openSmsProviders(names, environment, { fetch, inbox: null, publicUrl, receiptsUrl: publicUrl === '' ? undefined : publicUrl + receiptsPath })

  for (const provider of providers) {
    const failure = await attempt(provider, { to: phone.e164, body: testText(textFor('en').mail, config.APPLICATION_NAME) }, config.SMS_TIME_LIMIT_SECONDS, say)
    if (failure === null) return true
    say(`  ${advice[failure]}`)
    if (blameOf[failure] === 'number' || blameOf[failure] === 'unknown') return false // a code would go to nobody else either
  }
  return false
}

async function attempt({ name, send }: SmsProvider, text: { to: string; body: string }, seconds: number, say: (line: string) => void): Promise<TextFailure | null> {
  try {
    const taken = (await send({ ...text, reference: randomUUID(), signal: AbortSignal.timeout(seconds * 1000) })) ?? {}
    say(`${name} took it${taken.messageId ? ` as ${taken.messageId}` : ''}. That is no proof that it arrives: look at the phone, and if nothing comes, in the provider's own log.`)
    return null
  } catch (error) {
    say(`${name} did not take it: ${startUpError(error)}`)
    return error instanceof TextNotSent ? error.failure : 'unavailable'
  }
}
