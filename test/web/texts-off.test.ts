import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../support/http-person.ts'
import { startTestServer } from '../support/test-server.ts'

const server = await startTestServer()
const wordsOf = (body: string) => body.replaceAll(/<style[^]*?<\/style>|<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
const OFF = 'Text messages are off here'

/** An organization of which nobody knows the country, while no setting names any. */
async function nowhere() {
  const { store, ports } = server.standalone
  const organization = await server.organization({ requiredSince: 1, graceDays: 0 })
  const [ann, bob, eve] = [await organization.person({ enrolled: ['sms'] }), await organization.person({ enrolled: ['sms', 'totp'] }), await organization.person()]
  const { setPolicy: _, person: __, ...facts } = organization
  const policy = (await store.findPerson(organization.id, ann.user.id))!.policy
  await store.commit(organization.id, [{ kind: 'organization.save', organization: { ...facts, country: '' }, policy, at: ports.clock() }])
  return { ann, bob, eve }
}

describe('Where no country is set, texts are off', () => {
  it('and set-up says so, and offers the app', async () => {
    const { eve } = await nowhere()
    const browser = openHttpPerson(server)
    await browser.givePassword(eve)
    const { body } = await browser.open('/set-up/choose')
    expect(wordsOf(body)).toContain(`${OFF}, because nobody has said to which countries they may go.`)
    expect(body).not.toContain('Use Text Message')
  })

  it('and the page that asks for a code says so to whoever has a phone for them, and takes what else they have', async () => {
    const { ann, bob } = await nowhere()
    for (const [person, code] of [[ann, ann.backupCodes[0]!], [bob, bob.appCode()]] as const) {
      const browser = openHttpPerson(server)
      await browser.givePassword(person)
      const { body } = await browser.open('/verify')
      expect(wordsOf(body)).toContain(`${OFF}, so no code comes to your phone.`)
      expect(body).not.toContain('Send a new code')
      await browser.submit('/verify', { code })
      expect(browser.cookies.has('nightlatch-session')).toBe(true)
    }
    expect(server.standalone.inbox?.texts().filter(({ to }) => [ann.phone, bob.phone].includes(to))).toEqual([])
  })

  it('and nobody else is told of it', async () => {
    const person = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.givePassword(person)
    expect((await browser.open('/verify')).body).not.toContain(OFF)
  })
})
