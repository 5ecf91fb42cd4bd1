import { describe, expect, it } from 'vitest'
import { type MethodId, methodIds } from '../../src/engine/model.ts'
import type { Refusal } from '../../src/engine/proof.ts'
import { errorAnswer } from '../../src/web/errors.tsx'
import { refusalText } from '../../src/web/refusal-text.ts'
import { textFor } from '../../src/web/ui/text/index.ts'
import { NightlatchError } from '../../src/engine/errors.ts'
import { deliveryProblem } from '../../src/web/verify/delivery-status.tsx'
import { aView } from './ui/a-view.ts'

const NOW = 1_000
const text = textFor('en')
const said = (method: MethodId, why: Refusal, attemptsLeft = 5) => refusalText(text, { why, method, view: { attemptsLeft } }, NOW)

/** What a sentence about each method may speak of, and what it must not. */
const about: Record<MethodId, { used: RegExp; wrong: RegExp; malformed: RegExp; not: RegExp }> = {
  totp: { used: /app to show the next/, wrong: /That code isn't right/, malformed: /6 digits/, not: /backup|pass|Send a new/ },
  sms: { used: /Send a new one/, wrong: /That code isn't right/, malformed: /6 digits/, not: /backup|pass|your app/ },
  email: { used: /Send a new one/, wrong: /That code isn't right/, malformed: /6 digits/, not: /backup|pass|your app/ },
  'backup-code': { used: /take another/, wrong: /your backup codes/, malformed: /your backup codes/, not: /pass|your app|6 digits/ },
  'recovery-pass': { used: /your administrator/, wrong: /recovery pass isn't right/, malformed: /recovery pass isn't right/, not: /backup|your app|6 digits/ },
}

describe('what is said of a text that could not be sent', () => {
  it.each<[MethodId[], RegExp]>([
    [['backup-code'], /try another way\.$/],
    [[], /ask your administrator to help\.$/],
  ])('names what is left, beside %j', (others, words) => {
    expect(deliveryProblem(text, { delivery: 'failed', purpose: 'sign-in', others, destination: '04' })).toMatch(words)
  })
})

describe.each(methodIds)('what is said of a code by %s', (method) => {
  const { not, ...fitting } = about[method]

  it.each(Object.entries(fitting))('that is %s', (why, words) => {
    const sentence = said(method, { kind: why as keyof typeof fitting })
    expect(sentence).toMatch(words)
    expect(sentence).not.toMatch(not)
  })

  it('that is wrong, with few tries left, is how many', () => {
    expect(said(method, { kind: 'wrong' }, 1)).toContain('1 try left')
  })

  it.each<Refusal>([{ kind: 'expired' }, { kind: 'wait', until: NOW + 30 }, { kind: 'locked' }, { kind: 'clock-off', minutes: -3 }, { kind: 'clock-off', minutes: 3 }])('or of %j is a sentence', (why) => {
    expect(said(method, why)).toMatch(/^[A-Z].*\.$/)
  })
})

describe('the page of an error', () => {
  const pageOf = async (code: ConstructorParameters<typeof NightlatchError>[0]) => {
    const { status, page } = errorAnswer(new NightlatchError(code), { signIn: '/sign-in', home: '/', pending: null }, aView(), 'id')
    return { status, page: String(await page) }
  }

  it('speaks of administrators only where the page is theirs', async () => {
    expect((await pageOf('administrators_only')).page).toContain('for administrators')
    expect((await pageOf('not_allowed')).page).not.toContain('administrator')
    expect([(await pageOf('not_allowed')).status, (await pageOf('administrators_only')).status]).toEqual([403, 403])
  })

  it('asks for a moment of patience when the server is busy', async () => {
    const { status, page } = await pageOf('busy')
    expect(status).toBe(503)
    expect(page).toContain('Wait a few seconds')
  })
})
