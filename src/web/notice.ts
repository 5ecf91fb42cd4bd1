import type { PageRequest } from './page-request.ts'
import type { Text } from './ui/text/index.ts'

/** What can be said on the page that follows a change. */
export type NoticeName = keyof Text['notices']['after']

/** The path of a page that says, once it is shown, what was changed. */
export function withNotice(path: string, name: NoticeName): string {
  return `${path}?notice=${name}`
}

/** Changes that nobody is told of by e-mail. */
const untold: readonly string[] = ['codesSaved', 'sessionEnded', 'othersEnded'] satisfies NoticeName[]

/**
 * The words that this page's address names, if any. The address chooses among
 * our own; nothing in it is shown.
 *
 * @param noticesTo - the e-mail address that hears of changes, null for none
 */
export function noticeOf({ query, view }: Pick<PageRequest, 'query' | 'view'>, noticesTo: string | null = null): string | undefined {
  const { after, mailed } = view.text.notices
  const name = query('notice') ?? ''
  if (!Object.hasOwn(after, name)) return undefined
  const said = after[name as NoticeName]
  return noticesTo === null || untold.includes(name) ? said : `${said} ${mailed(noticesTo)}`
}
