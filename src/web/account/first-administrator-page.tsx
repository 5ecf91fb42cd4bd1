import { countries } from '../../engine/phone.ts'
import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { Section } from '../ui/section.tsx'
import { SelectField } from '../ui/select-field.tsx'
import type { View } from '../ui/view.ts'
import type { FirstAdministratorErrors, FirstAdministratorForm } from './first-administrator-form.ts'
import { timeZones } from './first-administrator-place.ts'

interface FirstAdministratorPageProps {
  view: View
  now: number
  values: Omit<FirstAdministratorForm, 'password'>
  errors?: FirstAdministratorErrors | undefined
}

/** The organization and its first administrator. */
export function FirstAdministratorPage({ view, now, values, errors = {} }: FirstAdministratorPageProps) {
  const words = view.text.firstAdministrator
  const first = Object.keys(errors)[0]
  return (
    <Layout view={view} title={words.title} lead={words.lead(view.applicationName)} icon="shield" hasError={first !== undefined}>
      <Form view={view} action={routes.firstAdministrator.path} class="stack">
        <input type="hidden" name="token" value={values.token} />
        <Section id="organization" title={words.organization}>
          <div class="stack">
            <Field name="organizationName" label={words.organizationName} value={values.organizationName} error={errors.organizationName} autocomplete="organization" maxlength={100} required autofocus={first === undefined} />
            <SelectField
              name="country" label={words.country} hint={words.countryHint} value={values.country} error={errors.country} placeholder={words.chooseCountry} autocomplete="country"
              options={countries(view.locale).map(({ code, name }) => ({ value: code, label: name }))}
            />
            <SelectField name="timeZone" label={words.timeZone} value={values.timeZone} options={timeZones(view.locale, now)} />
          </div>
        </Section>
        <Section id="you" title={words.you}>
          <div class="stack">
            <Field name="name" label={words.name} value={values.name} error={errors.name} autocomplete="name" maxlength={100} required />
            <Field name="email" type="email" label={words.email} hint={words.emailHint} value={values.email} error={errors.email} autocomplete="email" maxlength={254} required />
            <Field name="userName" label={words.userName} hint={words.userNameHint} value={values.userName} error={errors.userName} autocomplete="username" maxlength={100} required />
            <PasswordField view={view} label={words.password} hint={view.text.password.nextHint} error={errors.password} autocomplete="new-password" />
          </div>
        </Section>
        <Actions stacked><Button>{words.submit}</Button></Actions>
      </Form>
    </Layout>
  )
}

/** The link was used, is too old, or somebody is here already. */
export function FirstAdministratorGonePage({ view, signInUrl }: { view: View; signInUrl: string }) {
  const words = view.text.firstAdministrator.gone
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="clock">
      <p>{words.body}</p>
      <Actions stacked><LinkButton href={signInUrl}>{view.text.resetPassword.gone.signIn}</LinkButton></Actions>
    </Layout>
  )
}
