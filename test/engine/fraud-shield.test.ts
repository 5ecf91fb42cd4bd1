import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEngine } from '../../src/engine/engine.ts'
import { defaultTextLimits, type TextRules } from '../../src/engine/fraud-shield.ts'
import { codeOf, type EngineWorld, openEngineWorld, type TestPerson } from '../support/engine-world.ts'

const DAY = 24 * 60 * 60
const many = { hour: 1_000, day: 1_000 }

let world: EngineWorld
beforeAll(async () => {
  world = await openEngineWorld()
})
beforeEach(() => world.begin())
afterAll(() => world.close())

function setRules(rules: Partial<TextRules>) {
  world.ports = { ...world.ports, settings: { ...world.ports.settings, texts: { ...world.ports.settings.texts, ...rules } } }
  world.engine = createEngine(world.ports)
}

const setLimits = (limits: Partial<TextRules['limits']>) => setRules({ limits: { ...defaultTextLimits, ...limits } })

/** Somebody at the point of set-up, from an address of their own unless told. */
async function settingUp(address = `198.51.100.${Math.floor(Math.random() * 250)}`) {
  const person = await world.person()
  const browser = world.browser({ address })
  const { holder } = await world.signIn(person, browser)
  await world.engine.stepUp.byPassword(holder, browser)
  return { person, holder, browser, give: (number: string) => world.givePhone(holder, person, browser, number) }
}

async function textedSignIn(person: TestPerson, browser = world.browser()) {
  const step = await world.enterPassword(person, browser)
  const holder = { kind: 'pending', token: 'token' in step ? step.token : '' } as const
  return { step: holder, browser, view: () => world.engine.challenges.view(holder, 'sign-in') }
}

describe('countries', () => {
  it('are the organization’s own unless set, and any other number is refused before anything is sent', async () => {
    const { holder, browser, give } = await settingUp()
    const start = (number: string) => world.engine.setUp.start(holder, 'sms', { number }, browser)
    expect(await start('+37120012345')).toEqual({ kind: 'invalid', why: 'country-not-allowed' })
    expect(await start('+18765551234')).toEqual({ kind: 'invalid', why: 'country-not-allowed' }) // Jamaica has +1 as well
    await give('+12025550123')
    setRules({ countries: ['LV'] })
    await give('+37120012345')
    expect(world.texts.map(({ to }) => to)).toEqual(['+12025550123', '+37120012345'])
  })

  it('that nobody knows leave texts off: nothing is offered, and a phone alone leads to backup codes', async () => {
    const bob = await world.person({ enrolled: ['sms'] })
    const { holder } = await settingUp()
    await world.store.commit(world.organization.id, [{ kind: 'organization.save', organization: { ...world.organization, country: '' }, policy: world.policy, at: world.now }])
    expect(await world.engine.setUp.view(holder)).toMatchObject({ methods: ['totp'], unavailable: ['sms'], textCountries: [] })
    expect(await codeOf(world.engine.setUp.start(holder, 'sms', { number: '+12025550123' }, world.browser()))).toBe('not_allowed')
    expect(await (await textedSignIn(bob)).view()).toMatchObject({ method: 'backup-code' })
    expect(world.texts).toEqual([])
  })

  it('that are allowed no more get no text at sign-in either, and the page leads elsewhere', async () => {
    const bob = await world.person({ enrolled: ['sms'] })
    setRules({ countries: ['DE'] })
    expect(await (await textedSignIn(bob)).view()).toMatchObject({ method: 'sms', delivery: 'limited', limitedUntil: null, others: ['backup-code'] })
    expect((await world.activity(bob)).at(-1)).toMatchObject({ action: 'code.not-sent', detail: { why: 'country' } })
    expect(world.texts).toEqual([])
  })
})

describe('budgets', () => {
  it('of adjacent new numbers are shared by whoever asks, from wherever', async () => {
    setLimits({ prefix: { hour: 3, day: 3 } })
    for (const number of ['+12025550101', '+12025550102', '+12025550103', '+12025550104']) await (await settingUp()).give(number)
    expect(world.texts).toHaveLength(3)
    await (await settingUp()).give('+12025560101')
    expect(world.texts).toHaveLength(4)
  })

  it('of a network are shared by all of its addresses', async () => {
    setLimits({ address: { hour: 2, day: 2 } })
    const addresses = ['2001:db8:7:1::1', '2001:DB8:7:1:ffff::2', '2001:db8:7:1::3%eth0', '2001:db8:7:2::1']
    for (const [at, address] of addresses.entries()) await (await settingUp(address)).give(`+1202555${4_000 + at}`)
    expect(world.texts.map(({ to }) => to.slice(-1))).toEqual(['0', '1', '3'])
  })

  it('for new numbers that are used up leave people with proved numbers untouched', async () => {
    setLimits({ newNumbers: { hour: 2, day: 2 }, address: { hour: 2, day: 2 } })
    for (const last of [1, 2, 3]) await (await settingUp('192.0.2.1')).give(`+120255${last}0101`)
    expect(world.texts).toHaveLength(2)
    const bob = await world.person({ enrolled: ['sms'] })
    await world.signIn(bob, world.browser({ address: '192.0.2.1' }))
    expect(world.texts).toHaveLength(3)
  })

  it('let new numbers take half of all texts, though every code be used', async () => {
    setLimits({ total: { hour: 4, day: 4 } })
    for (const last of [1, 2]) {
      const { person, holder, browser, give } = await settingUp()
      await give(`+120255${last}0101`)
      expect(await world.confirm(holder, person, world.textedCode(person), browser)).toMatchObject({ kind: 'enrolled' })
    }
    await (await settingUp()).give('+12025530101')
    expect(world.texts).toHaveLength(2)
    await world.signIn(await world.person({ enrolled: ['sms'] }), world.browser())
  })

  it('are met by nobody whose codes are used, however many there are', async () => {
    setLimits({ prefix: { hour: 2, day: 2 }, newNumbers: { hour: 2, day: 2 }, address: { hour: 2, day: 2 } })
    for (let n = 0; n < 6; n += 1) {
      const { person, holder, browser, give } = await settingUp('192.0.2.1')
      await give(`+1202555010${n}`)
      expect(await world.confirm(holder, person, world.textedCode(person), browser)).toMatchObject({ kind: 'enrolled' })
    }
  })

  it('tell the person when, and nobody else’s doings; the audit log knows which', async () => {
    setLimits({ prefix: { hour: 1, day: 1 } })
    await (await settingUp()).give('+12025550101')
    const { person, holder, give } = await settingUp()
    await give('+12025550102')
    expect(await world.engine.challenges.view(holder, 'enroll')).toMatchObject({ delivery: 'limited', limitedUntil: world.now + DAY })
    expect((await world.activity(person)).at(-1)).toMatchObject({ action: 'code.not-sent', detail: { why: 'prefix' } })
  })
})

describe('a prefix whose texts are hardly ever used', () => {
  const administratorsOf = () => world.db.selectFrom('nightlatch_outbox').select(['user_id', 'data']).where('event', '=', 'texts-stopped').where('organization_id', '=', world.organization.id).execute()

  /** So many texts to numbers of one block, of which the first were used. */
  async function texts(count: number, used: number) {
    for (let n = 0; n < count; n += 1) {
      const { person, holder, browser, give } = await settingUp()
      await give(`+12025550${100 + n}`)
      if (n < used) await world.confirm(holder, person, world.textedCode(person), browser)
    }
  }

  beforeEach(() => setLimits({ user: many, number: many, address: many, prefix: many }))

  it('gets no more, and every administrator is told once', async () => {
    const chief = await world.person({ role: 'administrator', enrolled: ['totp'] })
    await world.person({ enrolled: ['totp'] })
    await texts(20, 1)
    await (await settingUp()).give('+12025550001')
    expect(world.texts).toHaveLength(21) // their codes may still be typed

    world.pass(300)
    await Promise.all([2, 3, 4].map(async (last) => await (await settingUp()).give(`+1202555000${last}`)))
    expect(world.texts).toHaveLength(21)
    const told = await administratorsOf()
    expect(told.map((notice) => notice.user_id)).toEqual([chief.id])
    expect(JSON.parse(told[0]?.data ?? '')).toMatchObject({ numbers: '+1 202 555 ••••', texts: 21, used: 1, address: '' })
    expect(world.warnings).toHaveLength(1)
    expect(JSON.stringify(world.warnings)).not.toContain('5550')

    await (await settingUp()).give('+12025560001')
    expect(world.texts).toHaveLength(22)
  })

  it('goes on where a tenth is used, or where there were few', async () => {
    await texts(20, 2)
    world.pass(300)
    await (await settingUp()).give('+12025550001')
    await world.begin()
    setLimits({ prefix: many })
    await texts(18, 0)
    world.pass(300)
    await (await settingUp()).give('+12025550001')
    expect(world.texts).toHaveLength(19)
    expect(await administratorsOf()).toEqual([])
  })

  it('still texts to its numbers that were proved', async () => {
    await texts(20, 1)
    world.pass(300)
    await (await settingUp()).give('+12025550001')
    expect(world.texts).toHaveLength(20)
    const first = world.texts[0]?.to ?? ''
    const owner = await world.db.selectFrom('nightlatch_authenticator').select('user_id').where('organization_id', '=', world.organization.id).where('method', '=', 'sms').executeTakeFirstOrThrow()
    await world.engine.signIn.begin({ id: owner.user_id, organizationId: world.organization.id }, world.browser(), '/')
    expect(world.texts.at(-1)?.to).toBe(first)
  })
})
