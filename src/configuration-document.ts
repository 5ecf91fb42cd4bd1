import type { z } from 'zod'
import { settings } from './config.ts'

/** docs/configuration.md, as the settings themselves say it. */
export function configurationDocument(): string {
  const rows = Object.entries(settings).map(([name, setting]) => `| \`${name}\` | ${defaultOf(setting)} | ${setting.description ?? ''} |`)
  return `# Configuration

Printed from \`src/config.ts\` by \`npm run docs\`. Every setting is an environment variable. One that can't be used stops the
start with a message that names it. \`npm start\` is for development and works with none of them set; \`nightlatch serve\` is
production and requires \`PUBLIC_URL\` (https), \`DATABASE_URL\` and \`KEYS\`.

| setting | default | what it is |
| --- | --- | --- |
${rows.join('\n')}
`
}

function defaultOf(setting: z.ZodType): string {
  const { data } = setting.safeParse(undefined)
  const text = Array.isArray(data) ? data.join(',') : String(data ?? '')
  return text === '' ? 'none' : `\`${text}\``
}
