import { count } from './quantity.ts'

/** The page that stands between a password and the application until set-up is done. */
export const required = {
  title: 'Set up 2-step verification',
  because: {
    organization: (organization: string) => `${organization} requires 2-step verification for everybody.`,
    role: (role: string) => `Your role, ${role}, always requires 2-step verification.`,
    methodNotAllowed: (method: string) => `${method} is no longer allowed in your organization. Add another way to verify.`,
    recovery: 'An administrator helped you back in. Set up 2-step verification again to go on.',
  },
  what: 'Besides your password, you will enter a code from your phone. It takes about two minutes to set up.',
  need: 'Have your mobile phone at hand.',
  submit: 'Enable two-step verification',
  notNow: 'Not now',
  deadline: (date: string, daysLeft: number) => (daysLeft <= 0
    ? 'Today is the last day to do this later.'
    : `You have until ${date}: ${count(daysLeft, 'day', 'days')} left.`),
  overdue: (date: string) => `The time to do this later ended on ${date}.`,
  confined: 'This became required while you were signed in. Set it up to go on with your work.',
  emailCode: {
    title: 'Check your e-mail',
    lead: (address: string) => `Before you set this up, enter the code that we sent to ${address}. It shows that it is really you.`,
    label: 'Code from the e-mail',
    submit: 'Continue',
  },
}
