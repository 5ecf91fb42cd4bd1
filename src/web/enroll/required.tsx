import { finishSignIn } from '../finish-sign-in.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { BenefitsPage } from './benefits-page.tsx'
import { RequiredPage } from './required-page.tsx'
import { type Deps, viewFor, wayOut } from './setting-up.ts'

/** Why it is required, until when it may wait, and what it is good for. */
export function requiredScreens({ engine, host }: Deps) {
  return [
    screen(routes.setUp, {
      async get(page, { holder, session }) {
        const setUp = await engine.setUp.view(holder)
        const isConfined = session !== null && engine.people.isConfined(session.person, engine.now())
        // In their grace period, somebody signed in sets up by choice.
        if (setUp.because === null || (session !== null && !isConfined)) return page.redirect(page.view.href(routes.setUpBenefits.path))
        const view = viewFor(page.view, setUp.organization)
        return await page.page(<RequiredPage view={view} setUp={setUp} now={engine.now()} isConfined={isConfined} />)
      },
    }),

    screen(routes.setUpPostpone, {
      async post(page, { holder }) {
        if (holder.kind !== 'pending') return page.redirect(host.homeUrl)
        const { skippableUntil } = await engine.setUp.view(holder)
        // It ran out while the page was open: the page now says so by leaving the button out.
        if (skippableUntil === null) return page.redirect(page.view.href(routes.setUp.path))
        return await finishSignIn(page, host, await engine.signIn.postponeSetUp(holder.token, page.visitor))
      },
    }),

    screen(routes.setUpBenefits, {
      async get(page, { holder, session }) {
        const setUp = await engine.setUp.view(holder)
        if (setUp.confirmEmail !== null) return page.redirect(page.view.href(routes.setUpEmail.path))
        return await page.page(<BenefitsPage view={viewFor(page.view, setUp.organization)} leave={wayOut(page, session, engine)} />)
      },
    }),
  ]
}
