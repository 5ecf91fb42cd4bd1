import type { Client, User, Visitor } from '../engine/model.ts'
import type { SessionHolder } from '../engine/step-up.ts'
import { addUser, addUserAtServer, type AddedUser } from './administer/add-user.ts'
import { changeRoles, type RolesDraft } from './administer/change-roles.ts'
import { deactivateUser, reactivateUser } from './administer/deactivate.ts'
import { hasPassword, inviteAgain } from './administer/invite.ts'
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
import { importAtServer, importKept, keepImport, rehearseImport } from './import/import-users.ts'
import { type PasswordOwner, passwordProblem } from './password-problem.ts'
import type { AccountsPorts } from './ports.ts'
import { requestReset } from './request-reset.ts'
import { mintResetLink, mintResetLinkAtServer, resetPassword, viewReset } from './reset-password.ts'
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
    requestReset: (identifier: string, visitor: Visitor) => requestReset(ports, identifier, visitor),
    mintResetLink: (userId: string, organizationId: string, seconds?: number) => mintResetLink(ports, userId, organizationId, seconds),
    viewReset: (token: string) => viewReset(ports, token),
    resetPassword: (input: Parameters<typeof resetPassword>[1]) => resetPassword(ports, input),
    createUser: (input: Parameters<typeof createUser>[1]) => createUser(ports, input),
    hasPassword: (user: Pick<User, 'id' | 'organizationId'>) => hasPassword(ports, user),
    /** What administrators do with the users of their organization. */
    users: {
      canMail: ports.canMail,
      add: (holder: SessionHolder, input: AddedUser, client: Client) => addUser(ports, holder, input, client),
      invite: (holder: SessionHolder, userId: string, client: Client) => inviteAgain(ports, holder, userId, client),
      deactivate: (holder: SessionHolder, userId: string, client: Client) => deactivateUser(ports, holder, userId, client),
      reactivate: (holder: SessionHolder, userId: string, client: Client) => reactivateUser(ports, holder, userId, client),
      changeRoles: (holder: SessionHolder, userId: string, draft: RolesDraft, client: Client) => changeRoles(ports, holder, userId, draft, client),
      keepImport: (holder: SessionHolder, source: string) => keepImport(ports, holder, source),
      rehearseImport: (holder: SessionHolder, id: string) => rehearseImport(ports, holder, id),
      importKept: (holder: SessionHolder, id: string, client: Client) => importKept(ports, holder, id, client),
    },
    /** The same for whoever works on the server itself. */
    atServer: {
      mintResetLink: (userId: string, organizationId: string) => mintResetLinkAtServer(ports, userId, organizationId),
      addUser: (organizationId: string, input: AddedUser) => addUserAtServer(ports, organizationId, input),
      importUsers: (input: Parameters<typeof importAtServer>[1]) => importAtServer(ports, input),
    },
    createAdministrator: (input: NewAdministrator) => createAdministrator(ports, input),
    mintFirstAdministratorLink: () => mintFirstAdministratorLink(ports),
    viewFirstAdministrator: (token: string) => viewFirstAdministrator(ports, token),
    createFirstAdministrator: (token: string, input: NewAdministrator, client: Client) => createFirstAdministrator(ports, token, input, client),
  }
}
