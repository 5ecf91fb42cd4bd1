import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { startTestServer } from '../support/test-server.ts'

const server = await startTestServer()

describe.each([true, false])('Signing in with a code from an app (JavaScript on: %s)', (javaScript) => {
  it('asks for the code after the password, and lets the person in with it', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext({ javaScript })

    await page.goto(server.url)
    await page.getByLabel('User name or e-mail').fill(ann.userName)
    await page.getByLabel('Password', { exact: true }).fill(ann.password)
    await page.getByRole('button', { name: 'Sign in' }).click()

    await expect.poll(() => page.title()).toContain("Verify it's you")
    await page.getByLabel('6-digit code from your app').fill(ann.appCode())
    await page.getByRole('button', { name: 'Verify' }).click()

    await expect.poll(() => page.title()).toContain('Hello, Ann Example')
    expect(new URL(page.url()).pathname).toBe('/')
  })
})
