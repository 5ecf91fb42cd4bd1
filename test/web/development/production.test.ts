import { describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { generateKey, parseKeyring } from '../../../src/crypto/keyring.ts'
import { createLog } from '../../../src/log.ts'
import { createSampleOrganization } from '../../../src/sample-organization.ts'
import { createStandalone } from '../../../src/standalone.ts'
import { routes } from '../../../src/web/routes.ts'
import { cheapHashing } from '../../support/test-server.ts'
import { openTestDatabase } from '../../support/test-databases.ts'

const PUBLIC_URL = 'https://ledger.example'
const client = { address: '192.0.2.1', agent: 'Firefox on Linux' }

async function aProductionServer(environment: Readonly<Record<string, string>> = {}) {
  const { url, remove } = await openTestDatabase('sqlite')
  onTestFinished(remove)
  const standalone = await createStandalone({
    config: { ...readConfig({ DATABASE_URL: url, ...environment }), PUBLIC_URL },
    keyring: parseKeyring(generateKey('test')),
    environment,
    log: createLog('fatal'),
    isDevelopment: false,
    hashing: cheapHashing,
  })
  onTestFinished(() => standalone.close())
  const send = async (path: string, init: RequestInit = {}) => await standalone.web(new Request(PUBLIC_URL + path, init), client)
  return { standalone, send }
}

const developmentPaths = Object.values(routes)
  .map(({ path }) => path)
  .filter((path) => path.startsWith('/development'))

describe('in production', () => {
  it('a database with the sample people is refused', async () => {
    const { url, remove } = await openTestDatabase('sqlite')
    onTestFinished(remove)
    const facts = { config: { ...readConfig({ DATABASE_URL: url }), PUBLIC_URL }, keyring: parseKeyring(generateKey('test')), environment: {}, log: createLog('fatal'), hashing: cheapHashing }
    const development = await createStandalone({ ...facts, isDevelopment: true })
    await createSampleOrganization(development)
    await development.close()

    await expect(createStandalone({ ...facts, isDevelopment: false })).rejects.toThrow(/^DATABASE_URL names a database that npm start filled/)
  })

  it('a database has to be named', async () => {
    const facts = { config: { ...readConfig({}), PUBLIC_URL }, keyring: parseKeyring(generateKey('test')), environment: {}, log: createLog('fatal') }
    await expect(createStandalone({ ...facts, isDevelopment: false })).rejects.toThrow(/^DATABASE_URL is missing/)
  })

  it.each([...developmentPaths, '/development/files/styles.css', '/development/files/live.js', '/development'])('there is no %s', async (path) => {
    const { send } = await aProductionServer()
    expect((await send(path)).status).toBe(404)
  })

  it('no page speaks of the phone or the mailbox', async () => {
    const { send } = await aProductionServer()
    expect(await (await send('/sign-in')).text()).not.toContain('/development')
  })

  it('the provider "development" is refused when the server starts', async () => {
    await expect(aProductionServer({ SMS_PROVIDERS: 'development' })).rejects.toThrow(/development server; name a real one/)
  })

  it('without e-mail, a forgotten password is a matter for the administrator, and nothing is asked', async () => {
    const { send, standalone } = await aProductionServer()
    const page = await send('/forgot-password')
    const html = await page.text()
    expect(html).toContain('Ask your administrator')
    expect(html).not.toContain('name="identifier"')

    const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const signIn = await (await send('/sign-in', { headers: { cookie } })).text()
    const formToken = /name="formToken" value="([^"]*)"/.exec(signIn)?.[1] ?? ''
    const answer = await send('/forgot-password', {
      method: 'POST',
      headers: { origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin', cookie },
      body: new URLSearchParams({ formToken, identifier: 'ann' }),
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Ask your administrator')
    expect(await standalone.store.claimDue(standalone.ports.clock(), 10)).toEqual([])
  })
})
