import { describe, expect, it } from 'vitest'
import { type HttpPerson, openHttpPerson } from '../../support/http-person.ts'
import { startTestServer, type TestPerson } from '../../support/test-server.ts'

const APP_STEP_SECONDS = 30
const server = await startTestServer()

/** A browser that Ann trusts, signed out. */
async function trusted(): Promise<{ ann: TestPerson; browser: HttpPerson }> {
  const ann = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
  const browser = openHttpPerson(server)
  await browser.givePassword(ann)
  await browser.submit('/verify', { code: ann.appCode(), trustDevice: 'on' })
  await browser.submit('/sign-out')
  server.clock.advance(APP_STEP_SECONDS)
  return { ann, browser }
}

describe('The page that asks for a code on a device that was trusted', () => {
  it('is left out while nothing has changed', async () => {
    const { ann, browser } = await trusted()
    expect((await browser.givePassword(ann)).title).toContain('Hello, Ann Example')
  })

  it('says that a method was changed, on another device too', async () => {
    const { ann, browser } = await trusted()
    const elsewhere = openHttpPerson(server)
    await elsewhere.signIn(ann)
    const [path = ''] = /\/my-security\/methods\/[^"]+\/remove/.exec((await elsewhere.open('/my-security')).body) ?? []
    await elsewhere.open(path)
    expect((await elsewhere.submit(path)).body).toContain('That way to verify is removed')

    expect((await browser.givePassword(ann)).body).toContain('We ask because the way you verify was changed.')
  })

  it('says that an administrator reset it', async () => {
    const { ann, browser } = await trusted()
    await server.standalone.store.commit(ann.user.organizationId, [{ kind: 'devices.revoke-all', userId: ann.user.id, because: 'reset' }])

    expect((await browser.givePassword(ann)).body).toContain('We ask because an administrator reset your 2-step verification.')
  })

  it('asks somebody else on it, who never verified here', async () => {
    const { browser } = await trusted()
    const ben = await (await server.organization()).person({ name: 'Ben Example', enrolled: ['totp'] })

    expect((await browser.givePassword(ben)).body).toContain('We ask because you haven&#39;t verified on this device before.')
  })
})
