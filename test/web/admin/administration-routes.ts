import { v7 as uuid } from 'uuid'
import { type Route, routes } from '../../../src/web/routes.ts'
import { aNotice } from '../../support/builders.ts'
import type { TestOrganization, TestPerson, TestServer } from '../../support/test-server.ts'
import { type Administrator, anAdministrator } from './administrators.ts'
import { givenTexts } from './texts-given.ts'

/** Every route below /admin, by name: whoever adds one has to say here how it is tried. */
type AdministrationRoute = { [Name in keyof typeof routes]: (typeof routes)[Name]['path'] extends `/admin/${string}` ? Name : never }[keyof typeof routes]

/** What the tries are made on: an organization, and the administrator who may. */
export interface Ground {
  server: TestServer
  organization: TestOrganization
  administrator: Administrator
}

/** How a route is tried: on which row, and by which form. */
interface Trial {
  /** Makes the row that its `:id` names, such that the form would change something. */
  row?: (ground: Ground) => Promise<string>
  /** What would be right to send; none where there is nothing to send. */
  form?: Readonly<Record<string, string>>
}

type Facts = Parameters<TestOrganization['person']>[0]

/** Somebody of their own for each route: what one form changes stands in no other's way. */
function aPerson(facts: Facts = {}, prepare: (person: TestPerson, ground: Ground) => Promise<unknown> = async () => {}): Pick<Trial, 'row'> {
  return {
    async row(ground) {
      const person = await ground.organization.person({ name: 'Lena Hartmann', enrolled: ['totp'], ...facts })
      await prepare(person, ground)
      return person.user.id
    },
  }
}

type Changes = Parameters<TestServer['standalone']['store']['commit']>[1]

async function commit({ server, organization }: Ground, changes: Changes): Promise<void> {
  const refused = await server.standalone.store.commit(organization.id, changes)
  if (refused !== null) throw new Error(`What is to be tried was refused: ${refused}`)
}

const looks: Trial = {}

export const trials: Readonly<Record<AdministrationRoute, Trial>> = {
  setUpBeforeAdministration: looks,
  twoStep: looks,
  twoStepChanges: { form: { basedOn: '1', required: 'on', graceDays: '0', totp: 'on', trustDays: '0', confirmSetUpByEmail: 'nobody' } },
  twoStepHistory: looks,
  requiredRoles: looks,
  requiredRole: { form: { role: 'skipper', required: 'yes' } },
  people: looks,
  peopleCsv: looks,
  remindPeople: { form: {} },
  person: aPerson(),
  resetPerson: { ...aPerson(), form: {} },
  recoveryPass: { ...aPerson(), form: { checked: 'on' } },
  unlockPerson: { ...aPerson(), form: {} },
  revokeDevicesOf: { ...aPerson(), form: {} },
  signOutPerson: { ...aPerson(), form: {} },
  exemptPerson: { ...aPerson({ enrolled: [] }), form: { reason: 'A new phone comes on Friday', until: '' } },
  endExemption: {
    ...aPerson({ enrolled: [] }, ({ user }, ground) => commit(ground, [{ kind: 'user.exempt', userId: user.id, until: ground.server.clock.now() + 86_400 }])),
    form: {},
  },
  texts: looks,
  liftTextStop: { row: async ({ server, administrator: { person } }) => (await givenTexts(server, person)).id, form: {} },
  undelivered: looks,
  retryUndelivered: {
    async row(ground) {
      const { user } = await ground.organization.person({ name: 'Lena Hartmann' })
      const { standalone: { store }, clock } = ground.server
      // Not due for an hour, so that the server's own outbox leaves it alone until it is given up here.
      const notice = aNotice({ id: uuid(), organizationId: user.organizationId, userId: user.id, event: 'new-device', to: user.email ?? '', at: clock.now() + 3600 })
      await commit(ground, [{ kind: 'outbox.add', notice }])
      await store.markFailed(notice.id, null, { failure: 'unreachable', answer: '', at: clock.now() })
      return notice.id
    },
    form: {},
  },
  auditLog: looks,
  auditLogCsv: looks,
  changeRoles: { ...aPerson(), form: { former: '["staff"]', 'role.payments-administrator': 'on' } },
  deactivatePerson: { ...aPerson(), form: {} },
  reactivatePerson: { ...aPerson({}, ({ user }, ground) => commit(ground, [{ kind: 'user.deactivate', userId: user.id, at: ground.server.clock.now() }])), form: {} },
  invitePerson: {
    ...aPerson({ enrolled: [] }, ({ user }, ground) => commit(ground, [{ kind: 'user.password-voided', userId: user.id, passwordEpoch: user.passwordEpoch }])),
    form: {},
  },
  addUser: { form: { name: 'Eve Newcomer', userName: 'eve-newcomer', email: 'eve-newcomer@example.org', 'role.staff': 'on' } },
  importUsers: { form: { pasted: 'Eve Newcomer,eve-imported,eve-imported@example.org,Staff' } },
  importSample: looks,
  importRehearsal: {
    async row({ administrator: { browser } }) {
      const { location } = await browser.copy().post(routes.importUsers.path, { pasted: 'Ben Newcomer,ben-imported,ben-imported@example.org,Staff' })
      return location?.split('/').at(-1) ?? ''
    },
    form: {},
  },
}

/** A route as it is tried. */
export interface Tried {
  name: string
  route: Route
  /** Of the row, where it has one. */
  path: string
  hasRow: boolean
  /** What would be right to send; null where it takes nothing. */
  form: Readonly<Record<string, string>> | null
}

/** An organization with a row for every route, on which none of it has been done. */
export async function prepareTrials(server: TestServer): Promise<Ground & { tried: Tried[] }> {
  const organization = await server.organization()
  const ground: Ground = { server, organization, administrator: await anAdministrator(server, organization) }
  await commit(ground, [{ kind: 'role.create', role: { id: 'skipper', name: 'Skipper', rank: 10, mayAdminister: false, alwaysRequires: false } }])
  const tomorrow = new Date((server.clock.now() + 86_400) * 1000).toISOString().slice(0, 10)
  const tried: Tried[] = []
  for (const [name, { row, form }] of Object.entries<Trial>(trials)) {
    const route: Route = routes[name as AdministrationRoute]
    const dated = form !== undefined && 'until' in form ? { ...form, until: tomorrow } : form
    tried.push({ name, route, path: row === undefined ? route.path : route.path.replace(/:\w+/, await row(ground)), hasRow: row !== undefined, form: dated ?? null })
  }
  return { ...ground, tried }
}
