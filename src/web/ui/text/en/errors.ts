/** Pages for when a request can't go on: what happened, and the way on. */
export const errors = {
  notFound: { title: "This page isn't here", lead: 'The address may be mistyped, or the page has moved.', action: 'Go to the home page' },
  notAllowed: { title: "That isn't possible here", lead: 'The rules of your organization may not allow it, or something changed in the meantime. Nothing was changed.', action: 'Go to the home page' },
  administratorsOnly: { title: "You can't open this page", lead: 'It is for administrators of your organization. If you need it, ask one of them.', action: 'Go to the home page' },
  badRequest: { title: "We couldn't read what was sent", lead: 'Go back, check what you entered and send it again.', action: 'Go to the home page' },
  outOfDate: { title: 'This page is out of date', lead: 'You may have used the back button, or gone on in another tab. Nothing was changed.', action: 'Go on from the current page' },
  challengeGone: { title: 'This sign-in has ended', lead: 'It took too long, or was finished elsewhere. Your account is safe; please sign in again.', action: 'Sign in again' },
  sessionEnded: { title: "You've been signed out", lead: 'Your session ended before this was sent. Sign in again, then repeat it.', action: 'Sign in' },
  cookiesBlocked: { title: 'Your browser blocks cookies', lead: 'Signing in needs them. Allow cookies for this site, then try again.', action: 'Try again' },
  headersTooLong: { title: 'Your browser sent too much', lead: 'Too many cookies may have gathered, or the address is too long. Delete the cookies of this site in your browser, then try again.', action: 'Go to the home page' },
  tooLarge: { title: 'This file is too large', lead: 'At most 4 MB are taken at once. Nothing was changed. Divide the file, and import one part after the other.', action: 'Go to the home page' },
  otherSite: { title: 'That came from another site', lead: 'For your safety it was not accepted. Open the page here and try again.', action: 'Go to the home page' },
  busy: { title: 'That has to wait a moment', lead: 'Many people are signing in just now, or a part of our system is away. Nothing was changed. Wait a few seconds, then try again.', action: 'Try again' },
  unexpected: { title: 'Something went wrong', lead: "It's our fault, not yours, and it has been noted. Please try again.", action: 'Try again' },
  reference: (requestId: string) => `If you ask for help, give this number: ${requestId}`,
}

export const signedOut = {
  title: "You're signed out",
  lead: 'You can close this page now.',
  trusted: 'This device is still trusted. If you share it, stop trusting it in your settings.',
  action: 'Sign in again',
}
