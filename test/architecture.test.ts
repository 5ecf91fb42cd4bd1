import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Who may import whom: a folder of src/, and the folders it may import from besides itself. */
const mayImport: Record<string, readonly string[]> = {
  crypto: [],
  databases: [],
  engine: ['crypto'],
  methods: ['engine', 'crypto'],
  accounts: ['engine', 'crypto'],
  delivery: ['engine', 'crypto'],
  store: ['engine', 'accounts'],
  web: ['engine', 'accounts'],
  'web/development': ['engine', 'accounts', 'delivery', 'web'],
  commands: ['', 'crypto', 'databases', 'engine', 'accounts', 'delivery', 'store', 'web'], // '': src/ itself
}

/** What the rules may use of Node and of packages: nothing that does I/O. `node:module` loads the tables of phone numbers when first needed. */
const engineMayUse = ['libphonenumber-js/max', 'node:module']

const LONGEST_FILE = 300 // lines
const LONGEST_MEDIAN = 100

const source = join(import.meta.dirname, '../src')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, folder: folderOf(file), text: readFileSync(join(source, file), 'utf8') }))

function folderOf(file: string): string {
  const folders = Object.keys(mayImport).filter((folder) => file.startsWith(`${folder}/`))
  return folders.toSorted((a, b) => b.length - a.length)[0] ?? (file.includes('/') ? dirname(file) : '')
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier]) => specifier ?? '')
}

/** The folder that a relative import leads to; null for packages and Node's own. */
function targetOf(file: string, specifier: string): string | null {
  return specifier.startsWith('.') ? folderOf(relative(source, normalize(join(source, dirname(file), specifier)))) : null
}

describe('The folders of src/', () => {
  it('are all in the table', () => {
    const unknown = files.filter(({ folder }) => folder !== '' && !(folder in mayImport))
    expect(unknown.map(({ file }) => file)).toEqual([])
  })

  it('import only what the table allows', () => {
    const broken = files.flatMap(({ file, folder, text }) =>
      importsOf(text)
        .map((specifier) => ({ specifier, target: targetOf(file, specifier) }))
        .filter(({ target }) => folder !== '' && target !== null && target !== folder && !mayImport[folder]?.includes(target))
        .map(({ specifier }) => `${file} imports ${specifier}`),
    )
    expect(broken).toEqual([])
  })

  it('leave the composition in src/ itself to be imported by nobody below it', () => {
    const broken = files.filter(({ file, folder, text }) => folder !== '' && !mayImport[folder]?.includes('') && importsOf(text).some((specifier) => targetOf(file, specifier) === ''))
    expect(broken.map(({ file }) => file)).toEqual([])
  })

  it('keep the rules free of input and output', () => {
    const used = files
      .filter(({ folder }) => folder === 'engine')
      .flatMap(({ file, text }) => importsOf(text).filter((specifier) => !specifier.startsWith('.')).map((specifier) => ({ file, specifier })))
    expect(used.filter(({ specifier }) => !engineMayUse.includes(specifier))).toEqual([])
  })

  it('have an index only where it is a list', () => {
    const lists = ['commands/index.ts', 'databases/index.ts', 'delivery/mail/index.ts', 'delivery/sms/index.ts', 'index.ts', 'methods/index.ts', 'store/migrations/index.ts', 'web/ui/text/index.ts']
    expect(files.map(({ file }) => file).filter((file) => /(^|\/)index\.tsx?$/.test(file)).toSorted()).toEqual(lists)
  })

  it('hold no two files that compile to one', () => {
    const built = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|tsx|js)$/.test(file)).map((file) => file.replace(/\.\w+$/, ''))
    expect(built.filter((name, index) => built.indexOf(name) !== index)).toEqual([])
  })

  it('hold small files', () => {
    const lengths = files.map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 })).toSorted((a, b) => a.lines - b.lines)
    expect(lengths.filter(({ lines }) => lines > LONGEST_FILE)).toEqual([])
    expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThan(LONGEST_MEDIAN)
  })
})
