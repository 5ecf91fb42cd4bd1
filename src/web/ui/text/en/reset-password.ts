/** A forgotten password. */
export const resetPassword = {
  forgot: {
    title: 'Forgot your password?',
    lead: 'We send you a link by e-mail. With it you choose a new one.',
    identifier: 'User name or e-mail',
    missing: 'Enter your user name or e-mail.',
    submit: 'Send the link',
    back: 'Back to sign-in',
  },
  sent: {
    title: 'Check your e-mail',
    lead: 'If we find your account, an e-mail is on its way.',
    body: 'It comes within a few minutes, and its link works for an hour. Nothing there? Look in the spam folder, ask again after five minutes, or ask your administrator.',
    again: 'Try another name',
  },
  askAdministrator: {
    title: 'Ask your administrator',
    lead: "This server can't send e-mail, so nobody can get a new password by themselves. Ask an administrator of your organization for help.",
  },
  choose: {
    title: 'Choose a new password',
    lead: 'Then sign in with it. If you use 2-step verification, it stays as it is.',
    next: 'New password',
    submit: 'Set new password',
  },
  gone: {
    title: 'This link no longer works',
    lead: 'Each link works once, and for an hour. A newer link also ends an older one.',
    body: 'If you have set your password with it already, go and sign in. If not, ask for a new link.',
    again: 'Ask for a new link',
    signIn: 'Go to sign-in',
  },
}
