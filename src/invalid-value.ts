import { isEmail, isName } from './accounts/names.ts'
import { type OrganizationProblem, organizationProblem } from './accounts/organization-problem.ts'
import type { Organization, Role } from './engine/model.ts'
import type { HostUser } from './embedded.ts'
import { isRowId } from './web/row-id.ts'

/** What a host gave can't be used. `field` names it, such as `user.email`; the message says what it must be. */
export class InvalidValueError extends Error {
  override readonly name = 'InvalidValueError'
  readonly field: string

  constructor(field: string, must: string, options?: ErrorOptions) {
    super(`${field} ${must}`, options)
    this.field = field
  }
}

/** Throws `InvalidValueError` unless it holds. */
export function demand(holds: boolean, field: string, must: string): void {
  if (!holds) throw new InvalidValueError(field, must)
}

export function requireId(id: string, field: string): void {
  demand(typeof id === 'string' && isRowId(id), field, 'must be a UUID in lower case, such as randomUUID() of node:crypto gives')
}

const organizationRules: Record<OrganizationProblem, readonly [string, string]> = {
  'invalid-organization-name': ['organization.name', 'must be a name of at most 100 printable characters'],
  'invalid-country': ['organization.country', 'must be an ISO 3166-1 alpha-2 code in capitals, such as GB'],
  'invalid-time-zone': ['organization.timeZone', 'must be an IANA name, such as Europe/London'],
  'invalid-locale': ['organization.locale', 'must be a BCP 47 tag, such as en-GB'],
}

export function requireOrganization(organization: Organization): void {
  requireId(organization.id, 'organization.id')
  const problem = organizationProblem(organization)
  if (problem !== null) throw new InvalidValueError(...organizationRules[problem])
}

export function requireUser(organization: Organization, user: HostUser): void {
  requireId(user.id, 'user.id')
  demand(user.organizationId === organization.id, 'user.organizationId', 'must be the id of the organization that is given with it')
  demand(isName(user.name), 'user.name', 'must be a name of at most 100 printable characters')
  demand(isName(user.userName), 'user.userName', 'must be a name of at most 100 printable characters')
  demand(user.email === null || isEmail(user.email), 'user.email', 'must be an e-mail address, or null where there is none')
  demand(Array.isArray(user.roles), 'user.roles', 'must be a list, empty where the user has none')
  user.roles.forEach(requireRole)
}

function requireRole(role: Role, index: number): void {
  const field = `user.roles[${index}]`
  demand(isName(role.id), `${field}.id`, 'must be a name of at most 100 printable characters')
  demand(isName(role.name), `${field}.name`, 'must be a name of at most 100 printable characters')
  demand(Number.isSafeInteger(role.rank), `${field}.rank`, 'must be a whole number; nobody acts on somebody of a higher one')
  for (const name of ['mayAdminister', 'alwaysRequires'] as const) demand(typeof role[name] === 'boolean', `${field}.${name}`, 'must be true or false')
}
