import { count } from './quantity.ts'

/** Whose codes they are, for a page that lies in a drawer for years. */
export interface Whose {
  applicationName: string
  userName: string
  date: string
}

export const backupCodes = {
  title: 'Save your backup codes',
  lead: 'If your phone is lost, one of these codes lets you in.',
  nowOn: '2-step verification is on.',
  newSet: 'These are your new backup codes. The old ones no longer work.',
  warningTitle: 'This is the only time they are shown.',
  warning: 'Keep them somewhere safe that is not your phone: printed in a drawer, or in a password manager.',
  listLabel: 'Your backup codes',
  copy: 'Copy',
  download: 'Download',
  print: 'Print',
  saved: 'I have saved them',
  submit: 'Continue',
  fileName: (applicationName: string) => `${applicationName} backup codes.txt`,
  paper: (given: Whose) => `For ${given.applicationName}. ${given.userName}, made on ${given.date}.`,
  file: (given: Whose, codes: readonly string[]) => [
    `Backup codes for ${given.applicationName}`,
    `${given.userName}, made on ${given.date}`,
    '',
    ...codes,
    '',
    'Each code works once, in place of the code from your phone.',
    'Keep this somewhere safe that is not your phone.',
    '',
  ].join('\r\n'),
  offerNew: {
    title: 'Did you save your backup codes?',
    lead: "We showed you backup codes, but don't know if you kept them. You can get a new set now; the old codes then stop working.",
    submit: 'Show me new backup codes',
    haveThem: 'I have saved mine',
    later: 'Later',
  },
  used: {
    title: 'You used a backup code',
    makeNew: 'Make new backup codes',
    submit: 'Continue',
  },
  left: (left: number) => (left === 0 ? 'No backup codes left' : `${count(left, 'backup code', 'backup codes')} left`),
  runningOut: (left: number) => (left === 0
    ? "You have no backup codes left. Make new ones, so that you can get in if your phone is lost."
    : `You have only ${count(left, 'backup code', 'backup codes')} left. Make new ones before they run out.`),
}
