import type { Engine } from '../../engine/engine.ts'
import type { Host } from '../host.ts'
import { noticeOf } from '../notice.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { activityScreens } from './activity-route.tsx'
import { backupCodesScreens } from './backup-codes-route.tsx'
import { deviceScreens } from './devices-route.tsx'
import { MySecurityPage } from './page.tsx'
import { removalScreens } from './removal-route.tsx'
import { deadlineText, requirementText } from './requirement-text.ts'

/** A person's own settings of the second step. */
export function mySecurityScreens({ engine, host }: { engine: Engine; host: Host }) {
  return [
    screen(routes.mySecurity, {
      async get(page, { holder, person }) {
        const { view } = page
        const security = await engine.mySecurity.view(holder)
        return await page.page(
          <MySecurityPage
            view={view} security={security} notice={noticeOf(page, security.noticesTo)}
            requirement={requirementText(view, security, person)} deadline={deadlineText(view, person, engine.now())}
          />,
        )
      },
    }),
    ...removalScreens({ engine, host }),
    ...backupCodesScreens({ engine, host }),
    ...deviceScreens({ engine }),
    ...activityScreens({ engine }),
  ]
}
