import { appScreens } from './app.tsx'
import { chooseScreens } from './choose.tsx'
import { emailScreens } from './email.tsx'
import { phoneCodeScreens } from './phone-code.tsx'
import { phoneScreens } from './phone.tsx'
import { requiredScreens } from './required.tsx'
import type { Deps } from './setting-up.ts'

/** Setting up 2-step verification: during a sign-in that requires it, or by choice. */
export function enrollScreens(deps: Deps) {
  return [
    ...requiredScreens(deps),
    ...emailScreens(deps),
    ...chooseScreens(deps),
    ...appScreens(deps),
    ...phoneScreens(deps),
    ...phoneCodeScreens(deps),
  ]
}
