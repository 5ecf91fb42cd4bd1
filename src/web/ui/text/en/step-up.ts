import { duration } from './quantity.ts'

/** A fresh code before something important. */
export const stepUp = {
  title: "Verify it's you",
  lead: 'This needs a fresh code, even on a device you trust.',
  leadSend: (lastDigits: string) => `This needs a fresh code, even on a device you trust. We text it to your phone ending in ${lastDigits}.`,
  leadPassword: 'Enter your password again to go on.',
  send: 'Text me a code',
  password: 'Password',
  submit: 'Continue',
  passwordMissing: 'Enter your password.',
  wrongPassword: "That password isn't right. Try again.",
  tooManyTries: (seconds: number) => `That was too many tries. Wait ${duration(seconds)}, then try again.`,
  over: 'That was too many wrong codes, so we start again. Codes from before no longer work.',
  goneOn: 'That page was out of date, so nothing was changed. Please enter a code here.',
  noWay: "None of your ways to verify works just now. Try again later, or ask your administrator.",
}
