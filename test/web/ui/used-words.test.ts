import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { textFor } from '../../../src/web/ui/text/index.ts'

const source = join(import.meta.dirname, '../../../src')

/** Whatever could say one of the words: all of src but the wording itself. */
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes(join('ui', 'text', 'en')))
  .map((path) => readFileSync(join(source, path), 'utf8'))

interface Wording {
  path: string[]
  isLeaf: boolean
}

function* wordings(node: object, path: string[] = []): Generator<Wording> {
  for (const [key, child] of Object.entries(node)) {
    const isLeaf = typeof child !== 'object' || child === null || Array.isArray(child)
    yield { path: [...path, key], isLeaf }
    if (!isLeaf) yield* wordings(child, [...path, key])
  }
}

const all = [...wordings(textFor('en'))]
const groups = new Set(all.filter(({ isLeaf }) => !isLeaf).map(({ path }) => path.at(-1) ?? ''))
const mentioning = Object.fromEntries([...groups].map((group) => [group, files.filter((file) => new RegExp(`\\b${group}\\b`).test(file))]))

/**
 * Said somewhere: by its group (`verify.cancel`), by another name for the group
 * (`words.cancel`, or taken out of it, in a file that names the group), by a
 * table of names (`'cancel'`), or with the whole group it is in.
 */
function isSaid(path: string[]): boolean {
  const [key = '', group] = path.toReversed()
  const spoken = group === undefined ? files : (mentioning[group] ?? [])
  // What is called after an id of the rules (`'method-added'`) is looked up by it.
  const isNamed = new RegExp(`(?<![\\w-])'${key}'`)
  if ((key.includes('-') ? files : spoken).some((file) => isNamed.test(file))) return true
  const after = new RegExp(`([\\w\\]]+)\\??\\.${key}\\b`, 'g')
  const takenOut = new RegExp(`const \\{[^=]*\\b${key}\\b[^=]*\\} = `)
  const isOf = (name: string) => name === group || !groups.has(name)
  if (spoken.some((file) => takenOut.test(file) || [...file.matchAll(after)].some(([, name = '']) => isOf(name)))) return true
  const isWhole = (ancestor: string) => new RegExp(`(?:(?:text|words)(?:\\.\\w+)*\\.${ancestor}[[}),]|(?<![.\\w])${ancestor}\\[)`)
  return path.slice(0, -1).some((ancestor) => files.some((file) => isWhole(ancestor).test(file)))
}

describe('the wording', () => {
  it('is said somewhere, all of it', () => {
    expect(all.length).toBeGreaterThan(300)
    expect(all.filter(({ isLeaf, path }) => isLeaf && !isSaid(path)).map(({ path }) => path.join('.'))).toEqual([])
  })
})
