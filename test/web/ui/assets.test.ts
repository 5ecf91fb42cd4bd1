import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createAssets } from '../../../src/web/ui/assets.ts'

const { styles, script, find } = createAssets()

describe('the assets of all pages', () => {
  it('weigh under 22 KB as they are, and under 7 KB compressed', () => {
    expect(styles.body.length).toBeLessThan(15_500)
    expect(script.body.length).toBeLessThan(6_500)
    expect(gzipSync(styles.body).length + gzipSync(script.body).length).toBeLessThan(7_000)
  })

  it('are found by their address and by no other', () => {
    expect(find(styles.path)).toBe(styles)
    expect(find(script.path)).toBe(script)
    expect(find('/assets/styles.css')).toBeUndefined()
    expect(find('__proto__')).toBeUndefined()
  })

  it('get another address when the accent changes, and the same one when nothing does', () => {
    expect(createAssets({ accent: '#0a7d55' }).styles.path).not.toBe(styles.path)
    expect(createAssets().styles.path).toBe(styles.path)
  })

  it('fetch nothing from elsewhere and evaluate nothing', () => {
    expect(styles.body).not.toMatch(/@import|url\(/)
    expect(script.body).not.toMatch(/\beval\b|new Function|innerHTML|https?:|fetch\((?!region\.dataset\.delivery)/)
  })

  it('have a stylesheet whose braces match', () => {
    expect(styles.body.split('{').length).toBe(styles.body.split('}').length)
  })
})
