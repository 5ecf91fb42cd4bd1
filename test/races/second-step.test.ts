import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../support/http-person.ts'
import { testDatabases } from '../support/test-databases.ts'
import { startTestServer } from '../support/test-server.ts'
import { letIn, opening, pendingBrowsers, postTogether, traces, TWENTY, wrongCode } from './at-once.ts'

const FREE_TRIES = 5 // the fifth consecutive failure costs the first wait

describe.each(testDatabases)('Twenty second steps at once, on %s', async (database) => {
  const server = await startTestServer(database)
  const texts = (phone: string) => server.standalone.inbox!.texts().filter(({ to }) => to === phone)
  const textedCode = (phone: string) => /\d{6}/.exec(texts(phone)[0]?.body ?? '')?.[0] ?? ''

  it('opens one session for one app code typed in twenty browsers', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browsers = await pendingBrowsers(server, ann)
    const code = ann.appCode()

    const answers = await postTogether(browsers, '/verify', () => ({ code }))

    expect(opening(answers)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(TWENTY - 1)
    expect(await letIn(browsers)).toBe(1)
    const { sessions, count, person } = await traces(server, ann)
    expect(sessions).toHaveLength(1)
    expect(count('sign-in.completed')).toBe(1)
    expect(count('code.accepted')).toBe(1)
    expect(count('code.refused')).toBe(TWENTY - 1)
    expect(person.authenticators[0]?.lastCounter).toBe(Math.floor(server.clock.now() / 30))
  })

  it('opens one session when one browser posts its app code twenty times', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    const code = ann.appCode()

    const answers = await postTogether(Array.from({ length: TWENTY }, () => browser.copy()), '/verify', () => ({ code }))

    expect(opening(answers)).toHaveLength(1)
    const { sessions, count } = await traces(server, ann)
    expect(sessions).toHaveLength(1)
    expect(count('code.accepted')).toBe(1)
  })

  it('opens one session when one browser posts its texted code twenty times', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    const code = textedCode(ann.phone)

    const answers = await postTogether(Array.from({ length: TWENTY }, () => browser.copy()), '/verify', () => ({ code }))

    expect(opening(answers)).toHaveLength(1)
    const { sessions, count } = await traces(server, ann)
    expect(sessions).toHaveLength(1)
    expect(count('code.accepted')).toBe(1)
  })

  it('takes a texted code in the browser it was sent for, and in none of nineteen others', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const others = await pendingBrowsers(server, ann, 4)
    const [mine] = await pendingBrowsers(server, ann, 1)
    const code = textedCode(ann.phone)

    const answers = await postTogether(others, '/verify', () => ({ code }))

    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422])
    expect((await traces(server, ann)).sessions).toHaveLength(0)
    expect((await mine!.post('/verify', { code })).status).toBe(303)
  })

  it('opens one session for one backup code typed in twenty browsers', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browsers = await pendingBrowsers(server, ann)

    const answers = await postTogether(browsers, '/verify', () => ({ code: ann.backupCodes[0]! }))

    expect(opening(answers)).toHaveLength(1)
    const { sessions, count, person } = await traces(server, ann)
    expect(sessions).toHaveLength(1)
    expect(count('backup-code.used')).toBe(1)
    expect(count('code.accepted')).toBe(1)
    expect(count('code.refused')).toBe(TWENTY - 1)
    expect(person.backupCodesLeft).toBe(9)
  })

  it('judges five of twenty wrong codes on one challenge', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)

    const answers = await postTogether(
      Array.from({ length: TWENTY }, () => browser.copy()),
      '/verify',
      (index) => ({ code: wrongCode(server, ann, index) }),
    )

    expect(answers.every(({ status }) => status === 422 || status === 303)).toBe(true)
    const { sessions, judged, person } = await traces(server, ann)
    expect(judged).toBe(5)
    expect(person.guard.other.failures).toBe(5)
    expect(sessions).toHaveLength(0)
    // The wait of the account is over, but not even the right code revives this challenge.
    server.clock.advance(30)
    expect(opening([await browser.post('/verify', { code: ann.appCode() })])).toEqual([])
    expect(await letIn([browser])).toBe(0)
  })

  it('judges five of twenty wrong codes spread over twenty challenges', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browsers = await pendingBrowsers(server, ann)

    const answers = await postTogether(browsers, '/verify', (index) => ({ code: wrongCode(server, ann, index) }))

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: TWENTY }, () => 422))
    const { sessions, judged, count, person } = await traces(server, ann)
    expect(judged).toBe(FREE_TRIES)
    expect(count('code.refused', 'wait')).toBe(TWENTY - FREE_TRIES)
    expect(person.guard.other).toEqual({ failures: FREE_TRIES, waitUntil: server.clock.now() + 30 })
    expect(sessions).toHaveLength(0)
  })

  it('judges five of twenty wrong codes spread over two methods', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
    const browsers = await pendingBrowsers(server, ann)
    for (const browser of browsers.slice(0, 8)) await browser.submit('/verify/another-way', { method: 'sms' })

    await postTogether(browsers, '/verify', (index) => ({ code: wrongCode(server, ann, index) }))

    expect((await traces(server, ann)).judged).toBe(FREE_TRIES)
  })

  it('judges five of twenty wrong backup codes', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browsers = await pendingBrowsers(server, ann)

    await postTogether(browsers, '/verify', (index) => ({ code: `0000-0000-0000-${String(index).padStart(4, '0')}` }))

    const { judged, person, sessions } = await traces(server, ann)
    expect(judged).toBe(5)
    expect(person.guard.backupTries).toBe(5)
    expect(person.backupCodesLeft).toBe(10)
    expect(sessions).toHaveLength(0)
  })

  it('sends one text when a new code is asked for twenty times', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    expect(texts(ann.phone)).toHaveLength(1)
    const former = textedCode(ann.phone)
    server.clock.advance(30)

    const answers = await postTogether(Array.from({ length: TWENTY }, () => browser.copy()), '/verify/resend', () => ({}))

    expect(answers.every(({ status }) => status === 303)).toBe(true)
    expect(texts(ann.phone)).toHaveLength(2)
    expect((await traces(server, ann)).count('code.sent')).toBe(2)
    // The former code is void, and the new one is the one that works.
    expect((await browser.post('/verify', { code: former })).status).toBe(422)
    expect((await browser.post('/verify', { code: textedCode(ann.phone) })).status).toBe(303)
  })

  it('gives no attempt back for a new text', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    for (const index of [1, 2, 3]) await browser.post('/verify', { code: wrongCode(server, ann, index) })
    server.clock.advance(30)

    await browser.submit('/verify/resend')
    for (const index of [4, 5]) await browser.post('/verify', { code: wrongCode(server, ann, index) })

    server.clock.advance(30)
    expect(opening([await browser.post('/verify', { code: textedCode(ann.phone) })])).toEqual([])
    expect((await traces(server, ann)).sessions).toHaveLength(0)
  })
})
