/** The kinds of second step, by the id of the method. */
export const methods = {
  totp: { name: 'Mobile authenticator', inSentence: 'your authenticator app' },
  sms: { name: 'Text message', inSentence: 'text message' },
  'backup-code': { name: 'Backup code', inSentence: 'a backup code' },
  'recovery-pass': { name: 'Recovery pass', inSentence: 'a recovery pass' },
  recommended: 'Recommended',
  phoneEnding: (lastDigits: string) => `Phone ending in ${lastDigits}`,
}
