import { describe, expect, it } from 'vitest'
import type { HttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'
import { aSenior, anAdministrator, wordsOf } from './administrators.ts'

const server = await startTestServer()
const { store } = server.standalone

const BOUNDARY = '----nightlatch'
const MEBIBYTE = 1024 * 1024

/** What a browser sends of a form with a file. */
function upload(browser: HttpPerson, file: string | Uint8Array, { pasted = '', formToken = browser.formToken }: { pasted?: string; formToken?: string } = {}) {
  const field = (name: string, value: string) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const head = `${field('formToken', formToken)}${field('pasted', pasted)}--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="people.csv"\r\ncontent-type: text/csv\r\n\r\n`
  const body = Buffer.concat([Buffer.from(head), Buffer.from(file), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)])
  return browser.post('/admin/users/import', {}, { body, headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` } })
}

async function begin() {
  const harbour = await server.organization()
  return { harbour, ...(await anAdministrator(server, harbour)) }
}

let people = 0
const aLine = () => `Nora Eriksen,import-${++people},import-${people}@example.org,Staff`

describe('Importing', () => {
  it('shows first what would happen, and imports a file once', async () => {
    const { harbour, browser } = await begin()
    const answer = await upload(browser, `\uFEFF${aLine()}\r\n`)
    const shown = await browser.open(answer.location ?? '')
    expect(wordsOf(shown.body)).toContain('Import 1 person?')
    expect(wordsOf((await browser.open('/admin/people')).body)).not.toContain('Nora Eriksen')
    const done = await Promise.all([browser.copy().post(answer.location ?? ''), browser.copy().post(answer.location ?? '')])
    expect(done.map(({ status }) => status).toSorted()).toEqual([303, 404])
    expect((await browser.get(answer.location ?? '')).status).toBe(404)
    const { events } = await store.listAudit(harbour.id, { actions: ['users.imported'], person: '', from: null, until: null }, { before: null, limit: 5 })
    expect(events).toMatchObject([{ detail: { users: 1 } }])
  })

  it('is refused when something changed since it was looked at, and imports nobody', async () => {
    const { harbour, browser } = await begin()
    const [first, second] = [aLine(), aLine()]
    const { location } = await browser.post('/admin/users/import', { pasted: `${first}\n${second}` })
    expect((await browser.open(location ?? '')).status).toBe(200)
    await harbour.person({ name: 'Taken', email: second.split(',')[2] ?? '' })
    const answer = await browser.post(location ?? '')
    expect(answer.status).toBe(409)
    expect(wordsOf(answer.body)).toContain('Something changed since you looked. Nothing was imported.')
    expect(wordsOf(answer.body)).toContain('The e-mail belongs to somebody on this server already.')
    expect(await store.takenNames([first.split(',')[1] ?? ''])).toEqual(new Set())
  })

  it('is looked at and done by whoever sent the file, and by nobody else', async () => {
    const { harbour, browser } = await begin()
    const { location } = await browser.post('/admin/users/import', { pasted: aLine() })
    for (const other of [await anAdministrator(server, harbour, 'Grace Lindqvist'), await anAdministrator(server, await server.organization())]) {
      expect([(await other.browser.get(location ?? '')).status, (await other.browser.post(location ?? '')).status]).toEqual([404, 404])
    }
    server.clock.advance(60 * 60)
    expect((await (await anAdministrator(server, harbour)).browser.get(location ?? '')).status).toBe(404)
    expect(await store.takenNames([`import-${people}`])).toEqual(new Set())
  })

  it('gives no role above the own', async () => {
    const { harbour, browser } = await begin()
    await aSenior(server, harbour)
    const { location } = await browser.post('/admin/users/import', { pasted: aLine().replace('Staff', 'Director') })
    for (const answer of [await browser.get(location ?? ''), await browser.post(location ?? '')]) expect(wordsOf(answer.body)).toContain('The role Director is above your own.')
  })

  it('says what is wrong with a file: its encoding, its quotation marks, nothing in it, or too much', async () => {
    const { browser } = await begin()
    for (const [file, words] of [
      [Buffer.from('a,b\nZoë,x', 'latin1'), 'Line 2 is not in UTF-8.'],
      ['a"b,c', 'A quotation mark on line 1, or before it, has no partner.'],
      ['', 'Choose a file, or paste its lines.'],
      ['\n\n', 'There is no person in it.'],
      [`${aLine()}\n`.repeat(20_002), 'It has more than 20,000 lines.'],
    ] as const) {
      const answer = await upload(browser, file)
      expect([answer.status, wordsOf(answer.body).includes(words)]).toEqual([422, true])
      expect(answer.title).toMatch(/^Error: /)
    }
    expect((await upload(browser, aLine(), { pasted: aLine() })).status).toBe(422)
    const large = await upload(browser, 'x'.repeat(5 * MEBIBYTE))
    expect([large.status, wordsOf(large.body).includes('This file is too large')]).toEqual([413, true])
  })

  it('takes no file without its form token, from another site, or in pieces that are none', async () => {
    const { browser } = await begin()
    expect((await upload(browser, aLine(), { formToken: '' })).status).toBe(403)
    const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }
    for (const body of ['x', `--${BOUNDARY}\r\n`, `--${BOUNDARY}--`]) expect([400, 403]).toContain((await browser.post('/admin/users/import', {}, { body, headers })).status)
    const crossSite = { ...headers, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await browser.post('/admin/users/import', {}, { body: 'x', headers: crossSite })).status).toBe(403)
    // A form that takes no file takes none.
    expect((await browser.post('/admin/users/new', {}, { body: 'x', headers })).status).toBe(400)
  })

  it('offers a sample that it takes itself', async () => {
    const { browser } = await begin()
    const sample = await browser.open('/admin/users/sample')
    expect(sample.headers.get('content-type')).toContain('text/csv')
    const answer = await upload(browser, sample.body.replaceAll('ann', `ann-${people}`).replaceAll('ben', `ben-${people}`))
    expect(wordsOf((await browser.open(answer.location ?? '')).body)).toContain('Import 2 people?')
  })
})
