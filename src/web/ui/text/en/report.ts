import type { Undo } from '../../../../engine/report-effects.ts'

/** "It wasn't me": the page behind the link of a notice. */
export const report = {
  ask: {
    title: "Wasn't this you?",
    lead: 'Nothing has been changed yet. Read what we told you about:',
    willDo: 'When you press the button:',
    signedOut: 'Everybody is signed out of your account, you too.',
    devices: 'No device is trusted any more. Each is asked for a code.',
    undo: {
      'backup-codes': 'The backup codes that were made then stop working.',
      password: 'The changed password stops working. Nobody gets in with it.',
      'reset-link': 'The link for a new password stops working.',
      'recovery-pass': 'The recovery pass stops working.',
      'set-up': 'If you have no way to verify left, you set one up at your next sign-in, with a code sent to your e-mail address.',
    } satisfies Record<Exclude<Undo, 'nothing'>, string>,
    resetLink: (address: string) => `A link for a new password goes to ${address}.`,
    administrators: 'Your administrators are told.',
    staying: 'Your ways to verify stay as they are: only you or an administrator takes one away.',
    submit: "It wasn't me: lock my account",
    itWasMe: 'It was you? Then close this page. Nothing happens.',
  },
  done: {
    title: 'Your account is locked',
    lead: 'Thank you for telling us.',
    did: 'What was done',
    signedOut: 'Everybody was signed out of your account.',
    devices: 'No device is trusted any more.',
    undo: {
      'backup-codes': 'The backup codes that were made then no longer work.',
      password: 'The changed password no longer works.',
      'reset-link': 'The link for a new password no longer works.',
      'recovery-pass': 'The recovery pass no longer works.',
      'set-up': 'With no way to verify left, you set one up at your next sign-in, with a code sent to your e-mail address.',
    } satisfies Record<Exclude<Undo, 'nothing'>, string>,
    administrators: 'Your administrators were told.',
    next: 'What you do now',
    openMail: (address: string) => `Open the e-mail that we have just sent to ${address}, and set a new password with its link. It works for an hour.`,
    signIn: 'Sign in with your new password.',
    signInHost: 'Change your password, then sign in.',
    look: 'Look at your sign-in security: remove what is not yours, and make new backup codes.',
    call: 'Call your administrator if you cannot get in, or if you see a way to verify that is not yours.',
    toSignIn: 'Go to sign-in',
  },
  gone: {
    title: 'This link no longer works',
    lead: 'Each link works once, for 14 days.',
    body: 'If you pressed the button before, it is done. If not, sign in, look at your sign-in security, and change your password. Call your administrator if you cannot get in.',
    signIn: 'Go to sign-in',
    forgot: 'Get a new password',
  },
}
