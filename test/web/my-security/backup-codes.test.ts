import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestPerson } from '../../support/test-server.ts'

const server = await startTestServer()
const shape = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/g

async function somebody() {
  const person = await (await server.organization()).person({ enrolled: ['totp'] })
  const browser = openHttpPerson(server)
  await browser.signIn(person)
  return { person, browser }
}

async function signInWith(person: TestPerson, code: string) {
  const browser = openHttpPerson(server)
  await browser.givePassword(person, '/my-security/activity')
  return { browser, answer: await browser.submit('/verify', { code }) }
}

/** The codes in the list of a page. */
function codesIn(body: string): string[] {
  return [...new Set((/<ul class="backup.*?<\/ul>/s.exec(body)?.[0] ?? '').match(shape) ?? [])]
}

async function found({ user }: TestPerson) {
  return await server.standalone.store.findPerson(user.organizationId, user.id)
}

describe('New backup codes', () => {
  it('are shown in the answer to the question, once, and are kept by nobody on the way', async () => {
    const { browser } = await somebody()
    expect(codesIn((await browser.open('/my-security/backup-codes')).body)).toEqual([])
    const shown = await browser.post('/my-security/backup-codes')
    expect(codesIn(shown.body)).toHaveLength(10)
    expect(shown.headers.get('cache-control')).toContain('no-store')
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer')
    for (const path of ['/my-security/backup-codes', '/my-security', '/my-security/activity']) {
      const { body } = await browser.open(path)
      expect(codesIn(shown.body).filter((code) => body.includes(code))).toEqual([])
    }
  })

  it('work, and the old ones die at once', async () => {
    const { person, browser } = await somebody()
    await browser.open('/my-security/backup-codes')
    const [fresh = ''] = codesIn((await browser.post('/my-security/backup-codes')).body)
    expect((await signInWith(person, person.backupCodes[0] ?? '')).answer.status).toBe(422)
    expect((await signInWith(person, fresh)).answer.status).toBe(200)
  })

  it('are not made without a fresh code, and the old ones live on', async () => {
    const { person, browser } = await somebody()
    await browser.open('/my-security')
    server.clock.advance(5 * 60)
    expect((await browser.post('/my-security/backup-codes')).location).toContain('/step-up')
    expect((await signInWith(person, person.backupCodes[0] ?? '')).answer.status).toBe(200)
  })

  it('count as saved once the person says so, who then goes on to where they were going, on this site alone', async () => {
    const { person, browser } = await somebody()
    await browser.open('/my-security/backup-codes?next=/my-security/activity')
    expect((await browser.post('/my-security/backup-codes', { next: '/my-security/activity' })).body).toContain('value="/my-security/activity"')
    expect((await found(person))?.user.backupCodesSavedAt).toBeNull()
    expect((await browser.open('/my-security')).body).toContain('told us that you saved these codes')

    const saved = await browser.post('/my-security/backup-codes/saved', { next: '/my-security/activity' })
    expect(saved.location).toBe('/my-security/activity')
    expect((await found(person))?.user.backupCodesSavedAt).toBe(server.clock.now())
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example/']) {
      expect((await browser.post('/my-security/backup-codes/saved', { next })).location).toBe('/my-security?notice=codesSaved')
    }
  })
})

describe('After a sign-in', () => {
  it('with a backup code, says that it is used up and how many are left, and leads on', async () => {
    const { person } = await somebody()
    const { answer } = await signInWith(person, person.backupCodes[0] ?? '')
    expect(answer.body).toContain('That backup code is used up. You have 9 backup codes left.')
    expect(answer.body).toContain('href="/my-security/activity"')
    expect(answer.body).toContain('href="/my-security/backup-codes?next=')
  })

  it('with the last backup code, puts new ones first', async () => {
    const { person, browser } = await somebody()
    const { id: userId, organizationId } = person.user
    const firstButton = async () => /class="button primary"[^>]*><span>([^<]*)/.exec((await browser.open('/my-security/backup-codes/reminder?used=1')).body)?.[1]
    expect(await firstButton()).toBe('Continue')
    const using = (await server.standalone.store.backupCodes(organizationId, userId))
      .map(({ id }) => ({ kind: 'backup-code.use' as const, id, userId, at: server.clock.now() }))
    expect(await server.standalone.store.commit(organizationId, using)).toBeNull()
    expect(await firstButton()).toBe('Make new backup codes')
  })

  it('warns at three or fewer', async () => {
    const { person, browser } = await somebody()
    const { id: userId, organizationId } = person.user
    const left = await server.standalone.store.backupCodes(organizationId, userId)
    const using = left.slice(0, 7).map(({ id }) => ({ kind: 'backup-code.use' as const, id, userId, at: server.clock.now() }))
    expect(await server.standalone.store.commit(organizationId, using)).toBeNull()
    expect((await browser.open('/my-security')).body).toContain('You have only 3 backup codes left')
  })

  it('offers a new set to somebody who never said that they keep theirs, with a way to do it later', async () => {
    const { person, browser } = await somebody()
    await browser.open('/my-security/backup-codes')
    const [fresh = ''] = codesIn((await browser.post('/my-security/backup-codes')).body)
    await signInWith(person, fresh) // its reminder goes first
    server.clock.advance(60)
    const again = openHttpPerson(server)
    await again.givePassword(person, '/my-security/activity')
    const { body, title } = await again.submit('/verify', { code: person.appCode() })
    expect(title).toContain('Did you save your backup codes?')
    expect(body).toContain('Later')
    expect((await again.submit('/my-security/backup-codes/saved', { next: '/my-security/activity' })).title).toContain('Recent activity')
    expect((await again.get('/my-security/backup-codes/reminder?next=/my-security/devices')).location).toBe('/my-security/devices')
  })
})
