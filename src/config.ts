import { z } from 'zod'
import { InvalidKeyringError, parseKeyring } from './crypto/keyring.ts'
import { smsProviderNames } from './delivery/sms/index.ts'
import { defaultTextLimits, type HourAndDay, type TextRules } from './engine/fraud-shield.ts'
import { isCountry } from './engine/phone.ts'
import { InvalidPricesError, parseTextPrices } from './engine/text-prices.ts'

const isHttpUrl = /^https?$/

/** Every setting, once. docs/configuration.md is printed from this. */
export const settings = {
  PUBLIC_URL: z.url({ protocol: isHttpUrl }).transform(originOrIssue).optional().describe('The address that people type. Links, cookies and the check of where a form came from follow it, never a header. Required in production; in development `http://localhost` and the port.'),
  HOST: z.string().default('127.0.0.1').describe('The network address to listen on. In development always loopback.'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000).describe('The port to listen on.'),
  DATABASE_URL: z.string().optional().describe('`file:…` (SQLite) or `postgres://…`. Required in production; in development `file:./data/development.db`, with sample people, which production refuses.'),
  KEYS: z.string().transform(orIssue(parseKeyring, InvalidKeyringError)).optional().describe('Encryption keys, `id:base64 of 32 random bytes`, newest first, separated by commas. Required in production; print one with `nightlatch generate-key`.'),
  APPLICATION_NAME: z.string().min(1).max(40).default('Nightlatch').describe('How the application calls itself on pages, in authenticator apps, texts and e-mails.'),
  LOGO_URL: z.union([z.literal(''), z.string().startsWith('data:image/')]).default('').describe('A logo as a `data:` URL; empty for a monogram.'),
  ACCENT_COLOR: z.string().regex(/^#[0-9a-f]{6}$/i).optional().describe('Color of buttons and links, such as `#2f5bd7`; text on it is made readable.'),
  TRUSTED_PROXIES: z.string().default('').transform(words).describe('Addresses or networks (`10.0.0.0/8`) of your reverse proxies, separated by commas. Only they may say where a request came from.'),
  SMS_PROVIDERS: z.string().default('').transform(words).describe('Who sends text messages: `twilio`, `vonage`, `sns` and `http-gateway`, in order of preference and separated by commas; the next one stands in when one fails. Each has settings of its own, below. Empty: text messages are off. In development they go to a page.'),
  SMS_TIME_LIMIT_SECONDS: z.coerce.number().min(1).max(20).default(5).describe('How long one of them may take to answer.'),
  SMS_COUNTRIES: z.string().transform(countriesOrIssue).optional().describe('Countries that texts may go to, as two letters (ISO 3166-1) separated by commas: `DE,AT,CH`. Unset: the country of the organization; where that is unknown, texts are off.'),
  SMS_PRICES: z.string().default('').transform(orIssue((text) => parseTextPrices(text, smsProviderNames), InvalidPricesError)).describe('What one segment costs, by country or by provider and country, for providers that tell no price: `GB=0.0463 USD, twilio:US=0.0079 USD, *=0.10 USD`, where `*` is any other country. Costs from it are shown as estimated ([sms.md](sms.md)). Empty: the cost of their texts is not known.'),
  SMS_LIMIT_USER: limit('user', 'Codes sent to one person, by text or e-mail, used or not'),
  SMS_LIMIT_NUMBER: limit('number', 'Unused codes to one phone number or e-mail address; besides, never more than 5 texts in 10 minutes'),
  SMS_LIMIT_ADDRESS: limit('address', 'Unused texts asked for from one network address (IPv6: one /64), apart for new numbers and for proved ones. An office behind one address shares it'),
  SMS_LIMIT_PREFIX: limit('prefix', 'Unused texts to new numbers that differ in their last four digits only'),
  SMS_LIMIT_NEW: limit('newNumbers', 'Unused texts of one organization to numbers that nobody has proved yet: what set-up may cost when it is abused'),
  SMS_LIMIT_PROVED: limit('provedNumbers', 'Unused texts of one organization to numbers that were proved. New numbers take nothing from it'),
  SMS_LIMIT_TOTAL: limit('total', 'All texts of one organization, used or not; those to new numbers may take half of it'),
  MAIL_PROVIDER: z.string().default('').describe('Who sends e-mail: `smtp`, with the settings below. Empty: nobody is told by e-mail, and nobody gets a new password by themselves. In development mail goes to a page.'),
  CODE_SECONDS: z.coerce.number().int().min(60).max(600).default(300).describe('How long a sent code works; at most 10 minutes (OWASP ASVS 5.0, 6.5.5).'),
  SESSION_HOURS: z.coerce.number().min(0.25).max(24).default(12).describe('The longest a session lasts.'),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(5).max(1440).default(60).describe('A session ends after so long without a request.'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug']).default('info').describe('How much is logged.'),
} as const

const Config = z.object(settings)

export type Config = z.output<typeof Config>

/** A setting that can't be used; the message names it and says what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads the settings from the environment. Throws `ConfigError` that names every bad one. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([name, value]) => name in settings && value !== undefined))
  const parsed = Config.safeParse(given)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new ConfigError(`These settings can't be used (see docs/configuration.md):\n  ${problems.join('\n  ')}`)
}

/** Never guessed: a server that made a file of its own would be an empty one, which strangers may fill. */
export function databaseUrlOf({ DATABASE_URL }: Config): string {
  if (DATABASE_URL === undefined) throw new ConfigError('DATABASE_URL is missing: file:/var/lib/nightlatch/nightlatch.db (SQLite) or postgres://user:password@host/database')
  return DATABASE_URL
}

/** What the rules of text messages are set to. */
export function textRulesOf(config: Config): TextRules {
  return {
    countries: config.SMS_COUNTRIES ?? null,
    limits: {
      user: hourAndDay(config.SMS_LIMIT_USER),
      number: hourAndDay(config.SMS_LIMIT_NUMBER),
      address: hourAndDay(config.SMS_LIMIT_ADDRESS),
      prefix: hourAndDay(config.SMS_LIMIT_PREFIX),
      newNumbers: hourAndDay(config.SMS_LIMIT_NEW),
      provedNumbers: hourAndDay(config.SMS_LIMIT_PROVED),
      total: hourAndDay(config.SMS_LIMIT_TOTAL),
    },
  }
}

function limit(name: keyof typeof defaultTextLimits, what: string) {
  const { hour, day } = defaultTextLimits[name]
  return z.string().regex(/^\d{1,6}\/\d{1,7}$/, 'write how many in any hour and in any day, such as 10/40').default(`${hour}/${day}`).describe(`${what} (any hour/any day).`)
}

function hourAndDay(text: string): HourAndDay {
  const [hour = 0, day = 0] = text.split('/').map(Number)
  return { hour, day }
}

function countriesOrIssue(text: string, context: z.RefinementCtx): string[] {
  const codes = words(text.toUpperCase())
  for (const code of codes) {
    if (isCountry(code)) continue
    context.addIssue({ code: 'custom', message: `${code} is no country; write two letters (ISO 3166-1), such as DE` })
    return z.NEVER
  }
  return codes
}

function words(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function originOrIssue(text: string, context: z.RefinementCtx) {
  const url = new URL(text)
  if (url.href === `${url.origin}/`) return url.origin
  context.addIssue({ code: 'custom', message: `give the origin alone, ${url.origin}, for the pages are served at its root` })
  return z.NEVER
}

/** What a parser of ours makes of a setting; what it refuses, it says in its own words. */
function orIssue<Value>(parse: (text: string) => Value, Refusal: new (...given: never[]) => Error) {
  return (text: string, context: z.RefinementCtx): Value => {
    try {
      return parse(text)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  }
}
