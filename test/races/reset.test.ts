import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../support/http-person.ts'
import { testDatabases } from '../support/test-databases.ts'
import { startTestServer } from '../support/test-server.ts'
import { opening, postTogether, traces, TWENTY } from './at-once.ts'

describe.each(testDatabases)('Twenty resets at once, on %s', async (database) => {
  const server = await startTestServer(database)

  it('sets one password by one link, signs nobody in, and leaves the second step where it is', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const signedInBefore = openHttpPerson(server)
    await signedInBefore.signIn(ann)
    const token = await server.standalone.accounts.mintResetLink(ann.user.id, ann.user.organizationId)
    const browser = openHttpPerson(server)
    await browser.open(`/reset-password?token=${token}`)
    const passwords = Array.from({ length: TWENTY }, (_, index) => `copper-kettle-number-${index}`)

    const answers = await postTogether(passwords.map(() => browser.copy()), '/reset-password', (index) => ({ token: token!, next: passwords[index]! }))

    const won = answers.findIndex(({ status }) => status === 303)
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(TWENTY - 1)
    expect(opening(answers)).toEqual([])
    const { sessions, count, person } = await traces(server, ann)
    expect(sessions).toEqual([])
    expect(count('password.reset')).toBe(1)
    expect(person.user.passwordEpoch).toBe(ann.user.passwordEpoch + 1)
    expect((await signedInBefore.get('/')).status).toBe(303)

    const again = openHttpPerson(server)
    const after = await again.givePassword({ userName: ann.userName, password: passwords[won]! })
    expect(after.title).toContain('Verify it')
    expect(again.cookies.has('nightlatch-session')).toBe(false)
  })

  it('sends one link when it is asked for twenty times', async () => {
    const ann = await (await server.organization()).person()
    const browser = openHttpPerson(server)
    await browser.open('/forgot-password')

    const answers = await postTogether(Array.from({ length: TWENTY }, () => browser.copy()), '/forgot-password', () => ({ identifier: ann.userName }))

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: TWENTY }, () => 200))
    expect((await traces(server, ann)).count('password.reset-requested')).toBe(1)
    const mails = () => server.standalone.inbox!.emails().filter(({ to }) => to === ann.email)
    await expect.poll(mails, { timeout: 10_000 }).toHaveLength(1)
  })

  it('changes a password once when the change is posted twenty times', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.signIn(ann)
    await browser.open('/my-security/password')

    const answers = await postTogether(Array.from({ length: TWENTY }, () => browser.copy()), '/my-security/password', () => ({
      current: ann.password,
      next: 'nine-copper-kettles-sing',
    }))

    expect(answers.every(({ status }) => status < 500)).toBe(true)
    expect(opening(answers)).toHaveLength(1)
    const { sessions, count } = await traces(server, ann)
    expect(count('password.changed')).toBe(1)
    expect(sessions).toHaveLength(1)
  })
})
