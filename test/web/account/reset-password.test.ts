import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'
import { askForLink, mailsTo, setPassword, tokenOf } from './reset-journey.ts'

const server = await startTestServer()
const NEXT = 'nine-copper-kettles'
const MINUTE = 60
const HOUR = 60 * MINUTE

async function somebodyWithLink(facts: { enrolled?: readonly ['totp'] } = {}) {
  const { person } = await server.organization()
  const someone = await person(facts)
  const browser = openHttpPerson(server)
  return { someone, browser, link: await askForLink(server, browser, someone) }
}

describe('the link of a reset e-mail', () => {
  it('sets a new password and leads to the sign-in page, signed out', async () => {
    const { someone, browser, link } = await somebodyWithLink()
    const answer = await setPassword(browser, link, NEXT)
    expect(answer).toMatchObject({ status: 303, location: '/sign-in?because=passwordChanged' })
    expect([...browser.cookies.keys()]).not.toContain('nightlatch-session')
    expect((await browser.open('/sign-in?because=passwordChanged')).body).toContain('Your password was changed. Sign in with the new one.')
    expect((await browser.givePassword({ ...someone, password: NEXT })).title).toContain('Hello, Ann Example')
  })

  it('never skips the second step', async () => {
    const { someone, browser, link } = await somebodyWithLink({ enrolled: ['totp'] })
    await setPassword(browser, link, NEXT)
    await browser.givePassword({ ...someone, password: NEXT })
    expect((await browser.get('/')).status).toBe(303)
    expect((await browser.open('/verify')).body).toContain('name="code"')
  })

  it('makes the old password useless and ends the sessions of before', async () => {
    const { person } = await server.organization()
    const someone = await person()
    const elsewhere = openHttpPerson(server)
    await elsewhere.givePassword(someone)
    const browser = openHttpPerson(server)
    await setPassword(browser, await askForLink(server, browser, someone), NEXT)
    expect((await elsewhere.get('/')).location).toContain('/sign-in')
    expect((await browser.givePassword(someone)).status).toBe(422)
  })

  it('changes nothing by being looked at, however often', async () => {
    const { someone, browser, link } = await somebodyWithLink()
    for (let times = 0; times < 3; times++) expect((await openHttpPerson(server).get(link)).status).toBe(200)
    expect((await browser.givePassword(someone)).title).toContain('Hello')
    expect((await setPassword(openHttpPerson(server), link, NEXT)).status).toBe(303)
  })

  it('is kept by no cache and named to no other site, for its address is a secret', async () => {
    const { browser, link } = await somebodyWithLink()
    const { headers } = await browser.get(link)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('opened a second time says plainly that it no longer works, and leads on', async () => {
    const { browser, link } = await somebodyWithLink()
    await setPassword(browser, link, NEXT)
    const again = await browser.get(link)
    expect(again.status).toBe(410)
    expect(again.body).toContain('This link no longer works')
    expect(again.body).toContain('href="/sign-in"')
    expect(again.body).toContain('href="/forgot-password"')
  })

  it('sent a second time from an open page sets no second password', async () => {
    const { someone, browser, link } = await somebodyWithLink()
    await setPassword(browser, link, NEXT)
    expect((await browser.post('/reset-password', { token: tokenOf(link), next: 'a-thief-wants-this-one' })).status).toBe(410)
    expect((await browser.givePassword({ ...someone, password: NEXT })).title).toContain('Hello')
  })

  it('sets one password of twenty that are sent at once', async () => {
    const { browser, link } = await somebodyWithLink()
    await browser.get(link)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => browser.post('/reset-password', { token: tokenOf(link), next: `copper-kettle-number-${i}` })),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(19)
  })

  it('is too old after an hour', async () => {
    const { browser, link } = await somebodyWithLink()
    server.clock.advance(HOUR - 1)
    expect((await browser.get(link)).status).toBe(200)
    server.clock.advance(1)
    expect((await browser.get(link)).status).toBe(410)
    expect((await browser.post('/reset-password', { token: tokenOf(link), next: NEXT })).status).toBe(410)
  })

  it('ends when a newer one is asked for', async () => {
    const { someone, browser, link } = await somebodyWithLink()
    server.clock.advance(5 * MINUTE)
    const newer = await askForLink(server, browser, someone)
    expect((await browser.get(link)).status).toBe(410)
    expect((await browser.get(newer)).status).toBe(200)
  })

  it.each(['', 'x', 'a.b', '01890000-0000-7000-8000-000000000000.AAAA', "'%00"])('that was never sent (%j) is the same page', async (token) => {
    const answer = await openHttpPerson(server).get(`/reset-password?token=${encodeURIComponent(token)}`)
    expect(answer.status).toBe(410)
    expect(answer.body).toContain('This link no longer works')
  })
})

describe('a new password by link', () => {
  it.each([
    { next: '', says: 'Enter a new password.' },
    { next: 'short', says: 'Use at least 8 characters.' },
    { next: 'password123', says: 'That password is easy to guess.' },
    { next: 'x'.repeat(1500), says: 'That is too long.' },
  ])('that will not do is refused beside the field, and the link still works: "$says"', async ({ next, says }) => {
    const { browser, link } = await somebodyWithLink()
    const refused = await setPassword(browser, link, next)
    expect(refused.status).toBe(422)
    expect(refused.body).toMatch(new RegExp(`id="next-error"[^]*${says.replaceAll('.', '\\.')}`))
    expect(refused.headers.get('referrer-policy')).toBe('no-referrer')
    expect(next === '' || !refused.body.includes(`value="${next}"`)).toBe(true)
    expect((await browser.post('/reset-password', { token: tokenOf(link), next: NEXT })).status).toBe(303)
  })

  it('is told to the person by e-mail', async () => {
    const { someone, browser, link } = await somebodyWithLink()
    await setPassword(browser, link, NEXT)
    await expect.poll(() => mailsTo(server, someone.email)[0]?.subject).toBe('Your Harbour Ledger password was changed')
  })
})
