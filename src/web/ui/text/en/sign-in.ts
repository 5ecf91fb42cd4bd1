import { duration } from './quantity.ts'

export const signIn = {
  title: 'Sign in',
  lead: (applicationName: string) => `Welcome back to ${applicationName}.`,
  identifier: 'User name or e-mail',
  password: 'Password',
  submit: 'Sign in',
  forgot: 'Forgot your password?',
  help: 'Trouble signing in? Your administrator can help.',
  identifierMissing: 'Enter your user name or e-mail.',
  passwordMissing: 'Enter your password.',
  wrong: "That user name and password don't match. Check both and try again.",
  tooManyTries: (seconds: number) => `That was too many tries. Wait ${duration(seconds)}, then try again.`,
  busy: 'Many people are signing in just now. Wait a few seconds, then try again.',
  ended: {
    signedOut: "You're signed out.",
    sessionEnded: 'Your session has ended. Sign in again to go on.',
    passwordChanged: 'Your password was changed. Sign in with the new one.',
    tooManyCodes: 'That was too many wrong codes, so this sign-in was stopped. Please start again.',
  },
}
