import type { Client, User, Visitor } from '../engine/model.ts'
import { authenticate } from './authenticate.ts'
import { changePassword } from './change-password.ts'
import { confirmPassword } from './confirm-password.ts'
import { createUser } from './create-user.ts'
import {
  createAdministrator,
  createFirstAdministrator,
  mintFirstAdministratorLink,
  type NewAdministrator,
  viewFirstAdministrator,
} from './first-administrator.ts'
import { type PasswordOwner, passwordProblem } from './password-problem.ts'
import type { AccountsPorts } from './ports.ts'
import { requestReset } from './request-reset.ts'
import { mintResetLink, resetPassword, viewReset } from './reset-password.ts'
import { createAccountSessions } from './sessions.ts'
import { defaultSessionSettings, type SessionSettings } from './settings.ts'

export type Accounts = ReturnType<typeof createAccounts>

/** The standalone server's own users: the use cases. `sessions` is also the rules' owner of sessions. */
export function createAccounts(given: AccountsPorts, settings: SessionSettings = defaultSessionSettings) {
  const sessions = createAccountSessions(given, settings)
  const ports = { ...given, sessions }
  return {
    sessions,
    authenticate: (input: Parameters<typeof authenticate>[1]) => authenticate(ports, input),
    confirmPassword: (user: Pick<User, 'id' | 'organizationId'>, password: string, visitor: Visitor) => confirmPassword(ports, user, password, visitor),
    passwordProblem: (password: string, owner: PasswordOwner) => passwordProblem(password, owner),
    changePassword: (input: Parameters<typeof changePassword>[1]) => changePassword(ports, input),
    requestReset: (identifier: string, client: Client) => requestReset(ports, identifier, client),
    mintResetLink: (userId: string, organizationId: string) => mintResetLink(ports, userId, organizationId),
    viewReset: (token: string) => viewReset(ports, token),
    resetPassword: (input: Parameters<typeof resetPassword>[1]) => resetPassword(ports, input),
    createUser: (input: Parameters<typeof createUser>[1]) => createUser(ports, input),
    createAdministrator: (input: NewAdministrator) => createAdministrator(ports, input),
    mintFirstAdministratorLink: () => mintFirstAdministratorLink(ports),
    viewFirstAdministrator: (token: string) => viewFirstAdministrator(ports, token),
    createFirstAdministrator: (token: string, input: NewAdministrator, client: Client) => createFirstAdministrator(ports, token, input, client),
  }
}
