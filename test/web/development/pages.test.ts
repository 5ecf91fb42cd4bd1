import { describe, expect, it } from 'vitest'
import { openContext } from '../../support/browser.ts'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'

const server = await startTestServer()
const inbox = server.standalone.inbox!
const text = (to: string, code: string) => inbox.addText({ to, body: `${code} is your Harbour Ledger code.\n\n@localhost #${code}` })

function mail(html: string) {
  inbox.addEmail({ to: 'ann@example.org', subject: 'A <b>subject</b>', text: `See ${server.url}/sign-in now`, html })
  return `/development/mailbox/${inbox.emails()[0]?.id}`
}

describe('the development phone', () => {
  it('says that it is quiet before the first text', async () => {
    expect((await openHttpPerson(server).get('/development/phone')).body).toContain('No texts yet')
  })

  it('is one phone a number, the one that buzzed last first, with its newest text last', async () => {
    text('+447400123001', '111111')
    text('+447400123002', '222222')
    text('+447400123002', '333333')
    const { body } = await openHttpPerson(server).get('/development/phone')
    expect([...body.matchAll(/data-number="([^"]*)"/g)].map(([, number]) => number)).toEqual(['+447400123002', '+447400123001'])
    expect([...body.matchAll(/@localhost #(\d+)/g)].map(([, code]) => code)).toEqual(['222222', '333333', '111111'])
  })

  it('shows a text as it is, whatever it holds', async () => {
    inbox.addText({ to: '+447400123003', body: '<script>alert(1)</script>' })
    expect((await openHttpPerson(server).get('/development/phone')).body).not.toContain('<script>alert')
  })

  it('buzzes by itself where scripts run, and stays still while nothing arrives', async () => {
    const { page } = await openContext()
    await page.goto(`${server.url}/development/phone`)
    let loads = 0
    page.on('load', () => (loads += 1))
    await page.waitForResponse((response) => response.request().resourceType() === 'fetch')
    expect(loads).toBe(0)
    text('+447400123001', '987654')
    await page.getByRole('button', { name: 'Copy 987654' }).waitFor()
    expect(loads).toBe(1)
  })

  it('has a link to look again where none run', async () => {
    const { page } = await openContext({ javaScript: false })
    await page.goto(`${server.url}/development/phone`)
    text('+447400123001', '424242')
    await page.getByRole('link', { name: 'Look for new ones' }).click()
    await expect.poll(() => page.getByRole('log').first().innerText()).toContain('424242 is your Harbour Ledger code')
  })
})

describe('the development mailbox', () => {
  it('lists e-mails, newest first, each with its own page', async () => {
    mail('<p>One</p>')
    inbox.addEmail({ to: 'bob@example.org', subject: 'Newer', text: 'x', html: 'x' })
    const { body } = await openHttpPerson(server).get('/development/mailbox')
    expect(body.indexOf('Newer')).toBeLessThan(body.indexOf('A &lt;b&gt;subject'))
    for (const { id } of inbox.emails()) expect(body).toContain(`href="/development/mailbox/${id}"`)
  })

  it('has no page for an e-mail that never came', async () => {
    expect((await openHttpPerson(server).get('/development/mailbox/none')).status).toBe(404)
  })

  it('shows an e-mail with its own style, and its scripts and forms do nothing', async () => {
    const path = mail(`<p style="color: rgb(200, 0, 0)">Red</p><script>top.location = '/evil'</script><img src="http://localhost:9/pixel.gif">`)
    const { page } = await openContext()
    const blocked: string[] = []
    page.on('requestfailed', (request) => blocked.push(`${request.url()} ${request.failure()?.errorText}`))
    await page.goto(server.url + path)
    const red = page.frameLocator('iframe').getByText('Red')
    expect(await red.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(200, 0, 0)')
    expect(new URL(page.url()).pathname).toBe(path)
    expect(blocked).toEqual(['http://localhost:9/pixel.gif csp'])
  })

  it.each([true, false])('follows the links of an e-mail when pressed (scripts: %s)', async (javaScript) => {
    const path = mail(`<p><a href="${server.url}/sign-in">Press me</a></p>`)
    const { page } = await openContext({ javaScript })
    await page.goto(server.url + path)
    await page.frameLocator('iframe').getByRole('link', { name: 'Press me' }).click()
    await expect.poll(() => page.url()).toBe(`${server.url}/sign-in`)
    await page.goto(server.url + path)
    await page.getByRole('link', { name: `${server.url}/sign-in` }).click()
    await expect.poll(() => page.url()).toBe(`${server.url}/sign-in`)
  })
})

it('only the page with an e-mail allows inline styles, and no page allows inline scripts', async () => {
  const browser = openHttpPerson(server)
  const policyOf = async (path: string) => (await browser.get(path)).headers.get('content-security-policy') ?? ''
  expect(await policyOf(mail('x'))).toContain("style-src 'self' 'unsafe-inline'")
  for (const path of ['/sign-in', '/development/phone', '/development/mailbox']) expect(await policyOf(path)).not.toContain('unsafe-inline')
  expect(await policyOf(mail('x'))).toContain("script-src 'self';")
})
