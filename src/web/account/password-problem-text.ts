import type { PasswordProblem } from '../../accounts/password-problem.ts'
import type { Text } from '../ui/text/index.ts'

const wording = {
  'too-short': 'tooShort',
  'too-long': 'tooLong',
  common: 'tooCommon',
  'contains-name': 'containsName',
  same: 'same',
} as const satisfies Record<PasswordProblem | 'same', keyof Text['password']>

/** What is wrong with a new password, in plain words. */
export function passwordProblemText(text: Text, problem: PasswordProblem | 'same'): string {
  return text.password[wording[problem]]
}
