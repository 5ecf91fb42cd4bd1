import { isName } from './accounts/names.ts'
import { type Keyring, parseKeyring } from './crypto/keyring.ts'
import type { Policy } from './engine/model.ts'
import { InvalidPricesError, parseTextPrices, type TextPrices } from './engine/text-prices.ts'
import type { Host, NightlatchOptions } from './embedded.ts'
import { demand, InvalidValueError } from './invalid-value.ts'

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']
const MOST_DAYS = 365

/** What is made of the options, once they make sense. */
export interface CheckedOptions {
  publicUrl: string
  basePath: string
  keyring: Keyring
  textPrices: TextPrices
}

/** Finds what is wrong with the options before anything is opened. Throws `InvalidValueError`. */
export function checkOptions(options: NightlatchOptions): CheckedOptions {
  const { applicationName, accent, logoUrl, basePath = '/two-step' } = options
  demand(/^(\/[\w.~-]+)+$/.test(basePath), 'basePath', 'must be a path such as /two-step, without a slash at its end')
  demand(isName(applicationName) && applicationName.length <= 40, 'applicationName', 'must be a name of at most 40 printable characters')
  demand(accent === undefined || /^#[0-9a-f]{6}$/i.test(accent), 'accent', 'must be a color such as #2f5bd7')
  demand(logoUrl === undefined || /^(data:image\/|\/(?!\/))/.test(logoUrl), 'logoUrl', 'must be a data:image/… URL or a path, for pages load nothing from elsewhere')
  checkHost(options.host)
  checkPolicy(options.policy ?? {})
  return { publicUrl: originOf(options.publicUrl), basePath, keyring: keyringOf(options.keys), textPrices: pricesOf(options) }
}

function originOf(publicUrl: string): string {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : null
  if (url === null || url.href !== `${url.origin}/` || !/^https?:$/.test(url.protocol)) {
    throw new InvalidValueError('publicUrl', `must be an origin alone, such as ${url === null || url.origin === 'null' ? 'https://crm.example.org' : url.origin}`)
  }
  demand(url.protocol === 'https:' || LOOPBACK.includes(url.hostname), 'publicUrl', 'must begin with https://, for browsers keep these cookies over TLS alone (http is for localhost)')
  return url.origin
}

function keyringOf(keys: NightlatchOptions['keys']): Keyring {
  if (typeof keys === 'object') return keys
  try {
    return parseKeyring(keys ?? '')
  } catch (cause) {
    throw new InvalidValueError('keys', `can't be read: ${cause instanceof Error ? cause.message : ''}`, { cause })
  }
}

function pricesOf({ sms = [], smsPrices = '' }: NightlatchOptions): TextPrices {
  try {
    return parseTextPrices(smsPrices, [sms].flat().map(({ name }) => name))
  } catch (cause) {
    if (!(cause instanceof InvalidPricesError)) throw cause
    throw new InvalidValueError('smsPrices', `can't be read: ${cause.message}`, { cause })
  }
}

function checkHost(host: Host): void {
  for (const name of ['currentUser', 'confirmPassword', 'completeSignIn', 'endSessions'] as const) {
    demand(typeof host?.[name] === 'function', `host.${name}`, 'must be a function: see Host')
  }
  for (const name of ['signInUrl', 'homeUrl'] as const) {
    const url = host[name]
    demand(typeof url === 'string' && (/^\/(?![/\\])/.test(url) || /^https?:\/\//.test(url)), `host.${name}`, 'must be a path such as /login, or an address')
  }
}

function checkPolicy({ graceDays = 0, trustDays = 0, alwaysRequiredTrustDays, allowedMethods = ['totp'] }: Partial<Policy>): void {
  const days = { graceDays, trustDays, alwaysRequiredTrustDays: alwaysRequiredTrustDays ?? 0 }
  for (const [name, value] of Object.entries(days)) {
    demand(Number.isInteger(value) && value >= 0 && value <= MOST_DAYS, `policy.${name}`, `must be a whole number of days, 0 to ${MOST_DAYS}`)
  }
  const areKnown = allowedMethods.length > 0 && allowedMethods.every((method) => method === 'totp' || method === 'sms')
  demand(areKnown, 'policy.allowedMethods', "must hold 'totp', 'sms' or both")
}
