import type { MethodId, NoticeEvent } from '../../../../engine/model.ts'
import { count, duration } from './quantity.ts'

/** What a notice may say besides who, when and where. */
export interface MailFacts {
  applicationName: string
  method: MethodId
  codesLeft: number
  trustDays: number
  linkSeconds: number // how long a link works
  deadline: string | null // a date in words
  stopped: { numbers: string; texts: number; used: number } // what texts go to no more
}

/** One message in words: what happened, and what to do if it wasn't the person who reads it. */
export interface MailWords {
  subject: string
  says: readonly string[]
  notYou: string
}

const way = {
  totp: 'authenticator app',
  sms: 'phone for text messages',
  'backup-code': 'backup code',
  'recovery-pass': 'recovery pass',
  email: 'e-mail address',
} as const satisfies Record<MethodId, string>

const aWay = (method: MethodId) => (method === 'totp' || method === 'email' ? `An ${way[method]}` : `A ${way[method]}`)

const somebodyKnows = 'Somebody may know your password. Change it now, and tell your administrator.'

const events = {
  'method-added': ({ applicationName, method }) => ({
    subject: `${aWay(method)} was added to your ${applicationName} account`,
    says: [`${aWay(method)} was added to your account. It can be used to verify that it is really you.`],
    notYou: somebodyKnows,
  }),
  'method-added-at-sign-in': ({ applicationName, method }) => ({
    subject: `2-step verification was set up for your ${applicationName} account`,
    says: [
      `${aWay(method)} was added to your account by somebody who was signing in with your password.`,
      'From now on, signing in takes your password and this second step.',
    ],
    notYou: 'Tell your administrator at once: they can take away what was added. Then change your password.',
  }),
  'method-changed': ({ applicationName, method }) => ({
    subject: `The ${way[method]} of your ${applicationName} account was changed`,
    says: [`The ${way[method]} of your account was changed. The one before no longer works.`],
    notYou: `${somebodyKnows} Your administrator can bring back your access.`,
  }),
  'method-removed': ({ applicationName, method }) => ({
    subject: `The ${way[method]} was removed from your ${applicationName} account`,
    says: [`The ${way[method]} was removed from your account. It can no longer be used to verify that it is you.`],
    notYou: somebodyKnows,
  }),
  'turned-off': ({ applicationName }) => ({
    subject: `2-step verification was turned off for your ${applicationName} account`,
    says: ['2-step verification was turned off. Your account is now protected by your password alone.'],
    notYou: `${somebodyKnows} Then turn 2-step verification on again.`,
  }),
  'backup-codes-made': ({ applicationName }) => ({
    subject: `New backup codes for your ${applicationName} account`,
    says: ['New backup codes were made for your account. All codes made before have stopped working.'],
    notYou: `${somebodyKnows} Then make new backup codes of your own.`,
  }),
  'backup-code-used': ({ applicationName, codesLeft }) => ({
    subject: `A backup code of your ${applicationName} account was used`,
    says: [`A backup code was used to verify that it is you. ${codesLeft === 0 ? 'It was your last one.' : `You have ${codes(codesLeft)} left.`}`],
    notYou: 'Somebody may have your password and your backup codes. Change your password now, then make new codes.',
  }),
  'backup-codes-low': ({ applicationName, codesLeft }) => ({
    subject: `${codesLeft === 0 ? 'No backup codes are' : `Only ${codes(codesLeft)} ${codesLeft === 1 ? 'is' : 'are'}`} left for your ${applicationName} account`,
    says: [
      codesLeft === 0 ? 'You have used all of your backup codes.' : `You have ${codes(codesLeft)} left.`,
      'They are the way in when your phone is lost or empty, so make new ones while you can.',
    ],
    notYou: 'Somebody may have your password and your backup codes. Change your password now, then make new codes.',
  }),
  'device-trusted': ({ applicationName, trustDays }) => ({
    subject: `A device is now trusted by your ${applicationName} account`,
    says: [`A device was marked as trusted. For ${count(trustDays, 'day', 'days')} it is not asked for a code when you sign in.`],
    notYou: `${somebodyKnows} A new password also ends the trust of every device.`,
  }),
  'devices-revoked': ({ applicationName }) => ({
    subject: `Trusted devices of your ${applicationName} account were removed`,
    says: ['Somebody ended the trust of one or more of your devices. They are asked for a code at the next sign-in.'],
    notYou: somebodyKnows,
  }),
  'new-device': ({ applicationName }) => ({
    subject: `New sign-in to your ${applicationName} account`,
    says: ["Somebody signed in to your account from a device that it hasn't been used on before."],
    notYou: `${somebodyKnows} A new password also signs out everybody else.`,
  }),
  'second-step-failing': ({ applicationName }) => ({
    subject: `Wrong codes were entered for your ${applicationName} account`,
    says: ['Somebody with your password entered several wrong codes. None of these codes was accepted.'],
    notYou: 'Somebody knows your password. Change it now, and tell your administrator.',
  }),
  'password-changed': ({ applicationName }) => ({
    subject: `Your ${applicationName} password was changed`,
    says: ['Your password was changed. Other sessions were signed out, and trusted devices are asked for a code again.'],
    notYou: 'Set a new password with the link below, and tell your administrator at once.',
  }),
  'password-reset-requested': ({ applicationName, linkSeconds }) => ({
    subject: `Set a new password for ${applicationName}`,
    says: [
      'You, or somebody who knows your user name, asked for a new password for your account.',
      `The link works once, within ${duration(linkSeconds)}. It doesn't sign you in, and your second step stays as it is.`,
    ],
    notYou: 'You need do nothing. Without the link your password stays as it is.',
  }),
  'reset-by-administrator': ({ applicationName }) => ({
    subject: `An administrator reset 2-step verification for your ${applicationName} account`,
    says: ['An administrator removed the ways that you verified with, so that you can set up new ones. You are signed out everywhere.'],
    notYou: 'You did not ask for this? Call your administrator at once, before anybody sets up a phone in your place.',
  }),
  'unlocked-by-administrator': ({ applicationName }) => ({
    subject: `Codes work again for your ${applicationName} account`,
    says: ['After too many wrong codes, an administrator made 6-digit codes work again.'],
    notYou: somebodyKnows,
  }),
  'signed-out-by-administrator': ({ applicationName }) => ({
    subject: `You were signed out of ${applicationName} everywhere`,
    says: ['An administrator ended all of your sessions. Sign in again to go on.'],
    notYou: 'You do not know why? Ask your administrator.',
  }),
  'devices-revoked-by-administrator': ({ applicationName }) => ({
    subject: `Your devices are no longer trusted by ${applicationName}`,
    says: ['An administrator ended the trust of all of your devices. They are asked for a code at the next sign-in.'],
    notYou: 'You do not know why? Ask your administrator.',
  }),
  'recovery-pass-issued': ({ applicationName }) => ({
    subject: `A recovery pass was made for your ${applicationName} account`,
    says: [
      'An administrator made a recovery pass, to be read out to you. With your password it lets you in once, and you then set up 2-step verification again.',
    ],
    notYou: 'You did not ask for one? Call your administrator at once: somebody may be pretending to be you.',
  }),
  'set-up-reminder': ({ applicationName, deadline }) => ({
    subject: `Please set up 2-step verification for ${applicationName}`,
    says: [
      deadline === null
        ? 'Your administrator asks you to set up 2-step verification. It takes about two minutes.'
        : `Your administrator asks you to set up 2-step verification before ${deadline}. It takes about two minutes; afterwards you are asked for it at your next sign-in.`,
    ],
    notYou: 'You can do it yourself: sign in as always, then choose "My sign-in security".',
  }),
  'texts-stopped': ({ applicationName, stopped: { numbers, texts, used } }) => ({
    subject: `${applicationName} stopped texts to ${numbers}`,
    says: [
      `Of ${count(texts, 'text', 'texts')} to numbers like ${numbers}, ${used === 0 ? 'none was' : count(used, 'was', 'were')} used within a day. This is how it looks when somebody has texts sent to earn by them.`,
      'Texts to these numbers are stopped until an administrator lifts the stop. Everybody else signs in as always.',
    ],
    notYou: 'These are numbers of your own people? Then lift the stop: under 2-Step Verification, choose "Text messages".',
  }),
} satisfies Record<NoticeEvent, (facts: MailFacts) => MailWords>

/** Texts, codes by e-mail, and notices. */
export const mail = {
  events: events as Record<NoticeEvent, (facts: MailFacts) => MailWords>,

  greeting: (name: string) => `Hello ${name},`,
  when: 'When',
  from: 'From',
  address: 'Address',
  notYou: "Wasn't this you?",
  link: {
    changePassword: 'Change your password',
    checkSecurity: 'Check your sign-in security',
    setPassword: 'Set a new password',
    makeCodes: 'Make new backup codes',
    textMessages: 'See text messages',
  },
  commandLine: 'The command line of the server',
  signature: (applicationName: string, organization: string) => `${applicationName} sent this to tell you about your account at ${organization}.`,

  /** The name is null where none of it can be written in a text message. */
  text: (code: string, applicationName: string | null) => `${code} is your ${applicationName ?? 'sign-in'} code.`,
  code: (applicationName: string, validSeconds: number): MailWords => ({
    subject: `Your ${applicationName} code`,
    says: [`Enter this code where you are setting up 2-step verification. It works for ${duration(validSeconds)}.`],
    notYou: 'Keep the code to yourself. Somebody may know your password, so change it now.',
  }),
}

function codes(left: number): string {
  return count(left, 'backup code', 'backup codes')
}
