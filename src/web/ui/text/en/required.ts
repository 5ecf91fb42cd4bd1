import { count, duration } from './quantity.ts'

/** The page that stands between a password and the application until set-up is done. */
export const required = {
  title: 'Set up 2-step verification',
  because: {
    organization: (organization: string) => `${organization} requires 2-step verification for everybody.`,
    role: (role: string) => `Your role, ${role}, always requires 2-step verification.`,
    methodNotAllowed: (method: string) => `${method} is no longer allowed in your organization. Add another way to verify.`,
    reported: 'You told us that it wasn\'t you who took your way to verify away. Set it up again to go on.',
    recovery: 'An administrator helped you back in. Set up 2-step verification again to go on.',
  },
  what: 'Besides your password, you will enter a code from your phone. It takes about two minutes to set up.',
  submit: 'Enable two-step verification',
  notNow: 'Not now',
  deadline: (date: string, daysLeft: number) => (daysLeft <= 0
    ? `Today, ${date}, is the last day to do this later.`
    : `You have until ${date}: ${count(daysLeft, 'day', 'days')} left.`),
  confined: 'This became required while you were signed in. Set it up to go on with your work.',
  emailCode: {
    title: 'Confirm that it is you',
    offer: (address: string) => `Before you set this up, we send a code to ${address}. It keeps somebody who knows your password from doing it in your place.`,
    send: 'Send me the code',
    lead: (address: string) => `Enter the 6-digit code that we sent to ${address}. It shows that it is really you.`,
    label: '6-digit code from the e-mail',
    submit: 'Continue',
    notSent: "The e-mail couldn't be sent. Try again in a moment, or ask your administrator.",
    usedUp: (seconds: number) => `No more codes can be sent to this address for ${duration(seconds)}. Sign in again then.`,
    sentAgain: 'We sent a new code. The one before no longer works.',
    noAccess: "Can't read that mailbox? Ask your administrator.",
  },
}
