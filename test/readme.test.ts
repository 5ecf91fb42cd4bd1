import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { parse } from 'hono/utils/cookie'
import { afterAll, describe, expect, it } from 'vitest'
import { builtInRoles } from '../src/accounts/roles.ts'
import { generateKey, type Host, type HostUser, type Organization } from '../src/index.ts'
import { openHttpPerson } from './support/http-person.ts'
import { readmeApplication } from './support/readme-application.ts'
import { freePort } from './support/free-port.ts'
import { openTestDatabase } from './support/test-databases.ts'
import { codeOf, secretIn } from './web/enroll/setting-up.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const linesOf = (text: string) => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')

/** The TypeScript that a document shows, without what it imports. */
function shownIn(document: string): string[] {
  const blocks = [...read(document).matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = '']) => code)
  return blocks.flatMap(linesOf).filter((line) => !line.startsWith('import '))
}

describe('The TypeScript of the documents', () => {
  it.each([
    ['README.md', 'test/support/readme-application.ts'],
    ['docs/sms.md', 'test/support/documented-provider.ts'],
  ])('in %s is what the compiler is given in %s, line by line', (document, file) => {
    const written = linesOf(read(file))
    let at = -1
    const missing = shownIn(document).filter((line) => {
      const found = written.indexOf(line, at + 1)
      if (found !== -1) at = found
      return found === -1
    })
    expect(missing).toEqual([])
    expect(at).toBeGreaterThan(0)
  })

  it('is imported by the name of the package', () => {
    const { name, exports } = JSON.parse(read('package.json')) as { name: string; exports: Record<string, unknown> }
    expect(read('README.md')).toContain(`import { createNightlatch } from '${name}'`)
    expect(Object.keys(exports)).toEqual(['.'])
  })
})

describe('An application as README.md writes it', async () => {
  const { url: databaseUrl, remove } = await openTestDatabase('sqlite')
  Object.assign(process.env, { DATABASE_URL: databaseUrl, NIGHTLATCH_KEYS: generateKey('readme') })
  const organization: Organization = { id: randomUUID(), name: 'Harbour Trust', country: 'GB', timeZone: 'Europe/London', locale: 'en-GB' }
  const ann: HostUser = { id: randomUUID(), organizationId: organization.id, name: 'Ann Example', userName: 'ann', email: null, roles: [builtInRoles.staff] }
  const sessions = new Set<string>()
  const sessionOf = (request: Request) => [parse(request.headers.get('cookie') ?? '')['crm'] ?? ''].find((id) => sessions.has(id))
  const host: Host = {
    signInUrl: '/login',
    homeUrl: '/donors',
    async currentUser(request) {
      const sessionId = sessionOf(request)
      return sessionId === undefined ? null : { organizationId: organization.id, userId: ann.id, sessionId }
    },
    confirmPassword: async () => ({ kind: 'confirmed' }),
    async completeSignIn(_request, { token, returnTo }) {
      const id = randomUUID()
      await application.nightlatch.signIn.redeem(token, id)
      sessions.add(id)
      return new Response(null, { status: 303, headers: { location: returnTo, 'set-cookie': `crm=${id}; Path=/` } })
    },
    async endSessions(_user, except) {
      for (const id of sessions) if (id !== except) sessions.delete(id)
    },
  }
  const application = await readmeApplication(host)
  const client = { address: '192.0.2.1', agent: 'Firefox' }
  const port = await freePort()
  const server = serve({
    port,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { pathname } = new URL(request.url)
      if (pathname.startsWith('/two-step')) return await application.twoStep(request, client)
      if (pathname === '/login' && request.method === 'POST') return await application.signIn(request, organization, ann, client)
      if (pathname === '/login' || sessionOf(request) === undefined) return new Response('<title>Log in</title>')
      return await application.ownPage(organization, ann)
    },
  })
  afterAll(async () => {
    delete process.env['DATABASE_URL']
    delete process.env['NIGHTLATCH_KEYS']
    server.close()
    await application.nightlatch.close()
    await remove()
  })

  it('signs in, sets up, asks for the code from then on, and confines whoever is required', async () => {
    const site = { url: `http://127.0.0.1:${port}`, publicUrl: 'https://crm.example.org' }
    const now = { clock: { now: () => Math.floor(Date.now() / 1000), advance: () => {} } }
    const browser = openHttpPerson(site)
    expect((await browser.submit('/login')).body).toContain('Donors')

    await application.nightlatch.people.save(organization, { ...ann, roles: [builtInRoles.paymentsAdministrator] })
    expect((await browser.get('/donors')).location).toBe('https://crm.example.org/two-step/set-up')
    await application.nightlatch.people.save(organization, ann)

    await browser.open('/two-step/step-up?next=/two-step/set-up/choose')
    await browser.submit('/two-step/step-up/password', { password: 'hers', next: '/two-step/set-up/choose' })
    await browser.open('/two-step/set-up/choose')
    const secret = secretIn(await browser.post('/two-step/set-up/choose', { method: 'totp' }))
    expect((await browser.post('/two-step/set-up/app/confirm', { code: codeOf(secret, now) })).body).toContain('Save your backup codes')

    const another = openHttpPerson(site)
    expect((await another.post('/login')).location).toBe('/two-step/verify')
    expect(another.cookies.has('crm')).toBe(false)

    await application.nightlatch.people.deactivate(organization.id, ann.id)
    expect((await application.ownPage(organization, ann)).headers.get('location')).toBe('https://crm.example.org/login')
  })
})
