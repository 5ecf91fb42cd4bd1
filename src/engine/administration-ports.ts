import type { AuditAction, AuditEvent } from './audit.ts'
import type { EnrollmentRow, EnrollmentView } from './enrollment-status.ts'
import type { EpochSeconds, Policy, Role } from './model.ts'
import type { Reminder } from './reminder.ts'
import type { KnownStop, TextSums } from './text-report.ts'
import type { Undelivered } from './outbox.ts'

/** Who is asked about: an organization under a policy (the present one, or one that is rehearsed) at a time. */
export interface Under {
  organizationId: string
  policy: Policy
  now: EpochSeconds
}

export interface EnrollmentPage {
  rows: readonly EnrollmentRow[]
  next: string | null // the key of the next page; opaque
  isCut: boolean // a search found more than the first 1,000
}

/** One version of the policy, as the history tells it. */
export interface PolicyVersion {
  policy: Policy
  savedAt: EpochSeconds
  savedBy: { id: string; name: string } | null // null: the command line, or the beginning
}

/** A role as administrators see it. */
export interface KnownRole extends Role {
  /** Why it always requires 2-step verification: by its nature, or because an administrator said so; null: it does not. */
  requiredBy: 'nature' | 'administrator' | null
}

export interface ListedRole extends KnownRole {
  people: number
}

/** A role that an administrator put on the list of those that always require it, or took off it. */
export interface RoleChange {
  roleId: string
  roleName: string // at that time
  isRequired: boolean
  at: EpochSeconds
  by: { id: string; name: string } | null // null: the command line
}

export interface AuditFilter {
  actions: readonly AuditAction[] | null // null: all
  person: string // part of the name of actor or subject; '' for everybody
  from: EpochSeconds | null
  until: EpochSeconds | null
}

/** An audit event with the names of the people it is about. */
export interface NamedAuditEvent extends AuditEvent {
  actorName: string | null
  subjectName: string | null
  sequence: number | null // null: not sealed yet
}

/** What administration loads beside the rules' store. */
export interface AdministrationStore {
  /** 25 a page by key, at any size; deactivated users only where they are asked for. */
  listEnrollment(under: Under, view: EnrollmentView, page: { after: string | null; limit: number }): Promise<EnrollmentPage>
  /** All that the view shows, in batches, in constant memory. */
  streamEnrollment(under: Under, view: EnrollmentView): AsyncIterable<readonly EnrollmentRow[]>
  /** How many the view shows; with a search, of the first 1,000 found. */
  countEnrollment(under: Under, view: EnrollmentView): Promise<number>
  /** The reminder, of any organization, that was asked for first and is not finished; null when there is none. */
  nextReminder(): Promise<Reminder | null>
  /** "18 of 24 people set up"; may be a minute old. */
  progress(under: Under): Promise<{ people: number; enrolled: number }>
  /** Who would be stopped at their next request (`overdue`), the first of them by name. */
  stopped(under: Under, limit: number): Promise<{ count: number; first: readonly EnrollmentRow[] }>
  /** How many active administrators are enrolled by a method that this policy allows, but for one of them. */
  enrolledAdministratorsBut(under: Under, userId: string): Promise<number>
  policyHistory(organizationId: string): Promise<PolicyVersion[]>
  /** Notices that were given up, the newest first. */
  listUndelivered(organizationId: string, page: { before: string | null; limit: number }): Promise<{ notices: readonly Undelivered[]; next: string | null }>
  findUndelivered(organizationId: string, id: string): Promise<Undelivered | null>
  /** By country and provider, the most sent first, since a day (whole days since 1970 in UTC). */
  textSums(organizationId: string, sinceDay: number): Promise<TextSums[]>
  /** Open ones first, then those lifted last. */
  listTextStops(organizationId: string): Promise<KnownStop[]>
  countOpenTextStops(organizationId: string): Promise<number>
  /** Highest rank first; nobody is counted. */
  findRoles(organizationId: string): Promise<readonly Role[]>
  findRole(organizationId: string, roleId: string): Promise<KnownRole | null>
  /** All of them with how many hold each: it passes over everybody. */
  listRoles(organizationId: string): Promise<readonly ListedRole[]>
  /** How many hold a role, and how many of them have no way that this policy allows. */
  holdersOf(under: Under, roleId: string): Promise<{ people: number; notSetUp: number }>
  /** Which roles administrators made always require it, the newest change first. */
  roleHistory(organizationId: string): Promise<RoleChange[]>
  /** Since when somebody is marked as set up by the password alone; null: not at all. */
  setUpDuringSignInAt(organizationId: string, userId: string): Promise<EpochSeconds | null>
  listAudit(organizationId: string, filter: AuditFilter, page: { before: string | null; limit: number }): Promise<{ events: readonly NamedAuditEvent[]; next: string | null }>
  /** All that the filter lets through, in batches, in constant memory; after the event with this key (`momentKey`), or from the newest on. */
  streamAudit(organizationId: string, filter: AuditFilter, after?: string | null): AsyncIterable<readonly NamedAuditEvent[]>
}
