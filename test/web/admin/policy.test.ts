import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'
import { anAdministrator, atBrowser, wordsOf } from './administrators.ts'

const server = await startTestServer()

const entered = { basedOn: '1', graceDays: '7', totp: 'on', sms: 'on', trustDays: '30', confirmSetUpByEmail: 'nobody' }

const changesPath = (fields: Record<string, string>) => `/admin/two-step/changes?${new URLSearchParams(fields)}`

async function policyOf(organizationId: string, userId: string) {
  return (await server.standalone.store.findPerson(organizationId, userId))!.policy
}

async function begin() {
  const harbour = await server.organization()
  const lena = await harbour.person({ name: 'Lena Hartmann' })
  return { harbour, lena, ...(await anAdministrator(server, harbour)) }
}

/** The value of each box and list of the form in a page. */
function formIn(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !tag.includes('type="checkbox"') || /\schecked/.test(tag))
  const values = inputs.map((tag) => [/\sname="([^"]*)"/.exec(tag)?.[1] ?? '', /\svalue="([^"]*)"/.exec(tag)?.[1] ?? ''] as const)
  const selected = /<select[^>]*name="confirmSetUpByEmail".*?<option value="([^"]*)" selected/s.exec(html)?.[1] ?? ''
  return { ...Object.fromEntries(values), confirmSetUpByEmail: selected }
}

describe('The rules', () => {
  it('begin as Optional, with how many people have set it up', async () => {
    const { browser } = await begin()
    const { body } = await browser.open('/admin/two-step')
    expect(wordsOf(body)).toContain('Status Optional Optional from the beginning. All times are those of Europe/London.')
    expect(wordsOf(body)).toContain('1 of 2 people set up')
    expect(body).toMatch(/<progress aria-label="People who have set it up" value="1" max="2">/)
    expect(formIn(body)).toMatchObject({ ...entered, alwaysRequiredTrustDays: '' })
  })

  it('show before they are saved who would be stopped, and what changes', async () => {
    const { harbour, person, lena, browser } = await begin()
    const answer = await browser.open(changesPath({ ...entered, required: 'on', graceDays: '0' }))
    expect(answer.title).toContain('Check before you save')
    expect(wordsOf(answer.body)).toContain('2-step verification: required of everybody instead of optional')
    expect(wordsOf(answer.body)).toContain('Grace period: none instead of 7 days')
    expect(wordsOf(answer.body)).toContain('1 person would be stopped')
    expect(answer.body).toContain(`<a href="/admin/people/${lena.user.id}">Lena Hartmann</a>`)
    expect(await policyOf(harbour.id, person.user.id)).toMatchObject({ version: 1, requiredSince: null })
  })

  it('apply to everybody at their next request once they are saved, with date and name', async () => {
    const { harbour, person, lena, browser } = await begin()
    const hers = await atBrowser(server, lena)
    await browser.open(changesPath({ ...entered, required: 'on', graceDays: '0' }))
    const since = server.clock.now()
    const { body } = await browser.submit('/admin/two-step/changes', { ...entered, required: 'on', graceDays: '0' })
    expect(wordsOf(body)).toContain('Your changes are saved.')
    expect(wordsOf(body)).toContain('Status Required Required of everybody since ')
    expect(wordsOf(body)).toContain('Changed by Amara Okafor.')
    expect((await hers.get('/my-security')).location).toBe('/set-up')
    expect(await policyOf(harbour.id, person.user.id)).toMatchObject({ version: 2, requiredSince: since, requirementChangedBy: person.user.id, graceDays: 0 })
    const events = await server.standalone.store.listAudit(harbour.id, { actions: ['policy.changed'], person: '', from: null, until: null }, { before: null, limit: 5 })
    expect(events.events).toMatchObject([{ actorId: person.user.id, result: 'success', detail: { changed: 'required graceDays', required: 'yes' } }])
  })

  it('reach running sessions at their next request when the grace is shortened, or a way no longer allowed', async () => {
    const { harbour, lena, browser } = await begin()
    await harbour.setPolicy({ requiredSince: server.clock.now(), graceDays: 30 })
    const hers = await atBrowser(server, lena)
    await hers.open('/set-up')
    await hers.submit('/set-up/not-now')
    expect((await hers.get('/my-security')).status).toBe(200)
    const tom = await harbour.person({ name: 'Tom Whitfield', enrolled: ['sms'] })
    const his = openHttpPerson(server)
    await his.givePassword(tom)
    await his.submit('/verify', { code: tom.backupCodes[0]! })
    expect((await his.get('/my-security')).status).toBe(200)

    await browser.submit('/admin/two-step/changes', { ...entered, basedOn: '2', required: 'on', graceDays: '30', sms: '' })
    expect([(await his.get('/my-security')).location, (await hers.get('/my-security')).status]).toEqual([null, 200])
    await browser.submit('/admin/two-step/changes', { ...entered, basedOn: '3', required: 'on', graceDays: '0', sms: '' })
    expect([(await his.get('/my-security')).location, (await hers.get('/my-security')).location]).toEqual(['/set-up', '/set-up'])
  })

  it('keep the date of the requirement when another setting changes', async () => {
    const { harbour, person, browser } = await begin()
    await browser.open(changesPath({ ...entered, required: 'on' }))
    await browser.submit('/admin/two-step/changes', { ...entered, required: 'on' })
    const { requiredSince } = await policyOf(harbour.id, person.user.id)
    server.clock.advance(60)
    await browser.submit('/admin/two-step/changes', { ...entered, basedOn: '2', required: 'on', trustDays: '0' })
    expect(await policyOf(harbour.id, person.user.id)).toMatchObject({ version: 3, requiredSince, trustDays: 0 })
  })

  it('say beside each field what is wrong with it, and keep what was entered', async () => {
    const { harbour, person, browser } = await begin()
    const wrong = { basedOn: '1', required: 'on', graceDays: '400', trustDays: 'a month', alwaysRequiredTrustDays: '-1', confirmSetUpByEmail: 'everybody' }
    const answer = await browser.open(changesPath(wrong))
    expect(answer.status).toBe(422)
    expect(answer.title).toMatch(/^Error: /)
    expect(answer.body).toMatch(/id="graceDays-error">.*?Enter a whole number from 0 to 365\./)
    expect(answer.body).toMatch(/id="trustDays-error">.*?Enter a whole number from 0 to 365\./)
    expect(answer.body).toMatch(/id="alwaysRequiredTrustDays-error">.*?or leave it empty\./)
    expect(answer.body).toMatch(/id="allowedMethods-error">.*?Choose at least one way/)
    expect(formIn(answer.body)).toMatchObject(wrong)
    expect((await browser.post('/admin/two-step/changes', wrong)).status).toBe(422)
    expect(await policyOf(harbour.id, person.user.id)).toMatchObject({ version: 1 })
  })

  it.each(['', '-1', '1.5', '1e2', '0x10', '366', '１２', '1 0'])('take %j for no number of days', async (graceDays) => {
    const { browser } = await begin()
    expect((await browser.open(changesPath({ ...entered, graceDays }))).status).toBe(422)
  })

  it('are a bad request where no form of ours could have sent them', async () => {
    const { browser } = await begin()
    expect((await browser.get(changesPath({ ...entered, confirmSetUpByEmail: 'somebody' }))).status).toBe(400)
    expect((await browser.get(changesPath({ ...entered, basedOn: 'now' }))).status).toBe(400)
    expect((await browser.get('/admin/two-step/changes')).location).toBe('/admin/two-step')
  })

  it('do not lock out who saves them: by a way they do not hold', async () => {
    const { harbour, person, browser } = await begin()
    const { totp: _, ...onlyText } = entered
    const answer = await browser.open(changesPath(onlyText))
    expect(answer.status).toBe(422)
    expect(wordsOf(answer.body)).toContain("You can't save yet You verify in a way that these rules do not allow")
    expect(formIn(answer.body)).not.toHaveProperty('totp')
    expect((await browser.post('/admin/two-step/changes', onlyText)).status).toBe(422)
    expect(await policyOf(harbour.id, person.user.id)).toMatchObject({ version: 1 })
  })

  it('do not lock out who saves them: without backup codes', async () => {
    const { harbour, person, browser } = await begin()
    await server.standalone.store.commit(harbour.id, [{ kind: 'backup-codes.remove', userId: person.user.id }])
    for (const { body } of [await browser.open('/admin/two-step'), await browser.open(changesPath({ ...entered, required: 'on' }))]) {
      expect(wordsOf(body)).toContain('You have no backup codes left.')
      expect(body).toContain('href="/my-security/backup-codes?next=%2Fadmin%2Ftwo-step"')
    }
    expect((await browser.post('/admin/two-step/changes', { ...entered, required: 'on' })).status).toBe(422)
    expect(await policyOf(harbour.id, person.user.id)).toMatchObject({ version: 1 })
  })

  it('are not saved when nothing changes', async () => {
    const { browser } = await begin()
    expect(wordsOf((await browser.open(changesPath(entered))).body)).toContain('There is nothing to save')
  })

  it('are still as entered after a fresh code was asked for, and after a look back', async () => {
    const { person, browser } = await begin()
    server.clock.advance(6 * 60)
    const path = changesPath({ ...entered, required: 'on', graceDays: '21' })
    expect((await browser.open(path)).title).toContain("Verify it")
    const answer = await browser.submit(`/step-up?next=${encodeURIComponent(path)}`, { code: person.appCode() })
    expect(answer.title).toContain('Check before you save')
    const back = /href="(\/admin\/two-step\?[^"]*)"/.exec(answer.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(formIn((await browser.open(back)).body)).toMatchObject({ graceDays: '21', required: 'on' })
  })
})

describe('Two administrators at once', () => {
  it('lose nothing: the second sees what the first changed, and what they entered is kept upon it', async () => {
    const { harbour, person, browser } = await begin()
    const grace = await anAdministrator(server, harbour, 'Grace Lindqvist')
    await browser.submit('/admin/two-step/changes', { ...entered, trustDays: '14', graceDays: '10' })

    const mine = { ...entered, required: 'on', graceDays: '3' }
    for (const answer of [await grace.browser.open(changesPath(mine)), await grace.browser.post('/admin/two-step/changes', mine)]) {
      expect(answer.status).toBe(409)
      const words = wordsOf(answer.body)
      expect(words).toContain('Amara Okafor changed these rules while you did, on ')
      expect(words).toContain('Trust of devices: now 14 days.')
      expect(words).toContain('Grace period: now 10 days. You entered 3 days, and that is what the form holds.')
      expect(formIn(answer.body)).toMatchObject({ basedOn: '2', required: 'on', graceDays: '3', trustDays: '14' })
    }
    expect(await policyOf(harbour.id, person.user.id)).toMatchObject({ version: 2, requiredSince: null, graceDays: 10 })

    await grace.browser.submit('/admin/two-step/changes', { ...mine, basedOn: '2', trustDays: '14' })
    expect(await policyOf(harbour.id, person.user.id)).toMatchObject({ version: 3, graceDays: 3, trustDays: 14, requirementChangedBy: grace.person.user.id })
  })

  it('save in the same moment and one of them wins', async () => {
    const { harbour, person, browser } = await begin()
    const grace = await anAdministrator(server, harbour, 'Grace Lindqvist')
    const answers = await Promise.all([
      browser.post('/admin/two-step/changes', { ...entered, trustDays: '1' }),
      grace.browser.post('/admin/two-step/changes', { ...entered, trustDays: '2' }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    expect((await policyOf(harbour.id, person.user.id)).version).toBe(2)
  })
})

describe('The history', () => {
  it('tells every change with its date, who made it and what it changed', async () => {
    const { browser } = await begin()
    await browser.submit('/admin/two-step/changes', { ...entered, required: 'on' })
    server.clock.advance(30)
    await browser.submit('/admin/two-step/changes', { ...entered, basedOn: '2', required: 'on', alwaysRequiredTrustDays: '0' })
    const words = wordsOf((await browser.open('/admin/two-step/history')).body)
    expect(words).toMatch(/Amara Okafor Trust of devices in always-required roles: none instead of as for everybody .* Amara Okafor 2-step verification: required of everybody instead of optional .* The rules as they began/)
  })
})
