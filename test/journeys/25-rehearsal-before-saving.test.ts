import { describe, expect, it } from 'vitest'
import { arriveAt, press, read, wordsOf } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { everyRunBrowsers, LONG, openAdministration, openAdministrator } from '../web/admin/administration-steps.ts'

const server = await startTestServer()

describe.each(everyRunBrowsers)('Before it is saved, on $on', LONG, (browser) => {
  it('the page names who would be stopped, and going back saves nothing and keeps what was entered', async () => {
    const harbour = await server.organization()
    await harbour.person({ name: 'Lena Hartmann' })
    await harbour.person({ name: 'Yusuf Demir' })
    const { page } = await openAdministrator(server, harbour, browser)
    await openAdministration(page)
    await page.getByLabel('Require it for everybody').check()
    await page.getByLabel('Grace period in days').fill('0')
    await press(page, 'Save changes')
    await arriveAt(page, 'Check before you save')
    const words = await wordsOf(page)
    expect(words).toContain('2-step verification: required of everybody instead of optional')
    expect(words).toContain('2 people would be stopped')
    expect(words).toContain('Lena Hartmann')
    expect(words).toContain('Yusuf Demir')

    await press(page, 'Go back and edit')
    expect(await page.getByLabel('Grace period in days').inputValue()).toBe('0')
    expect(await wordsOf(page)).toContain('Status Optional')
    await page.getByLabel('Grace period in days').fill('14')
    await press(page, 'Save changes')
    await read(page, 'Nobody would be stopped')
  })

  it('an administrator without backup codes makes new ones first, and comes back', async () => {
    const harbour = await server.organization()
    const { page, person } = await openAdministrator(server, harbour, browser)
    await server.standalone.store.commit(harbour.id, [{ kind: 'backup-codes.remove', userId: person.user.id }])
    await openAdministration(page)
    await read(page, "You can't save yet")
    await press(page, 'Make new backup codes')
    await press(page, 'Make new codes')
    await press(page, 'I have saved them')
    await arriveAt(page, '2-Step Verification')
    expect(await wordsOf(page)).not.toContain("You can't save yet")
  })

  it('an administrator who would lock themself out is told so', async () => {
    const { page } = await openAdministrator(server, await server.organization(), browser)
    await openAdministration(page)
    await page.getByLabel('Mobile authenticator').uncheck()
    await press(page, 'Save changes')
    await read(page, 'You verify in a way that these rules do not allow')
    expect(await page.getByLabel('Mobile authenticator').isChecked()).toBe(false)
  })
})
