import { routes } from '../routes.ts'
import type { Text } from '../ui/text/index.ts'
import type { Link } from './letter.ts'
import { withToken } from '../with-query.ts'

type Words = Text['mail']

/** Where e-mails lead. They follow the public address alone, and the one-time links apart they hold no secret. */
export interface MailLinks {
  secureAccount(words: Words): Link
  makeCodes(words: Words): Link
  textMessages(words: Words): Link
  resetPassword(words: Words, token: string): Link
  choosePassword(words: Words, token: string): Link
  notMe(words: Words, token: string): Link
  person(words: Words, name: string, id: string): Link
}

/** @param basePath - embedded, where the password is the host's: what our pages are mounted under */
export function mailLinks({ publicUrl, basePath }: { publicUrl: string; basePath?: string | undefined }): MailLinks {
  const ours = (path: string) => new URL((basePath ?? '') + path, publicUrl).href
  return {
    secureAccount: ({ link }) =>
      basePath === undefined ? { label: link.changePassword, href: ours(routes.password.path) } : { label: link.checkSecurity, href: ours(routes.mySecurity.path) },
    makeCodes: ({ link }) => ({ label: link.makeCodes, href: ours(routes.backupCodes.path) }),
    textMessages: ({ link }) => ({ label: link.textMessages, href: ours(routes.texts.path) }),
    resetPassword: ({ link }, token) => ({ label: link.setPassword, href: withToken(ours(routes.resetPassword.path), token) }),
    choosePassword: ({ link }, token) => ({ label: link.choosePassword, href: withToken(ours(routes.resetPassword.path), token) }),
    notMe: ({ link }, token) => ({ label: link.notMe, href: withToken(ours(routes.notMe.path), token) }),
    person: ({ link }, name, id) => ({ label: link.person(name), href: ours(routes.person.path.replace(':id', encodeURIComponent(id))) }),
  }
}
