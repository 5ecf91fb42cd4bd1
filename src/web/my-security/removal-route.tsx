import type { Engine } from '../../engine/engine.ts'
import { NightlatchError } from '../../engine/errors.ts'
import type { Removed } from '../../engine/my-security.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import type { Host } from '../host.ts'
import { type NoticeName, withNotice } from '../notice.ts'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { rowIdOf } from '../row-id.ts'
import { screen } from '../screen.ts'
import { renewSession } from '../step-up/renew-session.ts'
import { ConfirmPage, RefusedPage } from './confirm-page.tsx'
import { lookOf } from './method-look.ts'
import { requirementText } from './requirement-text.ts'

/** Removing a method, and turning 2-step verification off. */
export function removalScreens({ engine, host }: { engine: Engine; host: Host }) {
  return [
    screen(routes.removeMethod, {
      async get(page, { holder }) {
        const { method, name, inSentence, isLast } = await find(page, holder)
        const { remove, turnOff } = page.view.text.mySecurity
        if (!method.isRemovable) return await cannotRemove(page, name)
        return await page.page(
          <ConfirmPage
            view={page.view} title={remove.title(inSentence)} lead={isLast ? turnOff.lastLead : remove.lead}
            action={routes.removeMethod.path.replace(':id', method.id)} submit={remove.submit} isDanger
          />,
        )
      },

      async post(page, { holder }) {
        const { method, name, isLast } = await find(page, holder)
        const removed = await engine.mySecurity.removeMethod(holder, method.id, page.visitor)
        if (removed.kind === 'refused') return await cannotRemove(page, name, 409)
        return goBack(page, removed, isLast ? 'turnedOff' : 'methodRemoved')
      },
    }),

    screen(routes.turnOff, {
      async get(page, { holder, person }) {
        const security = await engine.mySecurity.view(holder)
        if (security.methods.length === 0) return page.redirect(page.view.href(routes.mySecurity.path))
        if (security.requirement !== null) return await cannotTurnOff(page, requirementText(page.view, security, person))
        const { title, lead, submit } = page.view.text.mySecurity.turnOff
        return await page.page(<ConfirmPage view={page.view} title={title} lead={lead} action={routes.turnOff.path} submit={submit} isDanger />)
      },

      async post(page, { holder, person }) {
        const removed = await engine.mySecurity.turnOff(holder, page.visitor)
        if (removed.kind === 'removed') return goBack(page, removed, 'turnedOff')
        return await cannotTurnOff(page, requirementText(page.view, await engine.mySecurity.view(holder), person), 409)
      },
    }),
  ]

  async function find(page: PageRequest, holder: SessionHolder) {
    const id = rowIdOf(page)
    const { methods } = await engine.mySecurity.view(holder)
    const method = methods.find((method) => method.id === id)
    if (method === undefined) throw new NightlatchError('not_found')
    return { method, ...lookOf(page.view.text, method.method), isLast: methods.length === 1 }
  }

  function goBack(page: PageRequest, { token }: Extract<Removed, { kind: 'removed' }>, notice: NoticeName): Response {
    renewSession(page, host, token)
    return page.redirect(withNotice(page.view.href(routes.mySecurity.path), notice))
  }
}

function cannotRemove({ page, view }: PageRequest, name: string, status = 200): Promise<Response> {
  const { remove, methods } = view.text.mySecurity
  return page(<RefusedPage view={view} title={remove.refused(name)} lead={methods.lastWhileRequired} />, { status })
}

function cannotTurnOff({ page, view }: PageRequest, why: string, status = 200): Promise<Response> {
  return page(<RefusedPage view={view} title={view.text.mySecurity.turnOff.refused} lead={why} />, { status })
}
