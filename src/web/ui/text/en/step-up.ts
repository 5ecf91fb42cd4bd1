/** A fresh code before something important. */
export const stepUp = {
  title: "Verify it's you",
  lead: 'This change needs a fresh code, even on a device you trust.',
  leadPassword: 'Enter your password again to go on.',
  password: 'Password',
  submit: 'Continue',
  wrongPassword: "That password isn't right. Try again.",
  enrollFirst: 'Set up 2-step verification for yourself first. Then you can administer it for others.',
}
