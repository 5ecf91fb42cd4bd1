import { v7 as uuid } from 'uuid'
import type { AuditEvent } from '../../../src/engine/audit.ts'
import { type HttpPerson, openHttpPerson } from '../../support/http-person.ts'
import type { TestOrganization, TestPerson, TestServer } from '../../support/test-server.ts'

/** An administrator at a browser, signed in with a code just now. */
export interface Administrator {
  person: TestPerson
  browser: HttpPerson
}

/** Signs somebody in, with a code where they have one, and opens a page that has a form. */
export async function atBrowser(server: TestServer, person: TestPerson): Promise<HttpPerson> {
  const browser = openHttpPerson(server)
  server.clock.advance(30) // so that the code is a fresh one
  const answer = await browser.givePassword(person)
  if (answer.title.startsWith('Verify it')) await browser.submit('/verify', { code: person.appCode() })
  await browser.open('/my-security/password')
  return browser
}

export async function anAdministrator(server: TestServer, organization: TestOrganization, name = 'Amara Okafor'): Promise<Administrator> {
  const person = await organization.person({ name, role: 'administrator', enrolled: ['totp'] })
  return { person, browser: await atBrowser(server, person) }
}

/** Somebody whose role is above every administrator's. */
export async function aSenior(server: TestServer, organization: TestOrganization): Promise<TestPerson> {
  const person = await organization.person({ name: 'Sana Senior', enrolled: ['totp'] })
  const { store } = server.standalone
  await store.commit(organization.id, [
    { kind: 'role.create', role: { id: 'director', name: 'Director', rank: 200, mayAdminister: false, alwaysRequires: false } },
    { kind: 'user.roles', userId: person.user.id, roleIds: ['director'] },
  ])
  return person
}

/** All that an administrator could change about somebody. */
export async function stateOf(server: TestServer, { user }: TestPerson) {
  const { store, ports } = server.standalone
  const person = await store.findPerson(user.organizationId, user.id)
  return {
    person,
    devices: await store.listDevices(user.organizationId, user.id),
    sessions: (await store.listSessions(user.organizationId, user.id)).map(({ id }) => id),
    pass: await store.openRecoveryPass(user.organizationId, user.id, ports.clock()),
  }
}

/** What was written down of somebody, the newest first. */
export async function auditOf(server: TestServer, { user }: TestPerson, limit = 50): Promise<AuditEvent[]> {
  return await server.standalone.store.listActivity(user.organizationId, user.id, { before: null, limit })
}

export async function refusalsOf(server: TestServer, person: TestPerson): Promise<string[]> {
  const events = await auditOf(server, person, 200)
  return events.filter(({ action }) => action === 'access.refused').map(({ detail }) => String(detail['path']))
}

/** The words of a page, without its tags. */
export function wordsOf(html: string): string {
  return html.replace(/<script.*?<\/script>|<[^>]*>/gs, ' ').replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&').replace(/\s+/g, ' ')
}

export const nobody = uuid()
