import { describe, expect, it } from 'vitest'
import { routes } from '../../src/web/routes.ts'
import { APP_STEP_SECONDS, arriveAt, enterCode, givePassword, press, read, readTextedCode, signIn } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { givenTexts } from '../web/admin/texts-given.ts'
import { faultsOf, openToLook, seen } from './looking.ts'
import { linkInMail } from './mailbox-steps.ts'
import { chooseApp, codeOf, ENABLE, givePhone, goToChoice, LONG, scanQr } from './set-up-steps.ts'

/** They answer with another page, or with no page at all. Every other route is looked at below. */
const withoutPage: string[] = [
  routes.signOut,
  routes.setUpPostpone,
  routes.setUpEmailSend,
  routes.setUpPhoneResend,
  routes.verifyResend,
  routes.verifySomebodyElse,
  routes.stepUpSend,
  routes.backupCodesSaved,
  routes.revokeDevice,
  routes.endSession,
  routes.endOtherSessions,
  routes.peopleCsv,
  routes.smsReceipts,
  routes.endExemption,
  routes.retryUndelivered,
  routes.importSample,
  routes.auditLogCsv,
  routes.developmentFile,
].map(({ path }) => path)

const server = await startTestServer()

// The first needs a server without users, and the last looks back on all others.
describe('Nobody is kept out: axe finds nothing, and nothing is wider than the screen', LONG, () => {
  it('on the page of a new server\'s first administrator', async () => {
    const { page } = await openToLook()
    const token = await server.standalone.accounts.mintFirstAdministratorLink()
    await page.goto(`${server.url}/first-administrator?token=${token}`)
    await arriveAt(page, 'Welcome')
    expect(await faultsOf(page)).toEqual([])

    await page.getByLabel('User name').fill('ann@elsewhere')
    await page.locator('form.stack').evaluate((form: HTMLFormElement) => {
      form.noValidate = true
    })
    await press(page, 'Create the organization')
    expect(await faultsOf(page)).toEqual([])

    await page.goto(`${server.url}/first-administrator?token=x`)
    await arriveAt(page, 'This link no longer works')
    expect(await faultsOf(page)).toEqual([])
  })

  it('on the pages of the development server', async () => {
    const { page } = await openToLook()
    for (const path of ['/development/phone', '/development/mailbox']) {
      await page.goto(server.url + path)
      expect(await faultsOf(page)).toEqual([])
    }

    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    await givePassword(page, server, ann)
    await enterCode(page, await readTextedCode(server, ann))
    await page.goto(`${server.url}/my-security/turn-off`)
    await press(page, 'Turn it off')
    const link = await linkInMail(server, ann, '2-step verification was turned off for your Harbour Ledger account', "It wasn't me")
    expect(link).toContain(`${server.url}/not-me?token=`)
    for (const path of ['/development/phone', '/development/mailbox']) {
      await page.goto(server.url + path)
      expect(await faultsOf(page)).toEqual([])
    }
    await page.getByRole('link').filter({ hasText: '2-step verification was turned off' }).click()
    await page.locator('iframe').waitFor()
    expect(await faultsOf(page)).toEqual([])

    const html = (await page.locator('iframe').getAttribute('srcdoc')) ?? ''
    await page.goto(link)
    await arriveAt(page, "Wasn't this you?")
    expect(await faultsOf(page)).toEqual([])
    await press(page, "It wasn't me: lock my account")
    await arriveAt(page, 'Your account is locked')
    expect(await faultsOf(page)).toEqual([])
    await page.goto(link)
    await arriveAt(page, 'This link no longer works')
    expect(await faultsOf(page)).toEqual([])
    // Not on a page of ours: its policy would take the letter's own styles away.
    await page.goto('about:blank')
    await page.setContent(html)
    expect((await faultsOf(page)).filter((fault) => !/ (landmark-one-main|page-has-heading-one|region) /.test(fault))).toEqual([])
  })

  it('on the pages of somebody who is not signed in', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openToLook()
    await givePassword(page, server, { ...ann, password: '' })
    expect(await faultsOf(page)).toEqual([])
    await givePassword(page, server, { ...ann, password: 'not-my-password' })
    expect(await faultsOf(page)).toEqual([])
    await page.goto(`${server.url}/no-such-page`)
    await arriveAt(page, "This page isn't here")
    expect(await faultsOf(page)).toEqual([])

    await page.goto(`${server.url}/forgot-password`)
    expect(await faultsOf(page)).toEqual([])
    await page.getByLabel('User name or e-mail').fill(ann.userName)
    await press(page, 'Send the link')
    expect(await faultsOf(page)).toEqual([])
    await page.goto(await linkInMail(server, ann, 'Set a new password for Harbour Ledger', 'Set a new password'))
    expect(await faultsOf(page)).toEqual([])
    await page.getByLabel('New password').fill('short')
    await press(page, 'Set new password')
    expect(await faultsOf(page)).toEqual([])
    await page.goto(`${server.url}/reset-password?token=x`)
    await arriveAt(page, 'This link no longer works')
    expect(await faultsOf(page)).toEqual([])
  })

  it('on the pages between the password and the session', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
    const { page } = await openToLook()
    await givePassword(page, server, ann)
    expect(await faultsOf(page)).toEqual([])
    await enterCode(page, ann.appCode(3600))
    expect(await faultsOf(page)).toEqual([])
    await press(page, 'Try another way')
    expect(await faultsOf(page)).toEqual([])
    await press(page, 'Use Text Message')
    await page.getByLabel('6-digit code from the text message').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await enterCode(page, ann.backupCodes[0] ?? '')
    await arriveAt(page, 'You used a backup code')
    expect(await faultsOf(page)).toEqual([])
  })

  it('on the pages of set-up by app', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 7, confirmSetUpByEmail: 'everybody' })).person()
    const { page } = await openToLook()
    await givePassword(page, server, ann)
    await arriveAt(page, 'Set up 2-step verification')
    expect(await faultsOf(page)).toEqual([])
    await press(page, 'Enable two-step verification')
    await arriveAt(page, 'Confirm that it is you')
    expect(await faultsOf(page)).toEqual([])
    await press(page, 'Send me the code')
    await page.getByLabel('6-digit code from the e-mail').waitFor()
    expect(await faultsOf(page)).toEqual([])
    const letter = server.standalone.inbox?.emails().find(({ to }) => to === ann.email)
    await enterCode(page, /\b\d{6}\b/.exec(letter?.text ?? '')?.[0] ?? '', 'Continue')

    await page.goto(`${server.url}/set-up/benefits`)
    await arriveAt(page, 'Keep your account yours')
    expect(await faultsOf(page)).toEqual([])
    await press(page, 'Get Started')
    await arriveAt(page, 'Choose how to get your codes')
    expect(await faultsOf(page)).toEqual([])
    await chooseApp(page)
    const app = await scanQr(page)
    await page.getByText("Can't scan it?").click()
    expect(await faultsOf(page)).toEqual([])
    await enterCode(page, '12', ENABLE)
    await arriveAt(page, 'Enter the code from your app')
    expect(await faultsOf(page)).toEqual([])
    await page.goto(`${server.url}/set-up/app`)
    expect(await faultsOf(page)).toEqual([])
    await enterCode(page, codeOf(app, server), ENABLE)
    await arriveAt(page, 'Save your backup codes')
    expect(await faultsOf(page)).toEqual([])
  })

  it('on the pages of set-up by text', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })).person()
    const { page } = await openToLook()
    await goToChoice(page, server, ann)
    await press(page, 'Use Text Message')
    expect(await faultsOf(page)).toEqual([])
    await givePhone(page, '020 7946 0018')
    expect(await faultsOf(page)).toEqual([])
    await givePhone(page, ann.phone)
    await arriveAt(page, 'Enter the code we texted')
    expect(await faultsOf(page)).toEqual([])
    await page.goto(`${server.url}/set-up/phone/confirm`)
    expect(await faultsOf(page)).toEqual([])
    for (let tries = 0; tries < 5; tries++) await enterCode(page, '12 34', ENABLE)
    expect(await faultsOf(page)).toEqual([])
  })

  it('on the pages of somebody without 2-step verification', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openToLook()
    await signIn(page, server, ann)
    expect(await faultsOf(page)).toEqual([])
    for (const path of ['/my-security', '/my-security/devices', '/my-security/password', '/step-up']) {
      await page.goto(server.url + path)
      expect(await faultsOf(page)).toEqual([])
    }
    await page.getByLabel('Password', { exact: true }).fill('not-my-password')
    await press(page, 'Continue')
    await read(page, "That password isn't right.")
    expect(await faultsOf(page)).toEqual([])
  })

  it('on the settings of somebody with 2-step verification', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
    const { page } = await openToLook()
    await signIn(page, server, ann, { trustDevice: true })
    for (const path of [
      '/', '/my-security', '/my-security/devices', '/my-security/devices/revoke-all', '/my-security/activity', '/my-security/sessions',
      '/my-security/turn-off', '/my-security/backup-codes', '/my-security/backup-codes/reminder?used=1',
    ]) {
      await page.goto(server.url + path)
      expect(await faultsOf(page)).toEqual([])
    }
    await page.locator('summary[aria-label="Settings"]').click()
    expect(await faultsOf(page)).toEqual([])
    await page.goto(`${server.url}/my-security/password`)
    await page.getByLabel('Current password').fill('not-my-password')
    await page.getByLabel('New password').fill('short')
    await press(page, 'Change password')
    expect(await faultsOf(page)).toEqual([])
    await page.goto(`${server.url}/my-security`)
    await press(page, 'Remove Text message')
    await arriveAt(page, 'Remove text message?')
    expect(await faultsOf(page)).toEqual([])
    await page.goto(`${server.url}/my-security/backup-codes`)
    await press(page, 'Make new codes')
    await arriveAt(page, 'Save your backup codes')
    expect(await faultsOf(page)).toEqual([])
    await page.goto(`${server.url}/my-security/backup-codes/reminder`)
    await arriveAt(page, 'Did you save your backup codes?')
    expect(await faultsOf(page)).toEqual([])
  })

  it('on the pages that ask for a fresh code', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
    const { page } = await openToLook()
    await signIn(page, server, ann)
    server.clock.advance(5 * 60 + APP_STEP_SECONDS)
    await page.goto(`${server.url}/step-up`)
    expect(await faultsOf(page)).toEqual([])
    await enterCode(page, ann.appCode(3600), 'Continue')
    expect(await faultsOf(page)).toEqual([])
    await press(page, 'Try another way')
    expect(await faultsOf(page)).toEqual([])
    await press(page, 'Use Text Message')
    expect(await faultsOf(page)).toEqual([])
  })

  it('on the pages of an administrator', async () => {
    const harbour = await server.organization()
    const newcomer = await harbour.person({ role: 'administrator' })
    const amara = await harbour.person({ name: 'Amara Okafor', role: 'administrator', enrolled: ['totp'] })
    await harbour.person({ name: 'Tom Whitfield' })
    const theirs = await openToLook()
    await signIn(theirs.page, server, newcomer)
    await theirs.page.goto(`${server.url}/admin/set-up-first`)
    expect(await faultsOf(theirs.page)).toEqual([])

    const stop = await givenTexts(server, amara)
    const { page } = await openToLook()
    await signIn(page, server, amara)
    for (const path of [
      routes.twoStep.path,
      `${routes.twoStepChanges.path}?basedOn=1&required=on&graceDays=0&totp=on&trustDays=14&confirmSetUpByEmail=everybody`,
      routes.twoStepHistory.path,
      routes.requiredRoles.path,
      `${routes.requiredRole.path}?role=staff&required=yes`,
      routes.people.path,
      `${routes.people.path}?search=zzz`,
      routes.remindPeople.path,
      routes.texts.path,
      routes.liftTextStop.path.replace(':id', stop.id),
      routes.undelivered.path,
      routes.auditLog.path,
      `${routes.auditLog.path}?kind=failed&person=zzz`,
    ]) {
      await page.goto(server.url + path)
      expect(await faultsOf(page)).toEqual([])
    }
  })

  it('on the pages that add people and change their accounts', async () => {
    const harbour = await server.organization()
    const amara = await harbour.person({ name: 'Amara Okafor', role: 'administrator', enrolled: ['totp'] })
    const tom = await harbour.person({ name: 'Tom Whitfield' })
    const { page } = await openToLook()
    await signIn(page, server, amara)
    for (const { path } of [routes.addUser, routes.changeRoles, routes.deactivatePerson, routes.reactivatePerson, routes.invitePerson, routes.importUsers]) {
      await page.goto(server.url + path.replace(':id', tom.user.id))
      expect(await faultsOf(page)).toEqual([])
    }
    await page.getByLabel('Or paste the lines').fill(`Eve Example,eve,${tom.email},Skipper`)
    await press(page, 'Check it')
    await arriveAt(page, "1 line can't be imported")
    expect(await faultsOf(page)).toEqual([])
    await press(page, 'Check another file')
    await page.getByLabel('Or paste the lines').fill('Eve Example,eve,eve@example.org,Staff')
    await press(page, 'Check it')
    await arriveAt(page, 'Import 1 person?')
    expect(await faultsOf(page)).toEqual([])

    await page.goto(server.url + routes.addUser.path)
    await page.getByLabel('E-mail').fill('nobody')
    await press(page, 'Add this person')
    expect(await faultsOf(page)).toEqual([])
  })

  it('on the pages about one person', async () => {
    const harbour = await server.organization()
    const amara = await harbour.person({ name: 'Amara Okafor', role: 'administrator', enrolled: ['totp'] })
    const tom = await harbour.person({ name: 'Tom Whitfield', enrolled: ['sms'] })
    const lena = await harbour.person({ name: 'Lena Hartmann' })
    const { page } = await openToLook()
    await signIn(page, server, amara)
    const ofTom = routes.person.path.replace(':id', tom.user.id)
    for (const path of [
      ofTom,
      `${ofTom}/reset`,
      `${ofTom}/recovery-pass`,
      `${ofTom}/unlock`,
      `${ofTom}/revoke-devices`,
      `${ofTom}/sign-out`,
      routes.exemptPerson.path.replace(':id', lena.user.id),
    ]) {
      await page.goto(server.url + path)
      expect(await faultsOf(page)).toEqual([])
    }
  })

  it('and what is wrong is found', async () => {
    const { page } = await openToLook()
    await page.goto('about:blank')
    await page.setContent('<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1><img src="x"><p style="width: 2000px; color: #bbb">Pale</p></main>')
    const faults = (await faultsOf(page)).join('\n')
    for (const fault of ['image-alt', 'color-contrast', 'pixels too wide']) expect(faults).toContain(fault)
  })

  it('and every page there is was looked at', async () => {
    const pages = Object.values(routes).map(({ path }) => path as string)
    expect(pages.filter((path) => !seen.has(path) && !withoutPage.includes(path))).toEqual([])
    expect(withoutPage.filter((path) => seen.has(path))).toEqual([])

    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openToLook()
    await signIn(page, server, ann)
    for (const path of withoutPage.filter((path) => path !== routes.developmentFile.path && !path.startsWith('/admin/'))) {
      const answer = await page.context().request.get(server.url + path.replace(':id', ann.user.id), { maxRedirects: 0 })
      expect([path, answer.status()]).toEqual([path, 404])
    }
  })
})
