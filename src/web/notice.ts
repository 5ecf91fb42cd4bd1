import type { PageRequest } from './page-request.ts'
import type { Text } from './ui/text/index.ts'

/** What can be said on the page that follows a change. */
export type NoticeName = keyof Text['notices']['after']

/** The path of a page that says, once it is shown, what was changed. */
export function withNotice(path: string, name: NoticeName): string {
  return `${path}?notice=${name}`
}

/** The words that this page's address names, if any. The address chooses among our own; nothing in it is shown. */
export function noticeOf({ query, view }: Pick<PageRequest, 'query' | 'view'>): string | undefined {
  const { after } = view.text.notices
  const name = query('notice') ?? ''
  return Object.hasOwn(after, name) ? after[name as NoticeName] : undefined
}
