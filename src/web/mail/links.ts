import { routes } from '../routes.ts'
import type { Text } from '../ui/text/index.ts'
import type { Link } from './letter.ts'

/** Where e-mails lead. They follow the public address alone, and the one-time link apart they hold no secret. */
export interface MailLinks {
  secureAccount(words: Text['mail']): Link
  setPassword(words: Text['mail']): Link
  makeCodes(words: Text['mail']): Link
  textMessages(words: Text['mail']): Link
  resetPassword(words: Text['mail'], token: string): Link
}

/** @param securityPath - embedded, where the password is the host's: our page for what a person can do themself */
export function mailLinks({ publicUrl, securityPath }: { publicUrl: string; securityPath?: string | undefined }): MailLinks {
  const at = (path: string) => new URL(path, publicUrl).href
  const backupCodesPath = routes.backupCodes.path.replace(routes.mySecurity.path, securityPath ?? routes.mySecurity.path)
  const basePath = (securityPath ?? '').replace(routes.mySecurity.path, '')
  return {
    secureAccount: ({ link }) =>
      securityPath === undefined ? { label: link.changePassword, href: at(routes.password.path) } : { label: link.checkSecurity, href: at(securityPath) },
    setPassword: ({ link }) => ({ label: link.setPassword, href: at(routes.forgotPassword.path) }),
    makeCodes: ({ link }) => ({ label: link.makeCodes, href: at(backupCodesPath) }),
    textMessages: ({ link }) => ({ label: link.textMessages, href: at(`${basePath}${routes.texts.path}`) }),
    resetPassword: ({ link }, token) => ({ label: link.setPassword, href: `${at(routes.resetPassword.path)}?token=${encodeURIComponent(token)}` }),
  }
}
