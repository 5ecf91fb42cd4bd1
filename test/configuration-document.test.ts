import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { settings } from '../src/config.ts'
import { configurationDocument } from '../src/configuration-document.ts'

it('docs/configuration.md says what src/config.ts says (npm run docs prints it again)', () => {
  expect(readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8')).toBe(configurationDocument())
})

it('every setting says what it is', () => {
  expect(Object.entries(settings).filter(([, { description }]) => !description)).toEqual([])
})
