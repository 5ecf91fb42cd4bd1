import type { Engine } from '../../engine/engine.ts'
import type { Person } from '../../engine/model.ts'
import { trustDays } from '../../engine/trusted-device.ts'
import { noticeOf, withNotice } from '../notice.ts'
import { routes } from '../routes.ts'
import { rowIdOf } from '../row-id.ts'
import { screen } from '../screen.ts'
import type { View } from '../ui/view.ts'
import { ConfirmPage } from './confirm-page.tsx'
import { DevicesPage } from './devices-page.tsx'

/** The devices on which no code is asked. */
export function deviceScreens({ engine }: { engine: Engine }) {
  return [
    screen(routes.devices, {
      async get(page, { holder, person }) {
        const devices = await engine.devices.listTrusted(holder, page.visitor)
        const { noticesTo } = await engine.mySecurity.view(holder)
        return await page.page(
          <DevicesPage view={page.view} devices={devices} none={whyNone(page.view, person)} notice={noticeOf(page, noticesTo)} />,
        )
      },
    }),

    screen(routes.revokeDevice, {
      async post(page, { holder }) {
        await engine.devices.revoke(holder, rowIdOf(page), page.visitor)
        return page.redirect(withNotice(page.view.href(routes.devices.path), 'deviceRevoked'))
      },
    }),

    screen(routes.revokeAllDevices, {
      async get(page, { holder }) {
        const { length } = await engine.devices.listTrusted(holder, page.visitor)
        if (length === 0) return page.redirect(page.view.href(routes.devices.path))
        const { title, lead, submit } = page.view.text.devices.confirmAll
        return await page.page(
          <ConfirmPage
            view={page.view} title={title} lead={lead(length)} action={routes.revokeAllDevices.path} submit={submit} isDanger
            back={routes.devices.path}
          />,
        )
      },

      async post(page, { holder }) {
        await engine.devices.revokeAll(holder, page.visitor)
        return page.redirect(withNotice(page.view.href(routes.devices.path), 'devicesRevoked'))
      },
    }),
  ]
}

function whyNone({ text }: View, { user, policy, authenticators }: Person): { title: string; body: string } {
  const { none, noneBody, noneWithoutMethod, notAllowed } = text.devices
  if (trustDays(user, policy) === 0) return { title: notAllowed.title, body: policy.trustDays === 0 ? notAllowed.organization : notAllowed.role }
  return { title: none, body: authenticators.length === 0 ? noneWithoutMethod : noneBody }
}
