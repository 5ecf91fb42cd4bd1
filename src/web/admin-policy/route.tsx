import type { Engine } from '../../engine/engine.ts'
import { settingsOf } from '../../engine/policy-change.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { Alert } from '../ui/alert.tsx'
import { changesScreens } from './changes-route.tsx'
import { enteredOf, readEntered } from './entered-policy.ts'
import { HistoryPage } from './history-page.tsx'
import { Lacking, OverviewPage } from './overview-page.tsx'
import { setUpFirstScreens } from './set-up-first.tsx'

/** What an organization asks of everybody. */
export function adminPolicyScreens({ engine }: { engine: Engine }) {
  return [
    ...setUpFirstScreens(),

    screen(routes.twoStep, {
      async get(page, { holder }) {
        const { view } = page
        const overview = await engine.administration.overview(holder)
        // Whoever comes back from the rehearsal finds what they entered.
        const entered = readEntered(page.query) ?? enteredOf(settingsOf(overview.policy), overview.policy.version)
        const isSaved = page.query('done') === 'saved'
        return await page.page(
          <OverviewPage
            view={view} overview={overview} entered={entered}
            alert={
              <>
                {isSaved && <Alert kind="success">{view.text.administration.policy.saved}</Alert>}
                {overview.lacking !== null && <Lacking view={view} why={overview.lacking} />}
              </>
            }
          />,
        )
      },
    }),

    ...changesScreens({ engine }),

    screen(routes.twoStepHistory, {
      async get(page, { holder }) {
        const { policyHistory, roleHistory } = engine.administration
        return await page.page(<HistoryPage view={page.view} versions={await policyHistory(holder)} roleChanges={await roleHistory(holder)} />)
      },
    }),
  ]
}
