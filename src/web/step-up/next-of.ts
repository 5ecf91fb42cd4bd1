import { safeReturnTo } from '../return-to.ts'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'

/** A step-up page that leads on to `next`. Its address carries it through every form and link. */
export function stepUpTo(path: string, next: string): string {
  return `${path}?next=${encodeURIComponent(next)}`
}

/** Where this step-up leads on to, inside this origin alone. */
export function nextOf({ query, view }: Pick<PageRequest, 'query' | 'view'>): string {
  return safeReturnTo(query('next'), view.href(routes.mySecurity.path))
}
