import { z } from 'zod'
import type { Accounts } from '../../accounts/accounts.ts'
import { isEmail, isName, isUserName } from '../../accounts/names.ts'
import { isTimeZone } from '../../accounts/organization-problem.ts'
import { isCountry } from '../../engine/phone.ts'
import { field } from '../page-request.ts'
import type { Text } from '../ui/text/index.ts'
import { passwordProblemText } from './password-problem-text.ts'

export const Form = z.object({
  token: field(),
  organizationName: field(),
  country: z.string().refine((code) => code === '' || isCountry(code)), // '': none was chosen
  timeZone: z.string().refine(isTimeZone),
  name: field(),
  userName: field(),
  email: field(300),
  password: field(2000),
})

export type FirstAdministratorForm = z.output<typeof Form>

/** What is wrong, by field, in the order of the page. */
export type FirstAdministratorErrors = Partial<Record<'organizationName' | 'country' | 'name' | 'email' | 'userName' | 'password', string>>

/** All that is wrong at once, so that nobody mends one field a time. */
export async function errorsOf(form: FirstAdministratorForm, accounts: Accounts, text: Text): Promise<FirstAdministratorErrors> {
  const { organizationName, country, name, userName, email, password } = form
  const { problem } = text.firstAdministrator
  const weakness = await accounts.passwordProblem(password, { name, userName, email })
  return {
    ...(isName(organizationName) ? {} : { organizationName: problem.organizationName }),
    ...(country === '' ? { country: problem.country } : {}),
    ...(isName(name) ? {} : { name: problem.name }),
    ...(isEmail(email.trim()) ? {} : { email: problem.email }),
    ...(isUserName(userName, email.trim()) ? {} : { userName: problem.userName }),
    ...(weakness === null ? {} : { password: password === '' ? problem.password : passwordProblemText(text, weakness) }),
  }
}
