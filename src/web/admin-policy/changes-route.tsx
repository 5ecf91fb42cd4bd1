import { z } from 'zod'
import type { Engine } from '../../engine/engine.ts'
import { type PolicyDraft, type PolicySaved, settingsOf } from '../../engine/policy-change.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { Alert } from '../ui/alert.tsx'
import { checkEntered, type EnteredPolicy, enteredOf, readEntered } from './entered-policy.ts'
import { OutdatedAlert } from './outdated-alert.tsx'
import { Lacking, OverviewPage, type OverviewPageProps } from './overview-page.tsx'
import { RehearsalPage } from './rehearsal-page.tsx'

const Form = z.record(z.string(), z.string())

/** First what saving would do, then saving. All that was entered is in the address, so that a step-up loses nothing of it. */
export function changesScreens({ engine }: { engine: Engine }) {
  return [
    screen(routes.twoStepChanges, {
      async get(page, { holder, person }) {
        const entered = readEntered(page.query)
        if (entered === null) return page.redirect(page.view.href(routes.twoStep.path))
        const checked = checkEntered(entered, page.view.text.administration.policy.problem)
        if ('problems' in checked) return await form(page, holder, { entered, problems: checked.problems }, 422)
        const { draft } = checked
        const rehearsal = await engine.administration.rehearse(holder, draft)
        if (rehearsal.kind !== 'rehearsed') return await notSaved(page, holder, rehearsal, entered, draft)
        if (rehearsal.changes.length === 0) {
          return await form(page, holder, { entered, alert: <Alert kind="info">{page.view.text.administration.policy.nothingChanged}</Alert> })
        }
        return await page.page(<RehearsalPage view={page.view} rehearsal={rehearsal} before={settingsOf(person.policy)} after={draft} entered={entered} />)
      },

      async post(page, { holder }) {
        const fields = page.form(Form)
        const entered = readEntered((name) => fields[name])
        if (entered === null) return page.redirect(page.view.href(routes.twoStep.path))
        const checked = checkEntered(entered, page.view.text.administration.policy.problem)
        if ('problems' in checked) return await form(page, holder, { entered, problems: checked.problems }, 422)
        const saved = await engine.administration.savePolicy(holder, checked.draft, page.visitor)
        if (saved.kind !== 'saved') return await notSaved(page, holder, saved, entered, checked.draft)
        return page.redirect(page.view.href(`${routes.twoStep.path}?done=saved`))
      },
    }),
  ]

  async function form(page: PageRequest, holder: SessionHolder, facts: Omit<OverviewPageProps, 'view' | 'overview'>, status = 200): Promise<Response> {
    const overview = await engine.administration.overview(holder)
    return await page.page(<OverviewPage view={page.view} overview={overview} {...facts} />, { status })
  }

  async function notSaved(page: PageRequest, holder: SessionHolder, why: Exclude<PolicySaved, { kind: 'saved' }>, entered: EnteredPolicy, draft: PolicyDraft): Promise<Response> {
    const { view } = page
    if (why.kind === 'outdated') {
      const { basedOn, ...merged } = why.merged
      return await form(page, holder, { entered: enteredOf(merged, basedOn), alert: <OutdatedAlert view={view} outdated={why} draft={draft} /> }, 409)
    }
    if (why.why === 'no-method') return await form(page, holder, { entered, problems: { allowedMethods: view.text.administration.policy.problem.noMethod } }, 422)
    return await form(page, holder, { entered, alert: <Lacking view={view} why={why.why} /> }, 422)
  }
}
