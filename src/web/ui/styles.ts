import { defaultAccent, palette, type Scheme } from './palette.ts'
import { administration } from './styles/administration.ts'
import { base } from './styles/base.ts'
import { controls } from './styles/controls.ts'
import { fields } from './styles/fields.ts'
import { frame } from './styles/frame.ts'
import { lists } from './styles/lists.ts'
import { media } from './styles/media.ts'
import { secrets } from './styles/secrets.ts'

/** The stylesheet of all pages, in one accent color (`#rrggbb`), light and dark. */
export function stylesheet({ accent = defaultAccent }: { accent?: string | undefined } = {}): string {
  const sheet = `
    :root { color-scheme: light dark; ${variables(accent, 'light')} }
    @media screen and (prefers-color-scheme: dark) { :root { ${variables(accent, 'dark')} } }
    ${base} ${frame} ${controls} ${fields} ${lists} ${secrets} ${media}`
  return compact(sheet)
}

/** What administrators' pages alone have, on top of it. */
export function administrationStylesheet(): string {
  return compact(administration)
}

function variables(accent: string, scheme: Scheme): string {
  return Object.entries(palette(accent, scheme))
    .map(([name, value]) => `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}: ${value};`)
    .join(' ')
}

function compact(css: string): string {
  return css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replaceAll(': ', ':')
    .replaceAll(';}', '}')
    .trim()
}
