import type { Change } from '../engine/changes.ts'
import type { Client, Organization } from '../engine/model.ts'
import { commandLine, draftUser, type NewUser, type UserCreated } from './create-user.ts'
import { defaultPolicy } from './default-policy.ts'
import { findOpenLink, newLink } from './links.ts'
import { type OrganizationProblem, organizationProblem } from './organization-problem.ts'
import type { AccountsPorts } from './ports.ts'
import { builtInRoles } from './roles.ts'

const LINK_SECONDS = 24 * 60 * 60

const defaults = { timeZone: 'UTC', locale: 'en' } as const

export interface NewAdministrator extends NewUser {
  /** Its country decides where texts may go: nobody guesses it. */
  organization: Pick<Organization, 'name' | 'country'> & Partial<Organization>
}

export type AdministratorCreated = UserCreated | { kind: 'problem'; problem: OrganizationProblem } | { kind: 'not-empty' }

/** Creates the first organization with its first administrator, while there is no user at all. Throws `HashingBusyError`. */
export async function createAdministrator(
  ports: AccountsPorts,
  input: NewAdministrator,
  { client = commandLine, using = [] }: { client?: Client; using?: readonly Change[] } = {},
): Promise<AdministratorCreated> {
  if (!(await ports.store.isEmpty())) return { kind: 'not-empty' }

  const organization: Organization = { id: ports.random.id(), ...defaults, ...input.organization }
  const problem = organizationProblem(organization)
  if (problem !== null) return { kind: 'problem', problem }
  const { id: organizationId } = organization
  const draft = await draftUser(ports, input, { organizationId, roles: [builtInRoles.administrator], client, actorId: null })
  if (draft.kind === 'problem') return draft

  const refused = await ports.store.commit(organizationId, [
    ...using,
    { kind: 'organization.create', organization, policy: defaultPolicy, at: ports.clock() },
    ...Object.values(builtInRoles).map((role) => ({ kind: 'role.create' as const, role })),
    ...draft.changes,
  ])
  return refused === null ? { kind: 'created', user: draft.user } : { kind: 'not-empty' }
}

/** Makes the token of a link for whoever starts a new server, and voids the one before; null when there are users. */
export async function mintFirstAdministratorLink(ports: AccountsPorts): Promise<string | null> {
  if (!(await ports.store.isEmpty())) return null
  const { token, issue } = newLink(ports, { purpose: 'first-administrator', organizationId: null, userId: null, data: {}, seconds: LINK_SECONDS })
  await ports.store.commit(null, [issue])
  return token
}

/** What the page of that link shows. Looking changes nothing. */
export async function viewFirstAdministrator(ports: AccountsPorts, token: string): Promise<'open' | 'used-or-expired'> {
  const link = await findOpenLink(ports, token, 'first-administrator')
  return link !== null && (await ports.store.isEmpty()) ? 'open' : 'used-or-expired'
}

/** Uses the link. It signs nobody in. */
export async function createFirstAdministrator(
  ports: AccountsPorts,
  token: string,
  input: NewAdministrator,
  client: Client,
): Promise<Exclude<AdministratorCreated, { kind: 'not-empty' }> | { kind: 'used-or-expired' }> {
  const link = await findOpenLink(ports, token, 'first-administrator')
  if (link === null) return { kind: 'used-or-expired' }
  const use: Change = { kind: 'one-time-token.use', id: link.id, purpose: 'first-administrator', at: ports.clock() }
  const created = await createAdministrator(ports, input, { client, using: [use] })
  return created.kind === 'not-empty' ? { kind: 'used-or-expired' } : created
}
