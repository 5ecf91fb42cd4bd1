import { afterAll, expect, it } from 'vitest'
import { createNightlatch, generateKey, type Host } from '../src/index.ts'
import { builtInRoles } from '../src/accounts/roles.ts'
import { anId, anOrganization } from './support/builders.ts'
import { openTestDatabase } from './support/test-databases.ts'

const place = await openTestDatabase('sqlite')
const sent: { to: string; subject: string; text: string }[] = []
const host: Host = {
  signInUrl: '/login',
  homeUrl: '/',
  currentUser: async () => null,
  confirmPassword: async () => ({ kind: 'wrong' }),
  completeSignIn: async () => new Response(),
  endSessions: async () => {},
}
const nightlatch = await createNightlatch({
  databaseUrl: place.url,
  keys: generateKey('host'),
  publicUrl: 'https://crm.example',
  applicationName: 'Donor Desk',
  host,
  mailer: { send: async (mail) => void sent.push(mail) },
})
afterAll(async () => {
  await nightlatch.close()
  await place.remove()
})

it('an address that the application changed is told to the old one and the new one alike, once, each with its own link', async () => {
  const organization = anOrganization()
  const ann = { id: anId(), organizationId: organization.id, name: 'Ann Example', userName: 'ann', email: 'ann@before.example', roles: [builtInRoles.staff] }
  await nightlatch.people.save(organization, ann)
  for (let saves = 0; saves < 3; saves++) await nightlatch.people.save(organization, { ...ann, email: 'ann@after.example' })
  await expect.poll(() => sent.map(({ to }) => to).toSorted()).toEqual(['ann@after.example', 'ann@before.example'])
  const links = sent.map(({ text }) => /https:\/\/crm\.example\/two-step\/not-me\?token=\S+/.exec(text)?.[0])
  expect(new Set(links).size).toBe(2)
  expect(links).not.toContain(undefined)

  const looked = await nightlatch.handler(new Request(links[0] ?? ''), { address: '192.0.2.1', agent: 'Firefox' })
  expect(await looked.text()).toContain('The e-mail address of your account was changed.')
})
