import type { Person } from '../../engine/model.ts'
import type { MySecurity } from '../../engine/my-security.ts'
import { missingSetUp } from '../../engine/requirement.ts'
import { daysLeft } from '../enroll/days-left.ts'
import { dateText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'

/** Whose rule it is, in one sentence. */
export function requirementText(view: View, { requirement }: MySecurity, { user, organization, policy }: Person): string {
  const words = view.text.mySecurity.status
  switch (requirement) {
    case 'role':
      return words.requiredByRole(user.roles.find((role) => role.alwaysRequires)?.name ?? '')
    case 'organization':
      return words.requiredByOrganization(organization.name, dateText(view, policy.requiredSince ?? 0))
    case null:
      return words.optional
  }
}

/** Until when set-up can wait, for somebody in their grace period. */
export function deadlineText(view: View, person: Person, now: number): string | undefined {
  const until = missingSetUp(person, now)?.skippableUntil ?? null
  return until === null ? undefined : view.text.required.deadline(dateText(view, until), daysLeft(now, until, view.timeZone))
}
