import { beforeEach, describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'

const server = await startTestServer()
const { accounts, store } = server.standalone

const answers = {
  organizationName: 'Harbour Trust',
  country: 'DE',
  timeZone: 'Europe/Berlin',
  name: 'Ann Example',
  userName: 'ann',
  email: 'ann@example.org',
  password: 'seven-lanterns-harbour',
}

let token = ''
let browser = openHttpPerson(server)

beforeEach(async () => {
  token = (await accounts.mintFirstAdministratorLink()) ?? token
  browser = openHttpPerson(server)
})

const open = (headers = {}) => browser.get(`/first-administrator?token=${token}`, { headers })
const post = (fields: Partial<typeof answers> = {}) => browser.post('/first-administrator', { token, ...answers, ...fields })

// In this order: the last of them uses the empty database up.
describe('the first administrator', () => {
  it('is asked about the organization and themself, on a page that changes nothing', async () => {
    const page = await open()
    expect(page.status).toBe(200)
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect((await open()).status).toBe(200)
    expect(await store.isEmpty()).toBe(true)
  })

  it('finds the country of their browser chosen', async () => {
    expect((await open({ 'accept-language': 'en-GB,en;q=0.8' })).body).toMatch(/<option value="GB" selected/)
    // Texts go to numbers of this country: where nobody says which, it is asked for.
    expect((await open({ 'accept-language': '*' })).body).toMatch(/<option value="" selected/)
    const asked = await post({ country: '' })
    expect([asked.status, asked.body]).toEqual([422, expect.stringContaining('id="country-error"')])
    expect(asked.body).toMatch(/<select[^>]*required[^>]*autofocus[^>]*id="country"/)
    expect(await store.isEmpty()).toBe(true)
  })

  it('is told all that is wrong at once, beside the fields, with the rest kept', async () => {
    await open()
    const page = await post({ organizationName: ' ', name: 'Ann\nB', email: 'ann', userName: 'b@example.org', password: 'short' })
    expect(page.status).toBe(422)
    for (const field of ['organizationName', 'name', 'email', 'userName', 'password']) expect(page.body).toContain(`id="${field}-error"`)
    expect(page.body).toMatch(/<option value="DE" selected/)
    expect(page.body).toMatch(/<option value="Europe\/Berlin" selected/)
    expect(page.body).not.toContain('value="short"')
    // They have no password yet that a new one would follow.
    expect((await post({ password: '' })).body).toContain('Choose a password.')
    expect(await store.isEmpty()).toBe(true)
  })

  it.each([{ country: 'XX' }, { timeZone: 'Europe/Atlantis' }, { timeZone: '' }])('is refused what no list offers: %j', async (fields) => {
    await open()
    expect((await post(fields)).status).toBe(400)
  })

  it('is nobody without the link', async () => {
    await open()
    expect((await browser.post('/first-administrator', { ...answers, token: 'x' })).status).toBe(410)
    expect((await browser.get('/first-administrator')).status).toBe(410)
    expect(await store.isEmpty()).toBe(true)
  })

  it('is one person, when twenty answer at once', async () => {
    await open()
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => post({ userName: `ann-${i}`, email: `ann-${i}@example.org` })))
    expect(all.map(({ status }) => status).toSorted()).toEqual([303, ...Array.from({ length: 19 }, () => 410)])
    const winner = all.findIndex(({ status }) => status === 303)
    expect(all[winner]?.location).toBe('/sign-in')
    expect([...browser.cookies.keys()]).not.toContain('nightlatch-session')

    const page = await browser.givePassword({ userName: `ann-${winner}`, password: answers.password })
    expect(page.title).toContain('Hello, Ann Example')
    const login = await store.findLogin(`ann-${winner}`)
    const person = await store.findPerson(login?.user.organizationId ?? '', login?.user.id ?? '')
    expect(person?.organization).toMatchObject({ name: 'Harbour Trust', country: 'DE', timeZone: 'Europe/Berlin', locale: 'en-DE' })
    expect(person?.user.roles).toMatchObject([{ mayAdminister: true }])
  })

  it('leaves behind a link that says plainly that it no longer works', async () => {
    const page = await open()
    expect(page.status).toBe(410)
    expect(page.body).toContain('This link no longer works')
    expect(page.body).toContain('href="/sign-in"')
    await browser.open('/sign-in')
    expect((await post()).status).toBe(410)
  })
})
