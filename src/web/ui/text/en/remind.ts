import { count } from './quantity.ts'

/** Reminding people by e-mail. */
export const remind = {
  link: 'Remind who is missing',
  title: (number: number) => `Remind ${count(number, 'person', 'people')}?`,
  submit: (number: number) => `Remind ${count(number, 'person', 'people')}`,
  many: { title: (most: number) => `Remind more than ${count(most, 'person', 'people')}?`, submit: 'Send the reminders' },
  lead: 'Whoever the list shows and has not set it up gets an e-mail with their deadline, at most once a day each.',
  nobody: { title: 'Nobody to remind', lead: 'Everybody the list shows has set it up or is exempt.' },
  noMail: { title: "E-mail isn't set up", lead: 'This server cannot send e-mail, so nobody can be reminded by it.' },
  done: {
    title: 'Reminders',
    sent: (number: number) => `${count(number, 'reminder', 'reminders')} sent.`,
    alreadyToday: (number: number) => `${count(number, 'person was', 'people were')} reminded within the last day already.`,
    withoutAddress: (number: number) => `${count(number, 'person has', 'people have')} no e-mail address.`,
  },
  back: 'Back to the list',
}
