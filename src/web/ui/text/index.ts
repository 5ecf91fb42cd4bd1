import { en } from './en.ts'

/** All the wording of the pages, in one language. */
export type Text = typeof en

/** Every language; a new one is a file and a line here, and the compiler names what it lacks. */
export const languages: Record<string, Text> = {
  en,
}

/** The wording for a locale such as `en-GB`, or English. */
export function textFor(locale: string): Text {
  const [language = ''] = locale.toLowerCase().split('-')
  return (Object.hasOwn(languages, language) && languages[language]) || en
}
