import { z } from 'zod'
import { countries, type RefusedPhone } from '../../engine/phone.ts'
import { field, type PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { PhonePage } from './phone-page.tsx'
import { showPhoneCode } from './phone-code.tsx'
import { type Deps, type Ready, readyFor, stepsOf } from './setting-up.ts'
import { start } from './start.ts'

const Form = z.object({ country: field(2), phone: field() })

/** The number that codes are texted to. */
export function phoneScreens(deps: Deps) {
  return [
    screen(routes.setUpPhone, {
      async get(page, granted) {
        const ready = await readyFor(page, granted, deps, routes.setUpPhone.path)
        if (ready instanceof Response) return ready
        if (!ready.setUp.methods.includes('sms')) return toChoose(page)
        return await page.page(phonePage(ready, { country: ready.setUp.organization.country }))
      },

      async post(page, granted) {
        const entered = page.form(Form)
        const ready = await readyFor(page, granted, deps, routes.setUpPhone.path)
        if (ready instanceof Response) return ready
        const { phone } = ready.view.text.setUp
        if (entered.phone.trim() === '') {
          return await page.page(phonePage(ready, { ...entered, error: phone.missing }), { status: 422 })
        }
        const started = await start(page, granted, deps, 'sms', { country: entered.country, number: entered.phone })
        if (started === null) return toChoose(page)
        if (started.kind === 'invalid') {
          return await page.page(phonePage(ready, { ...entered, error: phone.invalid[started.why as RefusedPhone] }), { status: 422 })
        }
        return await showPhoneCode(page, ready, deps, started.view, { number: started.reveal['number'] })
      },
    }),
  ]

  function toChoose(page: PageRequest): Response {
    return page.redirect(`${page.view.href(routes.setUpChoose.path)}?gone`)
  }
}

function phonePage({ view, setUp }: Ready, entered: { country: string; phone?: string; error?: string }) {
  const { country, phone, error } = entered
  const allowed = countries(view.locale).filter(({ code }) => setUp.textCountries.includes(code))
  const offered = allowed.map(({ code, callingCode }) => ({ id: code, callingCode }))
  const names = allowed.map(({ name }) => name)
  return <PhonePage view={view} steps={stepsOf(setUp, 2)} countries={offered} country={country} number={phone} error={error} names={names} />
}
