import { describe, expect, it } from 'vitest'
import { startTestServer } from '../../support/test-server.ts'
import { anAdministrator, atBrowser, auditOf, wordsOf } from './administrators.ts'

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

describe('Reminding', () => {
  it('says first how many it concerns: whoever the list shows and has not set it up', async () => {
    const { browser, lena } = await begin()
    expect(wordsOf((await browser.open('/admin/people/remind')).body)).toContain('Remind 3 people?')
    expect(wordsOf((await browser.open('/admin/people/remind?role=payments-administrator')).body)).toContain('Remind 1 person?')
    expect(wordsOf((await browser.open('/admin/people/remind?status=enrolled')).body)).toContain('Nobody to remind')
    expect((await auditOf(server, lena)).map(({ action }) => action)).not.toContain('user.reminded')
  })

  it('sends an e-mail to each, and says who was reminded already and who has no address', async () => {
    const { browser, lena, priya } = await begin()
    const { body } = await browser.submit('/admin/people/remind')
    expect(wordsOf(body)).toContain('2 reminders sent. 1 person has no e-mail address.')
    expect((await auditOf(server, lena)).map(({ action }) => action)).toContain('user.reminded')
    expect((await auditOf(server, priya)).map(({ action }) => action)).toContain('user.reminded')

    expect(wordsOf((await browser.submit('/admin/people/remind')).body)).toContain('0 reminders sent. 2 people were reminded within the last day already.')
  })

  it('reminds again after a day', async () => {
    const { browser, person } = await begin()
    await browser.submit('/admin/people/remind')
    server.clock.advance(DAY)
    const later = await atBrowser(server, person)
    expect(wordsOf((await later.submit('/admin/people/remind')).body)).toContain('2 reminders sent.')
  })

  it('reminds nobody but whom the filter shows', async () => {
    const { browser, lena, priya } = await begin()
    expect(wordsOf((await browser.submit('/admin/people/remind?search=priya')).body)).toContain('1 reminder sent.')
    expect((await auditOf(server, lena)).map(({ action }) => action)).not.toContain('user.reminded')
    expect((await auditOf(server, priya)).map(({ action }) => action)).toContain('user.reminded')
  })
})
