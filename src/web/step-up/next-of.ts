import { safeReturnTo } from '../return-to.ts'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'

/** Where this step-up leads on to, inside this origin alone. The address carries it through every form and link. */
export function nextOf({ query, view }: Pick<PageRequest, 'query' | 'view'>): string {
  return safeReturnTo(query('next'), view.href(routes.mySecurity.path))
}
