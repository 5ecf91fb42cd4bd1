import { Secret, TOTP } from 'otpauth'
import type { Authenticator } from '../../../src/engine/model.ts'
import type { HttpAnswer, HttpPerson } from '../../support/http-person.ts'
import type { TestPerson, TestServer } from '../../support/test-server.ts'

/** The secret that a page shows, or null; a page that never shows one has neither link nor key. */
export function secretIn({ body }: HttpAnswer): string | null {
  return /otpauth:\/\/[^"]*[?;&]secret=([A-Z2-7]+)/.exec(body)?.[1] ?? null
}

/** What an app that holds this secret shows; made by another implementation than ours. */
export function codeOf(secret: string | null, server: Pick<TestServer, 'clock'>): string {
  if (secret === null) throw new Error('There is no secret on that page')
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.clock.now() * 1000 })
}

/** The code in the newest text. */
export function textedCode({ standalone }: TestServer): string {
  return /\d{6}/.exec(standalone.inbox?.texts()[0]?.body ?? '')?.[0] ?? ''
}

/** What is surely on for this person. */
export async function methodsOf({ standalone }: TestServer, { user }: TestPerson): Promise<Authenticator['method'][]> {
  const person = await standalone.store.findPerson(user.organizationId, user.id)
  return person?.authenticators.map(({ method }) => method) ?? []
}

/** The ten codes on a page, none on any other. */
export function backupCodesIn({ body }: HttpAnswer): string[] {
  return [...body.matchAll(/<li>((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})<\/li>/g)].map(([, code = '']) => code)
}

export function isSignedIn(person: HttpPerson): boolean {
  return person.cookies.has('nightlatch-session')
}

/** Signs in without a second step, and gives the password again, as set-up by choice asks for. */
export async function signInToSetUp(person: HttpPerson, someone: TestPerson): Promise<void> {
  await person.givePassword(someone)
  await person.open('/set-up/choose')
  await person.submit('/step-up/password?next=/set-up/choose', { password: someone.password })
}
