import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, givePassword, named, press, read } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { everyRunBrowsers, LONG, namesOf, openAdministrator, openPeople, openPerson } from '../web/admin/administration-steps.ts'
import { linkInMail, subjectsFor } from './mailbox-steps.ts'

const server = await startTestServer()

describe.each(everyRunBrowsers)('People of an organization, on $on', LONG, (browser) => {
  it('are added, are sent another link, choose their password themselves, change roles, leave and come back', async () => {
    const harbour = await server.organization()
    const { page } = await openAdministrator(server, harbour, browser)
    await openPeople(page)
    await press(page, 'Add a person')
    await arriveAt(page, 'Add a person')
    const userName = `nora-${harbour.id.slice(-8)}`
    const nora = { name: 'Nora Eriksen', userName, email: `${userName}@example.org`, password: 'seven-lanterns-harbour' }
    await page.getByLabel('Name', { exact: true }).fill(nora.name)
    await page.getByLabel('E-mail').fill('nora')
    await page.getByLabel('User name').fill(nora.userName)
    await page.getByLabel('Staff', { exact: true }).check()
    await press(page, 'Add this person')
    await read(page, 'Enter an e-mail address')
    await page.getByLabel('E-mail').fill(nora.email)
    await press(page, 'Add this person')
    await read(page, `A link to choose a password is on its way to ${nora.email}.`)
    await press(page, 'Make a new link to choose a password')
    await arriveAt(page, 'Make a new link for Nora Eriksen?')
    await press(page, 'Make the link')
    await read(page, 'The link is on its way.')
    await expect.poll(() => subjectsFor(server, nora)).toHaveLength(2)

    const hers = await openContext({ viewport: browser.viewport })
    await hers.page.goto(await linkInMail(server, nora, 'Your Harbour Ledger account', 'Choose your password'))
    await hers.page.getByLabel('New password').fill(nora.password)
    await press(hers.page, 'Set new password')
    await givePassword(hers.page, server, nora)
    await arriveAt(hers.page, 'Hello, Nora Eriksen')

    await openPerson(page, nora.name)
    await press(page, 'Change roles')
    await arriveAt(page, 'Roles of Nora Eriksen')
    await page.getByLabel('Payments administrator', { exact: true }).check()
    await press(page, 'Save changes')
    await read(page, 'The roles are changed')
    await hers.page.reload()
    await arriveAt(hers.page, 'Set up 2-step verification')

    await press(page, 'Deactivate the account')
    await press(page, 'Deactivate')
    await read(page, 'The account is deactivated, and they are signed out everywhere.')
    await givePassword(hers.page, server, nora)
    await arriveAt(hers.page, 'Sign in')

    await openPeople(page)
    await page.getByLabel('Status', { exact: true }).selectOption('Deactivated')
    await press(page, 'Show')
    await press(page, nora.name)
    await press(page, 'Reactivate the account')
    await press(page, 'Reactivate')
    await read(page, 'The account works again.')
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    expect((await server.standalone.store.findPerson(harbour.id, id))?.user).toMatchObject({ userName, deactivatedAt: null, roles: [{ id: 'payments-administrator' }, { id: 'staff' }] })
  })

  it('are imported from a file: every bad line is named, then all of them or nobody', async () => {
    const harbour = await server.organization()
    const lena = await harbour.person({ name: 'Lena Hartmann' })
    const { page } = await openAdministrator(server, harbour, browser)
    await openPeople(page)
    await press(page, 'Import from a file')
    const file = (text: string) => ({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    const id = harbour.id.slice(-8)
    await page.getByLabel('File').setInputFiles(file(`Name;User name;E-mail;Roles\nAnn Example;ann-${id};ann-${id}@example.org;Staff\nBen;${lena.userName};ben-${id}@example.org;Skipper\n`))
    await press(page, 'Check it')
    await arriveAt(page, "1 line can't be imported")
    await read(page, 'The user name belongs to somebody on this server already. There is no role called Skipper.')

    await press(page, 'Check another file')
    await page.getByLabel('File').setInputFiles(file(`\uFEFFAnn Example,ann-${id},ann-${id}@example.org,Staff\r\nBen Example,ben-${id},ben-${id}@example.org,"Staff; Payments administrator"\r\n`))
    await press(page, 'Check it')
    await arriveAt(page, 'Import 2 people?')
    await press(page, 'Import 2 people')
    await read(page, '2 people are imported.')
    await named(page, 'Ben Example').waitFor()
    const theirs = await openContext()
    await theirs.page.goto(await linkInMail(server, { email: `ben-${id}@example.org` }, 'Your Harbour Ledger account', 'Choose your password'))
    await arriveAt(theirs.page, 'Choose a new password')
    expect(await namesOf(page)).toEqual(['Amara Okafor', 'Ann Example', 'Ben Example', 'Lena Hartmann'])
  })
})
