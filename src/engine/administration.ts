import { type AdministrationPorts, findPersonOf, noteDownload, notReady, requireAdministrator } from './administrator.ts'
import type { AuditFilter } from './administration-ports.ts'
import type { EnrollmentView } from './enrollment-status.ts'
import { exemptPerson, issueRecoveryPass, resetAtServer, resetPerson, revokeDevicesOf, signOutEverywhere, unlockPerson } from './help-back-in.ts'
import type { Client } from './model.ts'
import { type PolicyDraft, rehearsePolicy, savePolicy } from './policy-change.ts'
import { mayActOn } from './rank.ts'
import { countConcerned, remind, remindNext } from './reminder.ts'
import { rehearseRole, requireOfRole, type RoleDraft } from './required-roles.ts'
import type { SessionHolder } from './step-up.ts'
import { findTextStop, liftTextStop, viewTexts } from './text-report.ts'
import { listUndelivered, retryUndelivered } from './undelivered.ts'

export type Administration = ReturnType<typeof createAdministration>

/** What administrators do. Looking takes the role and a second step of one's own, changing a fresh code as well. */
export function createAdministration(ports: AdministrationPorts) {
  const { store, clock } = ports

  async function under(holder: SessionHolder) {
    const { policy } = await requireAdministrator(ports, holder)
    return { organizationId: holder.organizationId, policy, now: clock() }
  }

  return {
    /** Status, progress, and what this administrator lacks to save. */
    async overview(holder: SessionHolder) {
      const person = await requireAdministrator(ports, holder)
      const { policy, organization } = person
      const changedBy = policy.requirementChangedBy === null ? null : await store.findPerson(organization.id, policy.requirementChangedBy)
      const progress = await store.progress({ organizationId: organization.id, policy, now: clock() })
      const textStops = await store.countOpenTextStops(organization.id)
      const required = (await store.findRoles(organization.id)).filter(({ alwaysRequires }) => alwaysRequires)
      return { policy, organization, progress, textStops, requiredRoles: required.map(({ name }) => name), changedBy: changedBy?.user.name ?? null, lacking: notReady(person) }
    },
    list: async (holder: SessionHolder, view: EnrollmentView, page: { after: string | null; limit: number }) =>
      await store.listEnrollment(await under(holder), view, page),
    /** The list as a file. Names and addresses leave the server with it, so that is written down first. */
    download: async (holder: SessionHolder, view: EnrollmentView, client: Client) => {
      const asked = await under(holder)
      await noteDownload(ports, holder, 'people', client)
      return store.streamEnrollment(asked, view)
    },
    roles: async (holder: SessionHolder) => await store.findRoles((await under(holder)).organizationId),
    listRoles: async (holder: SessionHolder) => await store.listRoles((await under(holder)).organizationId),
    policyHistory: async (holder: SessionHolder) => await store.policyHistory((await under(holder)).organizationId),
    roleHistory: async (holder: SessionHolder) => await store.roleHistory((await under(holder)).organizationId),
    rehearseRole: (holder: SessionHolder, draft: RoleDraft) => rehearseRole(ports, holder, draft),
    requireOfRole: (holder: SessionHolder, draft: RoleDraft, client: Client) => requireOfRole(ports, holder, draft, client),
    rehearse: (holder: SessionHolder, draft: PolicyDraft) => rehearsePolicy(ports, holder, draft),
    savePolicy: (holder: SessionHolder, draft: PolicyDraft, client: Client) => savePolicy(ports, holder, draft, client),
    /** Is there e-mail to remind people by? */
    canRemind: ports.channels.mail !== undefined,
    countConcerned: (holder: SessionHolder, view: EnrollmentView) => countConcerned(ports, holder, view),
    remind: (holder: SessionHolder, view: EnrollmentView, client: Client) => remind(ports, holder, view, client),
    remindNext: () => remindNext(ports),

    /** One person's page; `mayAct` says whether rank lets this administrator change anything. */
    async person(holder: SessionHolder, userId: string) {
      const actor = await requireAdministrator(ports, holder)
      const person = await findPersonOf(ports, actor, userId)
      const { organizationId } = person.user
      const devices = await store.listDevices(organizationId, userId)
      const activity = await store.listActivity(organizationId, userId, { before: null, limit: 10 })
      const setUpDuringSignInAt = await store.setUpDuringSignInAt(organizationId, userId)
      return { person, devices, activity, setUpDuringSignInAt, mayAct: mayActOn(actor.user, person.user), isSelf: actor.user.id === userId }
    },
    reset: (holder: SessionHolder, userId: string, client: Client) => resetPerson(ports, holder, userId, client),
    /** Asked for on the command line of the server, which is above every rank. */
    resetAtServer: (whom: { organizationId: string; userId: string }, client: Client) => resetAtServer(ports, whom, client),
    unlock: (holder: SessionHolder, userId: string, client: Client) => unlockPerson(ports, holder, userId, client),
    revokeDevices: (holder: SessionHolder, userId: string, client: Client) => revokeDevicesOf(ports, holder, userId, client),
    signOutEverywhere: (holder: SessionHolder, userId: string, client: Client) => signOutEverywhere(ports, holder, userId, client),
    issueRecoveryPass: (holder: SessionHolder, userId: string, client: Client) => issueRecoveryPass(ports, holder, userId, client),
    exempt: (holder: SessionHolder, userId: string, exemption: Parameters<typeof exemptPerson>[3], client: Client) =>
      exemptPerson(ports, holder, userId, exemption, client),

    texts: (holder: SessionHolder, days: number) => viewTexts(ports, holder, days),
    textStop: (holder: SessionHolder, stopId: string) => findTextStop(ports, holder, stopId),
    liftTextStop: (holder: SessionHolder, stopId: string, client: Client) => liftTextStop(ports, holder, stopId, client),
    undelivered: (holder: SessionHolder, before: string | null) => listUndelivered(ports, holder, before),
    retryUndelivered: (holder: SessionHolder, id: string, client: Client) => retryUndelivered(ports, holder, id, client),

    audit: async (holder: SessionHolder, filter: AuditFilter, page: { before: string | null; limit: number }) =>
      await store.listAudit((await under(holder)).organizationId, filter, page),
    /** The events after one, for a search that looks through them. */
    auditAfter: async (holder: SessionHolder, filter: AuditFilter, after: string | null) => store.streamAudit((await under(holder)).organizationId, filter, after),
    downloadAudit: async (holder: SessionHolder, filter: AuditFilter, client: Client) => {
      const { organizationId } = await under(holder)
      await noteDownload(ports, holder, 'audit-log', client)
      return store.streamAudit(organizationId, filter)
    },
  }
}
