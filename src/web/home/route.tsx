import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { HomePage } from './page.tsx'

/** The standalone server's own landing page. */
export function homeScreens() {
  return [
    screen(routes.home, {
      get: (page, { person }) =>
        page.page(<HomePage view={page.view} name={person.user.name} isEnrolled={person.authenticators.length > 0} />),
    }),
  ]
}
