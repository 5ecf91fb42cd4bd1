import type { View } from '../ui/view.ts'

/** A country in the language of the page; its code where it has no name. */
export function countryName({ locale, text }: Pick<View, 'locale' | 'text'>, code: string): string {
  return code === '' ? text.textMessages.table.nowhere : (new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code)
}
