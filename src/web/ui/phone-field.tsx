import { Field } from './field.tsx'
import { SelectField } from './select-field.tsx'
import type { View } from './view.ts'

export interface PhoneFieldProps {
  view: View
  /** Countries that texts may be sent to: ISO code and calling code, such as `GB` and `44`. */
  countries: readonly { id: string; callingCode: string }[]
  country: string
  /** As typed, so that it can be mended. */
  number?: string | undefined
  error?: string | undefined
}

/** A mobile number, in national or international form. Posts `country` and `phone`. */
export function PhoneField({ view, countries, country, number, error }: PhoneFieldProps) {
  const { phone } = view.text.setUp
  const options = namedCountries(view.locale, countries)
  return (
    <>
      <SelectField name="country" label={phone.country} options={options} value={country} autocomplete="country" />
      <Field
        name="phone" type="tel" inputmode="tel" autocomplete="tel" maxlength={40} required autofocus
        label={phone.number} hint={phone.numberHint} error={error} value={number}
      />
    </>
  )
}

function namedCountries(locale: string, countries: PhoneFieldProps['countries']) {
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return countries
    .map(({ id, callingCode }) => ({ value: id, label: `${names.of(id)} (+${callingCode})` }))
    .sort((one, other) => one.label.localeCompare(other.label, locale))
}
