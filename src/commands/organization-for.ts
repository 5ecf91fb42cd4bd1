import { ConfigError } from '../config.ts'
import type { Organization } from '../engine/model.ts'
import type { Standalone } from '../standalone.ts'

const MOST_NAMED = 5

/** The organization that a command names by id or name; without one, the only one there is. */
export async function organizationFor({ store }: Pick<Standalone, 'store'>, idOrName: string | undefined): Promise<Organization> {
  const found = await store.findOrganizations(idOrName ?? null, MOST_NAMED + 1)
  const [only, ...others] = found
  const named = found.slice(0, MOST_NAMED).map(({ id, name }) => `  ${id}  ${name}`).join('\n')
  if (only === undefined) {
    throw new ConfigError(idOrName === undefined ? 'There is no organization yet: make it with nightlatch create-admin.' : `There is no organization with the id or name ${JSON.stringify(idOrName)}.`)
  }
  if (others.length === 0) return only
  throw new ConfigError(idOrName === undefined ? `There are several organizations: say which with --organization, by its id.\n${named}` : `Several organizations have this name: give the id.\n${named}`)
}
