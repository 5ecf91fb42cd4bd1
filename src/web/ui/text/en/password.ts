import { duration } from './quantity.ts'

export const password = {
  title: 'Change your password',
  lead: 'Everywhere else you are signed out, and devices you trust are asked for a code again.',
  current: 'Current password',
  next: 'New password',
  nextHint: 'At least 8 characters. Three or four random words make a good one.',
  repeat: 'New password again',
  submit: 'Change password',
  currentMissing: 'Enter your current password.',
  missing: 'Enter a new password.',
  tooShort: 'Use at least 8 characters.',
  tooLong: 'That is too long. Use a shorter one.',
  tooCommon: 'That password is easy to guess. Choose another.',
  containsName: 'That is mostly your own name. Choose something nobody would expect.',
  different: "The two new passwords aren't the same. Type them again.",
  same: 'That is your current password. Choose a new one.',
  wrong: "That isn't your current password. Try again.",
  tooManyTries: (seconds: number) => `That was too many tries. Wait ${duration(seconds)}, then try again.`,
}
