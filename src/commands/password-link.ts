import { routes } from '../web/routes.ts'
import { withToken } from '../web/with-query.ts'

/** Where somebody with this token chooses a password. */
export function passwordLink(publicUrl: string, token: string): string {
  return withToken(publicUrl + routes.resetPassword.path, token)
}
