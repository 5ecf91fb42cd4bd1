import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { parse } from 'hono/utils/cookie'
import { afterAll } from 'vitest'
import { createNightlatch, generateKey, type Host, type HostUser, type Nightlatch, type NightlatchOptions, type Organization, type Policy } from '../../src/index.ts'
import { freePort } from './free-port.ts'
import { openTestDatabase } from './test-databases.ts'

/** A donor database with users, passwords and cookies of its own, which embeds the library. */
export interface SecondHost {
  url: string
  clock: { now(): number; advance(seconds: number): void }
  texts: { to: string; body: string }[]
  /** Its own doing: the password, the account, the roles. */
  addUser(user: Omit<HostUser, 'id' | 'organizationId'>, password: string): HostUser
  nightlatch: Nightlatch
  organization: Organization
  databaseUrl: string
  logged: { facts: Record<string, unknown>; message: string }[]
}

const organization: Organization = { id: randomUUID(), name: 'Harbour Trust', country: 'GB', timeZone: 'Europe/London', locale: 'en-GB' }

/** Starts it for a test file; it stops after the file. */
export async function startSecondHost(policy: Partial<Policy> = {}, given: Pick<NightlatchOptions, 'sms' | 'smsPrices'> = {}): Promise<SecondHost> {
  const { url: databaseUrl, remove } = await openTestDatabase('sqlite')
  const port = await freePort()
  const url = `http://localhost:${port}`
  const users = new Map<string, { user: HostUser; password: string }>()
  const sessions = new Map<string, { id: string; userId: string }>() // by cookie
  const texts: SecondHost['texts'] = []
  const logged: SecondHost['logged'] = []
  const note = (facts: Record<string, unknown>, message: string) => void logged.push({ facts, message })
  let now = Math.floor(Date.now() / 1000)

  const sessionOf = (request: Request) => sessions.get(parse(request.headers.get('cookie') ?? '', 'crm')['crm'] ?? '')
  const host: Host = {
    signInUrl: '/login',
    homeUrl: '/donors',
    async currentUser(request) {
      const session = sessionOf(request)
      return session === undefined ? null : { organizationId: organization.id, userId: session.userId, sessionId: session.id }
    },
    async confirmPassword({ userId }, password) {
      const known = [...users.values()].find(({ user }) => user.id === userId)
      return { kind: known?.password === password ? 'confirmed' : 'wrong' }
    },
    async completeSignIn(_request, { token, returnTo }) {
      const id = randomUUID()
      const { userId } = await nightlatch.signIn.redeem(token, id)
      const cookie = randomUUID()
      sessions.set(cookie, { id, userId })
      return new Response(null, { status: 303, headers: { location: new URL(returnTo, url).href, 'set-cookie': `crm=${cookie}; Path=/; HttpOnly; SameSite=Lax` } })
    },
    async endSessions({ userId }, exceptSessionId) {
      for (const [cookie, session] of sessions) if (session.userId === userId && session.id !== exceptSessionId) sessions.delete(cookie)
    },
  }
  const nightlatch = await createNightlatch({
    databaseUrl,
    keys: generateKey('host'),
    publicUrl: url,
    applicationName: 'Donor Desk',
    host,
    sms: { name: 'array', send: async (text) => void texts.push(text) },
    policy: { confirmSetUpByEmail: 'nobody', ...policy },
    ...given,
    clock: () => now,
    log: { info: note, warn: note, error: note },
  })

  async function fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    const client = { address: '127.0.0.1', agent: request.headers.get('user-agent') ?? '' }
    if (pathname.startsWith('/two-step')) return await nightlatch.handler(request, client)
    if (pathname === '/login' && request.method === 'POST') {
      const form = await request.formData()
      const known = users.get(String(form.get('user')))
      if (known === undefined || known.password !== form.get('password')) return page('<p>No.</p>', 422)
      await nightlatch.people.save(organization, known.user)
      return await nightlatch.signIn.begin(request, { user: known.user, client, returnTo: new URL(request.url).searchParams.get('next') ?? '/donors' })
    }
    if (pathname === '/login') return page('<form method="post"><input name="user"><input name="password" type="password"><button>Log in</button></form>')
    const session = sessionOf(request)
    if (session === undefined) return redirect('/login')
    const required = await nightlatch.people.requirementFor(organization.id, session.userId)
    if (required.kind === 'sign-out') return redirect('/login')
    return required.kind === 'set-up' ? redirect(required.url) : page('<h1>Donors</h1>')
  }

  const server = serve({ fetch, port, hostname: '127.0.0.1' })
  afterAll(async () => {
    server.close()
    await nightlatch.close()
    await remove()
  })
  return {
    url: `http://localhost:${(server.address() as AddressInfo | null)?.port ?? port}`,
    clock: { now: () => now, advance: (seconds) => void (now += seconds) },
    texts,
    nightlatch,
    organization,
    databaseUrl,
    logged,
    addUser(given, password) {
      const user = { ...given, id: randomUUID(), organizationId: organization.id }
      users.set(user.userName, { user, password })
      return user
    },
  }
}

function redirect(location: string): Response {
  return new Response(null, { status: 303, headers: { location } })
}

function page(body: string, status = 200): Response {
  return new Response(`<!doctype html><title>Donor Desk</title>${body}`, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
