import type { UserProblem } from '../accounts/create-user.ts'
import type { OrganizationProblem } from '../accounts/organization-problem.ts'
import type { PasswordProblem } from '../accounts/password-problem.ts'
import { passwordProblemText } from '../web/account/password-problem-text.ts'
import { textFor } from '../web/ui/text/index.ts'

const words: Record<Exclude<UserProblem, PasswordProblem> | OrganizationProblem, string> = {
  'invalid-name': '--name: give a name of at most 100 characters.',
  'invalid-user-name': "--user-name: give one of at most 100 characters, without an @ unless it is the person's own e-mail.",
  'invalid-email': '--email: that is no address.',
  taken: 'That user name or e-mail belongs to somebody on this server already.',
  'invalid-organization-name': '--organization: give a name of at most 100 characters.',
  'invalid-country': '--country: give its two capital letters, such as GB (ISO 3166-1).',
  'invalid-time-zone': '--time-zone: give an IANA name, such as Europe/London.',
  'invalid-locale': '--locale: give a language tag, such as en-GB (BCP 47).',
}

/** What is wrong with somebody who was described by options, and the password they gave. */
export function problemText(problem: UserProblem | OrganizationProblem): string {
  return isOfOptions(problem) ? words[problem] : passwordProblemText(textFor('en'), problem)
}

function isOfOptions(problem: UserProblem | OrganizationProblem): problem is keyof typeof words {
  return problem in words
}
