import { isEmail, isName, isUserName } from '../../accounts/names.ts'
import type { Text } from '../ui/text/index.ts'
import { chosenRoles } from './roles-field.tsx'

/** The form as it was filled in, right or wrong. */
export interface EnteredUser {
  name: string
  userName: string
  email: string
  roleIds: readonly string[]
}

export type UserErrors = Partial<Record<'name' | 'email' | 'userName', string>>

export const nothingEntered: EnteredUser = { name: '', userName: '', email: '', roleIds: [] }

export function readEnteredUser(fields: Readonly<Record<string, string>>): EnteredUser {
  const field = (name: string) => (fields[name] ?? '').trim()
  return { name: field('name'), userName: field('userName'), email: field('email'), roleIds: chosenRoles(fields) }
}

/** All that is wrong at once, in the order of the page. Where e-mail is sent, somebody new needs an address. */
export function errorsOf({ name, userName, email }: EnteredUser, canMail: boolean, text: Text): UserErrors {
  const { problem } = text.administration.accounts.add
  const isGoodEmail = email === '' ? !canMail : isEmail(email)
  return {
    ...(isName(name) ? {} : { name: problem.name }),
    ...(isGoodEmail ? {} : { email: problem.email }),
    ...(isUserName(userName, email) ? {} : { userName: problem.userName }),
  }
}
