import type { EnrollmentStarted } from '../../engine/enrollment.ts'
import { NightlatchError } from '../../engine/errors.ts'
import type { MethodId } from '../../engine/model.ts'
import type { PageRequest } from '../page-request.ts'
import type { Deps, SettingUp } from './setting-up.ts'

/** Drafts a method; null when policy took it away while the page was open. */
export async function start(
  page: PageRequest,
  { holder }: SettingUp,
  { engine }: Deps,
  method: MethodId,
  entered: Readonly<Record<string, string>>,
): Promise<EnrollmentStarted | null> {
  try {
    return await engine.setUp.start(holder, method, entered, page.visitor)
  } catch (error) {
    if (error instanceof NightlatchError && error.code === 'not_allowed') return null
    throw error
  }
}
