import { describe, expect, it } from 'vitest'
import type { Policy } from '../../../src/engine/model.ts'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'
import { secretIn } from './setting-up.ts'

const server = await startTestServer()

async function arrive(policy: Partial<Policy> = {}) {
  const organization = await server.organization({ requiredSince: server.clock.now(), graceDays: 0, ...policy })
  const browser = openHttpPerson(server)
  await browser.givePassword(await organization.person())
  return { organization, browser, page: await browser.open('/set-up/choose') }
}

describe('choosing a way to verify', () => {
  it('offers the app first, and recommends it', async () => {
    const { page } = await arrive()
    expect(page.body.indexOf('Use Mobile Authenticator')).toBeLessThan(page.body.indexOf('Use Text Message'))
    expect(page.body).toContain('Recommended')
  })

  it('offers only what the organization allows, and says so', async () => {
    const { page } = await arrive({ allowedMethods: ['sms'] })
    expect(page.body).not.toContain('Use Mobile Authenticator')
    expect(page.body).toContain('Your organization allows this way only')
  })

  it('says that texts are not to be had where nobody sends them', async () => {
    const { channels } = server.standalone.ports
    const working = channels.sms
    delete channels.sms
    try {
      const { page } = await arrive()
      expect(page.body).not.toContain('Use Text Message')
      expect(page.body).toContain('Text messages can&#39;t be sent from here')
    } finally {
      if (working !== undefined) channels.sms = working
    }
  })

  it('says what to do when there is no way at all', async () => {
    const { page } = await arrive({ allowedMethods: [] })
    expect(page.title).toContain('be set up just now')
    expect(page.body).toContain('Tell your administrator')
  })

  it.each([
    ['/set-up/app', {}],
    ['/set-up/phone', { country: 'GB', phone: '07400 123456' }],
    ['/set-up/choose', { method: 'totp' }],
  ])('drafts nothing at %s once its way is no longer allowed', async (path, fields) => {
    const { browser, organization } = await arrive()
    await organization.setPolicy({ allowedMethods: path === '/set-up/phone' ? ['totp'] : ['sms'] })
    const page = await browser.submit(path, fields)
    expect(secretIn(page)).toBeNull()
    expect(page.body).toContain('That way to verify is no longer available')
  })

  it('takes no other method than the two', async () => {
    const { browser } = await arrive()
    expect((await browser.post('/set-up/choose', { method: 'email' })).status).toBe(400)
    expect((await browser.post('/set-up/choose')).status).toBe(400)
  })
})
