import { describe, expect, it } from 'vitest'
import { startTestServer, type TestPerson } from '../../support/test-server.ts'
import { anAdministrator, atBrowser, wordsOf } from './administrators.ts'

const DAY = 24 * 60 * 60

const server = await startTestServer()

async function begin() {
  const harbour = await server.organization({ requiredSince: server.clock.now(), graceDays: 7 })
  const administrator = await anAdministrator(server, harbour)
  const [lena, priya] = [await harbour.person({ name: 'Lena Hartmann' }), await harbour.person({ name: 'Priya Nair', role: 'paymentsAdministrator' })]
  await harbour.person({ name: 'Nora Eriksen', email: null })
  await harbour.person({ name: 'Tom Whitfield', enrolled: ['totp'] })
  return { harbour, lena, priya, ...administrator }
}

const lettersTo = ({ email }: TestPerson) => server.standalone.inbox?.emails().filter(({ to, subject }) => to === email && subject.startsWith('Please set up')).length

describe('Reminding', () => {
  it('says first how many it concerns: whoever the list shows and has not set it up', async () => {
    const { browser, lena } = await begin()
    expect(wordsOf((await browser.open('/admin/people/remind')).body)).toContain('Remind 3 people?')
    expect(wordsOf((await browser.open('/admin/people/remind?role=payments-administrator')).body)).toContain('Remind 1 person?')
    expect(wordsOf((await browser.open('/admin/people/remind?status=enrolled')).body)).toContain('Nobody to remind')
    expect(lettersTo(lena)).toBe(0)
  })

  it('says at once how many will be reminded, and sends each an e-mail, but not to who has no address', async () => {
    const { browser, lena, priya, person } = await begin()
    expect(wordsOf((await browser.submit('/admin/people/remind')).body)).toContain('3 people will be reminded.')
    await server.standalone.reminders.run()
    expect([lettersTo(lena), lettersTo(priya)]).toEqual([1, 1])
    const asked = (await server.standalone.store.listAudit(lena.user.organizationId, { actions: ['users.reminded'], person: '', from: null, until: null }, { before: null, limit: 5 })).events
    expect(asked).toMatchObject([{ actorId: person.user.id, subjectId: null, detail: { people: 3 } }])
  })

  it('reminds nobody twice a day, and again after a day', async () => {
    const { browser, person, lena } = await begin()
    await browser.submit('/admin/people/remind')
    await server.standalone.reminders.run()
    await browser.submit('/admin/people/remind')
    await server.standalone.reminders.run()
    expect(lettersTo(lena)).toBe(1)
    server.clock.advance(DAY)
    await (await atBrowser(server, person)).submit('/admin/people/remind')
    await server.standalone.reminders.run()
    expect(lettersTo(lena)).toBe(2)
  })

  it('reminds nobody but whom the filter shows', async () => {
    const { browser, lena, priya } = await begin()
    expect(wordsOf((await browser.submit('/admin/people/remind?search=priya')).body)).toContain('1 person will be reminded.')
    await server.standalone.reminders.run()
    expect([lettersTo(lena), lettersTo(priya)]).toEqual([0, 1])
  })
})
