import { beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../src/web/routes.ts'
import type { TextStop } from '../../../src/engine/texts.ts'
import { aText } from '../../support/builders.ts'
import type { HttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestOrganization, type TestPerson } from '../../support/test-server.ts'
import { anAdministrator, auditOf, nobody, wordsOf } from './administrators.ts'
import { givenText, givenTexts } from './texts-given.ts'

const server = await startTestServer()
const liftPath = (id: string) => routes.liftTextStop.path.replace(':id', id)

let harbour: TestOrganization
let person: TestPerson
let browser: HttpPerson
let stop: TextStop
beforeEach(async () => {
  harbour = await server.organization()
  ;({ person, browser } = await anAdministrator(server, harbour))
  stop = await givenTexts(server, person)
})

describe('the page of text messages', () => {
  it('adds up what was sent, used and paid for, by country and provider, in the period that is asked for', async () => {
    const month = wordsOf((await browser.open('/admin/texts')).body)
    expect(month).toContain('Sent 4 Delivered 3 Used 3 (75%) Failed 0 Refused 2 Cost £0.126 for 3 of 4')
    expect(month).toContain('United Kingdom twilio 4 3 3 0 0 £0.126 for 3 of 4')
    expect(month).toContain('Latvia – 0 0 0 0 2 –')
    expect(month).not.toContain('Germany')
    const quarter = wordsOf((await browser.open('/admin/texts?days=90')).body)
    expect(quarter).toContain('Germany sns 1 1 0 0 0 £0.042')
    for (const odd of ['0', '-1', '1e9', 'x', '']) expect(wordsOf((await browser.open(`/admin/texts?days=${odd}`)).body)).toContain('Sent 4 ')
  })

  it('says that a cost is not known where the provider tells none, and never that it was nothing', async () => {
    const elsewhere = await server.organization()
    const { browser, person } = await anAdministrator(server, elsewhere)
    const at = server.clock.now()
    const text = aText({ userId: person.user.id, at, country: 'GB' })
    await server.standalone.store.commit(elsewhere.id, [
      { kind: 'text.reserve', text },
      { kind: 'text.sent', id: text.id, provider: 'twilio', providerMessageId: 'SM1', segments: 1, cost: null, at },
    ])
    const words = wordsOf((await browser.open('/admin/texts')).body)
    expect(words).toContain('Sent 1 Delivered 0 Used 0 (0%) Failed 0 Refused 0 Cost Not known')
    expect(words).toContain('United Kingdom twilio 1 0 0 0 0 Not known')
    expect(words).toContain('of most, only their bill knows')
  })

  it.each([
    [[null, null], 'Not known'],
    [[42_000, 42_000], '£0.084'],
    [['listed', 'listed'], '£0.062 estimated'],
    [['listed', 42_000], '£0.073 estimated for 1 of 2'],
    [['listed', null], '£0.031 for 1 of 2, estimated'],
    [['listed', 42_000, null], '£0.073 for 2 of 3, estimated for 1'],
  ] as const)('says of costs that are %j: %s', async (costs, said) => {
    const elsewhere = await server.organization()
    const { browser, person } = await anAdministrator(server, elsewhere)
    for (const cost of costs) {
      await givenText(server, person, cost === 'listed' ? { micros: null, price: { micros: 31_000, currency: 'GBP' } } : { micros: cost })
    }
    const words = wordsOf((await browser.open('/admin/texts')).body)
    const count = costs.length
    expect(words).toContain(`Refused 0 Cost ${said} `)
    expect(words).toContain(`United Kingdom twilio ${count} ${count} 0 0 0 ${said} `)
    expect(words).toContain('Estimated is the cost of texts whose provider says nothing, by the price list of this server.')
  })

  it('shows another organization nothing of it', async () => {
    const other = await anAdministrator(server, await server.organization())
    const words = wordsOf((await other.browser.open('/admin/texts')).body)
    expect(words).toContain('No texts in this time')
    expect(words).not.toContain(stop.label)
    for (const id of [stop.id, nobody, 'x']) {
      expect((await other.browser.copy().get(liftPath(id))).status).toBe(404)
      expect((await other.browser.copy().post(liftPath(id))).status).toBe(404)
    }
    expect((await browser.open('/admin/texts')).body).toContain(liftPath(stop.id))
  })

  it('says plainly where texts are off', async () => {
    const { store, ports } = server.standalone
    const policy = (await store.findPerson(harbour.id, person.user.id))?.policy
    if (policy === undefined) throw new Error('nobody is there')
    const { setPolicy: _, person: __, ...organization } = harbour
    await store.commit(harbour.id, [{ kind: 'organization.save', organization: { ...organization, country: '' }, policy, at: ports.clock() }])
    expect(wordsOf((await browser.open('/admin/texts')).body)).toContain('Text messages are off')
  })
})

describe('a stop', () => {
  it('stands on the first page of administration until it is lifted', async () => {
    expect(wordsOf((await browser.open('/admin/two-step')).body)).toContain('Texts to a block of numbers are stopped')
    expect(wordsOf((await browser.open('/admin/texts')).body)).toContain('Of 20 texts within a day, 1 was used.')
    expect((await browser.open(liftPath(stop.id))).title).toContain('Text to +371 2001 •••• again?')
    const after = wordsOf((await browser.submit(liftPath(stop.id))).body)
    expect(after).toContain('The stop is lifted.')
    expect(after).toMatch(/Lifted .* by Amara Okafor\./)
    expect(wordsOf((await browser.open('/admin/two-step')).body)).not.toContain('are stopped')
  })

  it('is lifted once, and written down once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => browser.copy().post(liftPath(stop.id))))
    expect(answers.map(({ location }) => location)).toEqual(answers.map(() => '/admin/texts?done=lifted'))
    const { events } = await server.standalone.store.listAudit(harbour.id, { actions: ['texts.resumed'], person: '', from: null, until: null }, { before: null, limit: 9 })
    expect(events.map(({ actorId, detail }) => ({ actorId, detail }))).toEqual([{ actorId: person.user.id, detail: { numbers: '+371 2001 ••••' } }])
    expect((await auditOf(server, person)).some(({ action }) => action === 'code.sent')).toBe(false)
  })
})
