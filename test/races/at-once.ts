import type { AuditEvent } from '../../src/engine/audit.ts'
import { type HttpAnswer, type HttpPerson, openHttpPerson, releaseTogether } from '../support/http-person.ts'
import type { TestPerson, TestServer } from '../support/test-server.ts'

/** How many requests are released together. */
export const TWENTY = 20

/** So many browsers of somebody whose password was taken, each with the code still to come. */
export async function pendingBrowsers(server: TestServer, { user }: TestPerson, count = TWENTY): Promise<HttpPerson[]> {
  const { engine } = server.standalone
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const browser = openHttpPerson(server)
      const visitor = { address: '127.0.0.1', agent: '', cookie: () => null }
      const step = await engine.signIn.begin(user, visitor, '/')
      if (step.kind !== 'verify') throw new Error(`Not asked for a code: ${step.kind}`)
      browser.cookies.set('nightlatch-pending', step.token)
      await browser.get('/verify')
      return browser
    }),
  )
}

/** The same form from each browser, in the same moment. */
export async function postTogether(browsers: readonly HttpPerson[], path: string, fields: (index: number) => Record<string, string>): Promise<HttpAnswer[]> {
  return await releaseTogether(browsers.map((browser, index) => browser.hold(path, fields(index))))
}

/** What the database holds of one person. */
export async function traces({ standalone }: TestServer, { user }: TestPerson) {
  const { store } = standalone
  const person = await store.findPerson(user.organizationId, user.id)
  if (person === null) throw new Error('The person is gone')
  const audit = await store.listActivity(user.organizationId, user.id, { before: null, limit: 1000 })
  const count = (action: AuditEvent['action'], why?: string) =>
    audit.filter((event) => event.action === action && (why === undefined || event.detail['why'] === why)).length
  return {
    person,
    sessions: await store.listSessions(user.organizationId, user.id),
    count,
    /** Codes that were compared with something, rather than refused unseen. */
    judged: audit.filter(({ action, detail }) => action === 'code.accepted' || (action === 'code.refused' && detail['why'] !== 'wait')).length,
  }
}

/** The answers that hand out a session. */
export function opening(answers: readonly HttpAnswer[]): HttpAnswer[] {
  return answers.filter(({ headers }) => headers.getSetCookie().some((cookie) => cookie.startsWith('nightlatch-session=')))
}

/** How many of these browsers are let in at the home page. */
export async function letIn(browsers: readonly HttpPerson[]): Promise<number> {
  const pages = await Promise.all(browsers.map((browser) => browser.get('/')))
  return pages.filter(({ status }) => status === 200).length
}

/** Six digits that the app shows neither now nor within the ten minutes that clock help looks at. */
export function wrongCode(server: TestServer, person: TestPerson, index = 0): string {
  const near = new Set<string>()
  for (let away = -30; away <= 30; away++) near.add(person.appCode(away * 30))
  for (let candidate = 100_000 + index * 1000; ; candidate++) if (!near.has(String(candidate))) return String(candidate)
}
