import type { Accounts } from '../../accounts/accounts.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Host } from '../host.ts'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { errorsOf, type FirstAdministratorErrors, type FirstAdministratorForm, Form } from './first-administrator-form.ts'
import { FirstAdministratorGonePage, FirstAdministratorPage } from './first-administrator-page.tsx'
import { guessedPlace } from './first-administrator-place.ts'

/** The page of the link that a new server writes to its log. It works once, and signs nobody in. */
export function firstAdministratorScreens({ accounts, engine, host }: { accounts: Accounts; engine: Engine; host: Host }) {
  return [
    screen(routes.firstAdministrator, {
      async get(page) {
        const token = page.query('token') ?? ''
        if ((await accounts.viewFirstAdministrator(token)) !== 'open') return await gone(page)
        const place = guessedPlace(page.request.headers.get('accept-language'))
        return await form(page, { token, organizationName: '', name: '', userName: '', email: '', password: '', ...place })
      },

      async post(page) {
        const given = page.form(Form)
        // Asked first: whoever holds no link learns nothing from what is wrong with a form.
        if ((await accounts.viewFirstAdministrator(given.token)) !== 'open') return await gone(page)
        const errors = await errorsOf(given, accounts, page.view.text)
        if (Object.keys(errors).length > 0) return await form(page, given, errors)

        const { token, organizationName, country, timeZone, name, userName, email, password } = given
        const locale = `${page.view.text.language.tag}-${country}`
        const organization = { name: organizationName.trim(), country, timeZone, locale }
        const created = await accounts.createFirstAdministrator(token, { organization, name, userName, email: email.trim(), password }, page.visitor)
        switch (created.kind) {
          case 'used-or-expired':
            return await gone(page)
          case 'problem':
            return await form(page, given, { userName: page.view.text.firstAdministrator.problem.taken })
          case 'created':
            return page.redirect(host.signInUrl)
        }
      },
    }),
  ]

  function form({ page, view }: PageRequest, values: FirstAdministratorForm, errors?: FirstAdministratorErrors) {
    const body = <FirstAdministratorPage view={view} now={engine.now()} values={values} errors={errors} />
    return page(body, { secret: true, status: errors === undefined ? 200 : 422 })
  }

  function gone({ page, view }: PageRequest) {
    return page(<FirstAdministratorGonePage view={view} signInUrl={host.signInUrl} />, { secret: true, status: 410 })
  }
}
