import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { Actions, LinkButton } from '../ui/button.tsx'
import { Layout } from '../ui/layout.tsx'

/** For an administrator without a second step of their own. */
export function setUpFirstScreens() {
  return [
    screen(routes.setUpBeforeAdministration, {
      get: ({ page, view, redirect }, { person }) => {
        if (person.authenticators.length > 0) return redirect(view.href(routes.twoStep.path))
        const { title, lead, submit } = view.text.administration.setUpFirst
        return page(
          <Layout view={view} title={title} lead={lead} icon="shield">
            <Actions stacked><LinkButton href={view.href(routes.setUpBenefits.path)}>{submit}</LinkButton></Actions>
          </Layout>,
        )
      },
    }),
  ]
}
