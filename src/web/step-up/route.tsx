import { z } from 'zod'
import type { ChallengeView } from '../../engine/challenge-view.ts'
import type { Engine } from '../../engine/engine.ts'
import { NightlatchError } from '../../engine/errors.ts'
import { methodIds } from '../../engine/model.ts'
import { mayAskAgain } from '../headers.ts'
import type { Host } from '../host.ts'
import { field, type PageRequest } from '../page-request.ts'
import { refusalText, standingRefusal, typedToMend } from '../refusal-text.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { AnotherWayPage } from '../verify/page.tsx'
import { StepUpPage, type StepUpPageProps } from './page.tsx'
import { stepUpByPasswordScreens } from './password-route.tsx'
import { StepUpPasswordPage } from './password-page.tsx'
import { renewSession } from './renew-session.ts'
import { nextOf } from './next-of.ts'
import { withNext } from '../with-query.ts'

const CodeForm = z.object({ code: field() })
const MethodForm = z.object({ method: z.enum(methodIds).exclude(['email', 'recovery-pass']) })

/** A fresh code before something important, and then on to it. */
export function stepUpScreens({ engine, host }: { engine: Engine; host: Host }) {
  return [
    screen(routes.stepUp, {
      async get(page, { holder }) {
        const next = nextOf(page)
        if (await engine.stepUp.isFresh(holder)) return page.redirect(next)
        const challenge = await engine.stepUp.view(holder, page.visitor)
        if (challenge === 'password') return await page.page(<StepUpPasswordPage view={page.view} next={next} />)
        return await show(page, challenge, { notice: noticeFor(page, challenge) })
      },

      async post(page, { holder }) {
        const { code } = page.form(CodeForm)
        const outcome = await unlessGone(engine.stepUp.verify(holder, code, page.visitor))
        if (outcome === 'gone') return again(page, '&stale')
        if (outcome.kind === 'over') return again(page, '&over')
        if (outcome.kind === 'refused') {
          return await show(page, outcome.view, { error: refusalText(page.view.text, outcome, engine.now()), typed: typedToMend(outcome, code), status: 422 })
        }
        renewSession(page, host, outcome.token)
        return page.redirect(nextOf(page))
      },
    }),

    screen(routes.stepUpSend, {
      async post(page, { holder }) {
        const sent = await unlessGone(engine.challenges.resend(holder, 'step-up', page.visitor))
        if (sent === 'gone') return again(page, '&stale')
        return again(page, sent && page.query('again') !== null ? '&sent' : '')
      },
    }),

    screen(routes.stepUpAnotherWay, {
      async get(page, { holder }) {
        const challenge = await engine.stepUp.view(holder, page.visitor)
        if (challenge === 'password') return again(page)
        const { others, phone, backupCodesLeft } = challenge
        const here = (path: string) => withNext(path, nextOf(page))
        return await page.page(
          <AnotherWayPage
            view={page.view} ways={others} phone={phone} backupCodesLeft={backupCodesLeft}
            action={here(routes.stepUpAnotherWay.path)} back={here(routes.stepUp.path)}
          />,
        )
      },

      async post(page, { holder }) {
        const { method } = page.form(MethodForm)
        const chosen = await unlessGone(engine.challenges.chooseMethod(holder, 'step-up', method, page.visitor))
        return again(page, chosen === 'gone' ? '&stale' : '')
      },
    }),

    ...stepUpByPasswordScreens({ engine, host }),
  ]

  function show(page: PageRequest, challenge: ChallengeView, { status = 200, error, notice, typed }: { status?: number } & Pick<StepUpPageProps, 'error' | 'notice' | 'typed'>) {
    const now = engine.now()
    const standing = standingRefusal(page.view.text, challenge, now) ?? undefined
    return page.page(<StepUpPage view={page.view} challenge={challenge} next={nextOf(page)} now={now} error={error ?? standing} notice={notice} typed={typed} />, { status, headers: mayAskAgain() })
  }
}

function again(page: PageRequest, note: '' | '&sent' | '&over' | '&stale' = ''): Response {
  return page.redirect(page.view.href(withNext(routes.stepUp.path, nextOf(page))) + note)
}

function noticeFor({ query, view }: PageRequest, { delivery, destination }: ChallengeView): StepUpPageProps['notice'] {
  const { stepUp, verify } = view.text
  if (query('over') !== null) return { kind: 'warning', text: stepUp.over }
  if (query('stale') !== null) return { kind: 'warning', text: stepUp.goneOn }
  return query('sent') !== null && delivery === 'sent' ? { kind: 'success', text: verify.resend.sent(destination ?? '') } : undefined
}

/** Its ten minutes are over, or another tab went further: then a new one is asked for. */
async function unlessGone<T>(asked: Promise<T>): Promise<T | 'gone'> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof NightlatchError && error.code === 'challenge_not_found') return 'gone'
    throw error
  }
}
