import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, givePassword, holdsSession, press, saidBesideField, signOut, wordsOf } from '../support/journey.ts'
import { itOf } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'

const server = await startTestServer()

describe.each([true, false])('Signing in with a password (JavaScript on: %s)', (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it('lets somebody in by their user name', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })

    await givePassword(page, server, ann)

    await arriveAt(page, 'Hello, Ann Example')
    expect(new URL(page.url()).pathname).toBe('/')
  })

  further('says the same of a wrong password and of an unknown name, and keeps what was typed but the password', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })

    await givePassword(page, server, { ...ann, password: 'not-my-password' })
    await arriveAt(page, 'Sign in')
    const wrongPassword = await wordsOf(page)
    expect(wrongPassword).toContain("That user name and password don't match. Check both and try again.")
    expect(await page.getByLabel('User name or e-mail').inputValue()).toBe(ann.userName)
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')

    await givePassword(page, server, { ...ann, userName: 'nobody-of-that-name' })
    expect(await wordsOf(page)).toBe(wrongPassword)
    expect(await holdsSession(page)).toBe(false)
  })

  further('lets somebody out again, and nobody back in from there', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await givePassword(page, server, ann)
    await arriveAt(page, 'Hello, Ann Example')

    await signOut(page)
    expect(await wordsOf(page)).toContain("You're signed out.")

    await page.goto(server.url)
    await arriveAt(page, 'Sign in')
    await page.goBack()
    await arriveAt(page, 'Sign in')
  })
})

describe('The sign-in page', () => {
  it('lets somebody in by their e-mail, however its letters are typed', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext()

    await givePassword(page, server, { ...ann, userName: `  ${ann.email?.toUpperCase()} ` })

    await arriveAt(page, 'Hello, Ann Example')
    expect(await holdsSession(page)).toBe(true)
  })

  it('names the field that was left empty', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext()

    await givePassword(page, server, { ...ann, password: '' })
    expect(await saidBesideField(page)).toBe('Enter your password.')
    expect(await page.getByLabel('Password', { exact: true }).evaluate((field) => field === document.activeElement)).toBe(true)

    await givePassword(page, server, { ...ann, userName: '' })
    expect(await saidBesideField(page)).toBe('Enter your user name or e-mail.')
  })

  it('shows somebody who is signed in no sign-in page', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext()
    await givePassword(page, server, ann)
    await arriveAt(page, 'Hello, Ann Example')

    await page.goto(`${server.url}/sign-in`)

    await arriveAt(page, 'Hello, Ann Example')
    expect(new URL(page.url()).pathname).toBe('/')
  })
})

describe('The password field', () => {
  it('shows what was typed when asked to, and hides it when it is sent', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext()
    await page.goto(server.url)
    const field = page.getByLabel('Password', { exact: true })
    await page.getByLabel('User name or e-mail').fill(ann.userName)
    await field.fill(ann.password)

    await page.getByRole('button', { name: 'Show' }).click()
    expect(await field.getAttribute('type')).toBe('text')
    await page.getByRole('button', { name: 'Hide' }).click()
    expect(await field.getAttribute('type')).toBe('password')

    await press(page, 'Sign in')
    await arriveAt(page, 'Hello, Ann Example')
  })
})
