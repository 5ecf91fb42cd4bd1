import { z } from 'zod'
import { settings } from './config.ts'
import type { Definition } from './delivery/definition.ts'
import { mailers } from './delivery/mail/index.ts'
import { smsProviders } from './delivery/sms/index.ts'

/** docs/configuration.md, as the settings themselves say it. */
export function configurationDocument(): string {
  return `# Configuration

Printed from \`src/config.ts\` by \`npm run docs\`. Every setting is an environment variable. One that can't be used stops the
start with a message that names it. \`npm start\` is for development and works with none of them set; \`nightlatch serve\` is
production and requires \`PUBLIC_URL\` (https), \`DATABASE_URL\` and \`KEYS\`.

${tableOf(settings)}
${smsProviders.filter(isForProduction).map((provider) => `
## \`SMS_PROVIDERS=${provider.name}\`

See also [docs/sms.md](sms.md).

${tableOf(provider.settings.shape)}
`).join('')}${mailers.filter(isForProduction).map((mailer) => `
## \`MAIL_PROVIDER=${mailer.name}\`

See also [docs/mail.md](mail.md).

${tableOf(mailer.settings.shape)}
`).join('')}`
}

function tableOf(shape: Readonly<Record<string, z.ZodType>>): string {
  const rows = Object.entries(shape).map(([name, setting]) => `| \`${name}\` | ${defaultOf(setting)} | ${setting.description ?? ''} |`)
  return `| setting | default | what it is |\n| --- | --- | --- |\n${rows.join('\n')}`
}

/** What delivers to a page of the development server is nobody's to choose. */
function isForProduction({ name }: Pick<Definition<unknown>, 'name'>): boolean {
  return name !== 'development'
}

function defaultOf(setting: z.ZodType): string {
  const written = setting instanceof z.ZodPipe ? (setting.in as z.ZodType) : setting // as in the environment, before it is read
  const { data } = written.safeParse(undefined)
  const text = Array.isArray(data) ? data.join(',') : String(data ?? '')
  return text === '' ? 'none' : `\`${text}\``
}
