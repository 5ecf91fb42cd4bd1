import { describe, expect, it } from 'vitest'
import { passwordProblem } from '../../src/accounts/password-problem.ts'

const ann = { name: 'Ann Lee-Harbor', userName: 'aharbor', email: 'ann.harbor@example.org' }

describe('a new password', () => {
  it.each(['correct horse battery', '        x', 'ﬁve and six', 'zażółć gęślą', '🐎🐎🐎🐎🐎🐎🐎🐎', 'aaa-bbb-ccc', 'x'.repeat(1000)])('may be %s', async (password) => {
    expect(await passwordProblem(password, ann)).toBeNull()
  })

  it('has at least eight characters, as a person counts them', async () => {
    expect(await passwordProblem('', ann)).toBe('too-short')
    expect(await passwordProblem('k7#Qz2!', ann)).toBe('too-short')
    expect(await passwordProblem('k7#Qz2!x', ann)).toBeNull()
    expect(await passwordProblem('🐎🐎🐎🐎🐎🐎🐎', ann)).toBe('too-short') // 14 units of UTF-16
  })

  it('has at most a thousand', async () => {
    expect(await passwordProblem('x'.repeat(1001), ann)).toBe('too-long')
  })

  it.each(['password', 'PASSWORD', '12345678', 'qwertyuiop', 'Trustno1', 'ｐａｓｓｗｏｒｄ', 'iloveyou'])('is not as common as %s', async (password) => {
    expect(await passwordProblem(password, ann)).toBe('common')
  })

  it.each(['aharbor1', 'AHARBOR-2024', 'ann.harbor99', 'Harbor2024!', 'harborharbor'])('is not the person’s own name, as %s is', async (password) => {
    expect(await passwordProblem(password, ann)).toBe('contains-name')
  })

  it('may hold a name beside enough of something else', async () => {
    expect(await passwordProblem('harbor seals eat fish', ann)).toBeNull()
  })

  it('may hold the letters of a very short name', async () => {
    expect(await passwordProblem('k7#Qz2!al', { name: 'Al', userName: 'al', email: null })).toBeNull()
  })
})
