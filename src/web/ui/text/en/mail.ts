import type { MethodId, NoticeEvent } from '../../../../engine/model.ts'
import type { Undo } from '../../../../engine/report-effects.ts'
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
  sendsResetLink: boolean // whoever says "this wasn't me" is sent a link for a new password
  person: string // somebody else's name
  about: NoticeEvent // what somebody said was not their doing
  undone: Undo
}

/** One message in words: what happened, and what to do if it wasn't the person who reads it. */
export interface MailWords {
  subject: string
  says: readonly string[]
  aside?: string // a heading over `notYou` where "Wasn't this you?" is no question
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

/** What the link of "It wasn't me" does, whatever the mail tells. */
const tellUs = ({ sendsResetLink }: MailFacts) =>
  `Tell us with the link below. We sign everybody out of your account${sendsResetLink ? ', trust no device any more, and send you a link for a new password' : ' and trust no device any more'}.`

const events: Record<NoticeEvent, (facts: MailFacts) => MailWords> = {
  'method-added': (facts) => ({
    subject: `${aWay(facts.method)} was added to your ${facts.applicationName} account`,
    says: [`${aWay(facts.method)} was added to your account. It can be used to verify that it is really you.`],
    notYou: `${tellUs(facts)} Your administrators are told: they can take away what was added.`,
  }),
  'method-added-at-sign-in': (facts) => ({
    subject: `2-step verification was set up for your ${facts.applicationName} account`,
    says: [
      `${aWay(facts.method)} was added to your account by somebody who was signing in with your password.`,
      'From now on, signing in takes your password and this second step.',
    ],
    notYou: `${tellUs(facts)} Your administrators are told: they can take away what was added.`,
  }),
  'method-changed': (facts) => ({
    subject: `The ${way[facts.method]} of your ${facts.applicationName} account was changed`,
    says: [`The ${way[facts.method]} of your account was changed. The one before no longer works.`],
    notYou: `${tellUs(facts)} Your administrators are told: they can bring back your access.`,
  }),
  'method-removed': (facts) => ({
    subject: `The ${way[facts.method]} was removed from your ${facts.applicationName} account`,
    says: [`The ${way[facts.method]} was removed from your account. It can no longer be used to verify that it is you.`],
    notYou: tellUs(facts),
  }),
  'turned-off': (facts) => ({
    subject: `2-step verification was turned off for your ${facts.applicationName} account`,
    says: ['2-step verification was turned off. Your account is now protected by your password alone.'],
    notYou: `${tellUs(facts)} It must then be set up again at the next sign-in, with a code sent to your e-mail address.`,
  }),
  'backup-codes-made': (facts) => ({
    subject: `New backup codes for your ${facts.applicationName} account`,
    says: ['New backup codes were made for your account. All codes made before have stopped working.'],
    notYou: `${tellUs(facts)} These codes stop working.`,
  }),
  'backup-code-used': (facts) => ({
    subject: `A backup code of your ${facts.applicationName} account was used`,
    says: [`A backup code was used to verify that it is you. ${facts.codesLeft === 0 ? 'It was your last one.' : `You have ${codes(facts.codesLeft)} left.`}`],
    notYou: `${tellUs(facts)} Then make new codes: somebody may have yours.`,
  }),
  'backup-codes-low': (facts) => ({
    subject: `${facts.codesLeft === 0 ? 'No backup codes are' : `Only ${codes(facts.codesLeft)} ${facts.codesLeft === 1 ? 'is' : 'are'}`} left for your ${facts.applicationName} account`,
    says: [
      facts.codesLeft === 0 ? 'You have used all of your backup codes.' : `You have ${codes(facts.codesLeft)} left.`,
      'They are the way in when your phone is lost or empty, so make new ones while you can.',
    ],
    notYou: `You did not use them yourself? ${tellUs(facts)}`,
  }),
  'device-trusted': (facts) => ({
    subject: `A device is now trusted by your ${facts.applicationName} account`,
    says: [`A device was marked as trusted. For ${count(facts.trustDays, 'day', 'days')} it is not asked for a code when you sign in.`],
    notYou: tellUs(facts),
  }),
  'devices-revoked': (facts) => ({
    subject: `Trusted devices of your ${facts.applicationName} account were removed`,
    says: ['Somebody ended the trust of one or more of your devices. They are asked for a code at the next sign-in.'],
    notYou: tellUs(facts),
  }),
  'new-device': (facts) => ({
    subject: `New sign-in to your ${facts.applicationName} account`,
    says: ["Somebody signed in to your account from a device that it hasn't been used on before."],
    notYou: tellUs(facts),
  }),
  'second-step-failing': (facts) => ({
    subject: `Wrong codes were entered for your ${facts.applicationName} account`,
    says: ['Somebody with your password entered several wrong codes. None of these codes was accepted.'],
    notYou: `Somebody knows your password. ${tellUs(facts)}`,
  }),
  'password-changed': (facts) => ({
    subject: `Your ${facts.applicationName} password was changed`,
    says: ['Your password was changed. Other sessions were signed out, and trusted devices are asked for a code again.'],
    notYou: `${tellUs(facts)} The changed password stops working.`,
  }),
  'email-changed': (facts) => ({
    subject: `The e-mail address of your ${facts.applicationName} account was changed`,
    says: ['The e-mail address of your account was changed. This message goes to the address before and to the new one; from now on all others go to the new one.'],
    notYou: `${tellUs(facts)} Your administrators are told: they can set the address right.`,
  }),
  'password-reset-requested': ({ applicationName, linkSeconds }) => ({
    subject: `Set a new password for ${applicationName}`,
    says: [
      'You, or somebody who knows your user name, asked for a new password for your account.',
      `The link works once, within ${duration(linkSeconds)}. It doesn't sign you in, and if you use 2-step verification, that stays as it is.`,
    ],
    notYou: `You need do nothing: without the link your password stays as it is. Or tell us with the last link, and the first one stops working.`,
  }),
  'account-created': ({ applicationName, linkSeconds }) => ({
    subject: `Your ${applicationName} account`,
    says: [
      'An administrator made an account for you. Choose a password with the link below, then sign in with it.',
      `The link works once, within ${duration(linkSeconds)}. After that, ask for a new one on the sign-in page or from your administrator.`,
    ],
    notYou: 'You do not know what this is about? Leave the link alone: without it nobody can sign in. Your administrator can tell you more.',
  }),
  'reset-by-administrator': (facts) => ({
    subject: `An administrator reset 2-step verification for your ${facts.applicationName} account`,
    says: ['An administrator removed the ways that you verified with, so that you can set up new ones. You are signed out everywhere.'],
    notYou: `You did not ask for this? ${tellUs(facts)} Your administrators are told, and set-up then takes a code sent to your e-mail address.`,
  }),
  'unlocked-by-administrator': (facts) => ({
    subject: `Codes work again for your ${facts.applicationName} account`,
    says: ['After too many wrong codes, an administrator made 6-digit codes work again.'],
    notYou: `${tellUs(facts)} Your administrators are told.`,
  }),
  'signed-out-by-administrator': ({ applicationName }) => ({
    subject: `You were signed out of ${applicationName} everywhere`,
    says: ['An administrator ended all of your sessions. Sign in again to go on.'],
    notYou: 'You do not know why? Ask your administrator. With the link below you also have every device asked for a code.',
  }),
  'devices-revoked-by-administrator': ({ applicationName }) => ({
    subject: `Your devices are no longer trusted by ${applicationName}`,
    says: ['An administrator ended the trust of all of your devices. They are asked for a code at the next sign-in.'],
    notYou: 'You do not know why? Ask your administrator. With the link below you are also signed out everywhere.',
  }),
  'recovery-pass-issued': (facts) => ({
    subject: `A recovery pass was made for your ${facts.applicationName} account`,
    says: [
      'An administrator made a recovery pass, to be read out to you. With your password it lets you in once, and you then set up 2-step verification again.',
    ],
    notYou: `You did not ask for one? Somebody may be pretending to be you. ${tellUs(facts)} The pass stops working, and your administrators are told.`,
  }),
  'set-up-reminder': ({ applicationName, deadline }) => ({
    subject: `Please set up 2-step verification for ${applicationName}`,
    says: [
      deadline === null
        ? 'Your administrator asks you to set up 2-step verification. It takes about two minutes.'
        : `Your administrator asks you to set up 2-step verification before ${deadline}. It takes about two minutes; afterwards you are asked for it at your next sign-in.`,
    ],
    aside: 'How it is done',
    notYou: 'You can do it yourself: sign in as always, then choose "My sign-in security".',
  }),
  'account-reported': (facts) => ({
    subject: `Your ${facts.applicationName} account was locked, as you asked`,
    says: [
      `You told us that this was not your doing: "${events[facts.about](facts).subject}".`,
      `Everybody was signed out of your account, and no device is trusted any more. ${undoneWords[facts.undone]}`.trim(),
      facts.sendsResetLink ? 'A link for a new password comes in another e-mail. Use it first, then sign in and look at your sign-in security.' : 'Sign in and look at your sign-in security.',
    ],
    aside: "Wasn't that you either?",
    notYou: 'Whoever said so can read your e-mail. Change the password of your mailbox, and tell your administrator.',
  }),
  'reported-to-administrators': (facts) => ({
    subject: `${facts.person} says of their ${facts.applicationName} account: "It wasn't me"`,
    says: [
      `${facts.person} told us that this was not their doing: "${events[facts.about](facts).subject}".`,
      `They were signed out everywhere, and no device of theirs is trusted any more. ${undoneWords[facts.undone]} No way to verify was taken away.`.replace('  ', ' '),
      'Call them on a number that you already had. If somebody else set up a way to verify, reset it on their page.',
    ],
    aside: 'Is it really them?',
    notYou: 'It was said with a link in an e-mail to them. Whoever reads their mailbox can press it.',
  }),
  'texts-stopped': ({ applicationName, stopped: { numbers, texts, used } }) => ({
    subject: `${applicationName} stopped texts to ${numbers}`,
    says: [
      `Of ${count(texts, 'text', 'texts')} to numbers like ${numbers}, ${used === 0 ? 'none was' : count(used, 'was', 'were')} used within a day. This is how it looks when somebody has texts sent to earn by them.`,
      'Texts to these numbers are stopped until an administrator lifts the stop. Everybody else signs in as always.',
    ],
    aside: 'Are these numbers yours?',
    notYou: 'These are numbers of your own people? Then lift the stop: under 2-Step Verification, choose "Text messages".',
  }),
}

/** What was undone, in a sentence. */
const undoneWords: Readonly<Record<Undo, string>> = {
  nothing: '',
  'backup-codes': 'The backup codes made then no longer work.',
  password: 'The changed password no longer works.',
  'reset-link': 'The link for a new password no longer works.',
  'recovery-pass': 'The recovery pass no longer works.',
  'set-up': 'With no way to verify left, 2-step verification must be set up at the next sign-in, with a code sent by e-mail.',
}

/** Texts, codes by e-mail, and notices. */
export const mail = {
  events,

  greeting: (name: string) => `Hello ${name},`,
  when: 'When',
  from: 'From',
  address: 'Address',
  notYou: "Wasn't this you?",
  link: {
    changePassword: 'Change your password',
    notMe: "It wasn't me",
    person: (name: string) => `Look at ${name}'s page`,
    checkSecurity: 'Check your sign-in security',
    setPassword: 'Set a new password',
    choosePassword: 'Choose your password',
    makeCodes: 'Make new backup codes',
    textMessages: 'See text messages',
  },
  commandLine: 'The command line of the server',
  signature: (applicationName: string, organization: string) => `${applicationName} sent this to tell you about your account at ${organization}.`,

  /** The name is null where none of it can be written in a text message. */
  text: (code: string, applicationName: string | null) => `${code} is your ${applicationName ?? 'sign-in'} code.`,
  testText: (applicationName: string | null) => `This is a test${applicationName === null ? '' : ` of ${applicationName}`}. Texts reach this phone.`,
  code: (applicationName: string, validSeconds: number): MailWords => ({
    subject: `Your ${applicationName} code`,
    says: [`Enter this code where you are setting up 2-step verification. It works for ${duration(validSeconds)}.`],
    notYou: 'Keep the code to yourself. Somebody may know your password, so change it now.',
  }),
}

function codes(left: number): string {
  return count(left, 'backup code', 'backup codes')
}
