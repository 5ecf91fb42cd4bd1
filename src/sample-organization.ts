import { builtInRoles } from './accounts/roles.ts'
import type { MethodId, Role, User } from './engine/model.ts'
import { takeOverMethods } from './engine/take-over.ts'
import type { Standalone } from './standalone.ts'

const DAY = 24 * 60 * 60
const APP_SECRET_BYTES = 20

/** One password for everybody in the sample; development alone has it. */
export const samplePassword = 'seven-lanterns-harbour'

/** Marks a database as one of development: production refuses to open it. */
export const sampleOrganizationId = '00000000-0000-7000-8000-000000005a3b'

const organization = { id: sampleOrganizationId, name: 'Harbour Trust', country: 'GB', timeZone: 'Europe/London', locale: 'en-GB' }
const { administrator, paymentsAdministrator, staff } = builtInRoles

interface SamplePerson {
  name: string
  role: Role
  methods: readonly MethodId[]
}

/** Twenty-four people as an organization has them: some have set it up, most have not. */
const people: readonly SamplePerson[] = [
  { name: 'Amara Okafor', role: administrator, methods: ['sms'] },
  { name: 'Priya Nair', role: paymentsAdministrator, methods: [] },
  { name: 'Tom Whitfield', role: staff, methods: ['sms'] },
  { name: 'Lena Hartmann', role: staff, methods: [] },
  { name: 'Daniel Mensah', role: paymentsAdministrator, methods: ['totp', 'sms'] },
  { name: 'Grace Lindqvist', role: administrator, methods: ['totp'] },
  ...['Ruth Adeyemi', 'Oliver Castell', 'Mei Tanaka', 'Samuel Ortiz', 'Hannah Doyle'].map((name) => ({ name, role: staff, methods: ['totp'] as const })),
  ...['Idris Bello', 'Clara Novak', 'Peter van Dijk'].map((name) => ({ name, role: staff, methods: ['sms'] as const })),
  ...['Fatima Zahra', 'George Pembroke', 'Ines Moreau', 'Jakub Kowalski', 'Nora Eriksen', 'Leo Marchetti', 'Sofia Almeida', 'Victor Hale', 'Wanjiru Kamau', 'Yusuf Demir'].map(
    (name) => ({ name, role: staff, methods: [] }),
  ),
]

/** The people worth trying first, for the lines printed at start. */
export const sampleSignIns = [
  { userName: 'amara', about: 'administrator, uses text messages' },
  { userName: 'tom', about: 'staff, uses text messages' },
  { userName: 'lena', about: 'staff, has not set it up' },
  { userName: 'priya', about: 'payments administrator, always required, has not set it up' },
] as const

/** Fills an empty database, so that a visitor can sign in at once. */
export async function createSampleOrganization(standalone: Standalone): Promise<void> {
  const { accounts } = standalone
  const [first, ...others] = people.map((person, index) => ({ ...person, index }))
  if (first === undefined) return

  const created = await accounts.createAdministrator({ ...credentialsOf(first), organization })
  if (created.kind !== 'created') throw new Error('The sample organization could not be created', { cause: created })
  await enroll(standalone, created.user, first)

  for (const person of others) {
    const { organizationId } = created.user
    const user = await accounts.createUser({ ...credentialsOf(person), organizationId, roles: [person.role] })
    if (user.kind !== 'created') throw new Error(`The sample could not create ${person.name}`, { cause: user })
    await enroll(standalone, user.user, person)
  }
}

function credentialsOf({ name }: SamplePerson) {
  const userName = name.split(' ')[0]?.toLowerCase() ?? ''
  return { name, userName, email: `${userName}@harbour-trust.example`, password: samplePassword }
}

async function enroll({ ports, store }: Standalone, user: User, { methods, index }: SamplePerson & { index: number }): Promise<void> {
  if (methods.length === 0) return
  const proved = methods.map((method) =>
    method === 'sms'
      ? { method, secret: mobileNumber(index), label: mobileNumber(index).slice(-2) }
      : { method, secret: ports.random.bytes(APP_SECRET_BYTES), label: '' },
  )
  const refused = await store.commit(user.organizationId, takeOverMethods(ports, user, proved, ports.clock() - (index + 1) * DAY).changes)
  if (refused !== null) throw new Error(`The sample could not set up 2-step verification: ${refused}`)
}

/** Nobody is texted: in development every text goes to a page. */
function mobileNumber(index: number): string {
  return `+4474001234${String(10 + index)}`
}
