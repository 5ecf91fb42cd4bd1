import { count } from './quantity.ts'

/** Reminding people by e-mail. */
export const remind = {
  link: 'Remind who is missing',
  title: (number: number) => `Remind ${count(number, 'person', 'people')}?`,
  submit: (number: number) => `Remind ${count(number, 'person', 'people')}`,
  lead: 'Everybody on the list who has not set it up gets an e-mail with their deadline, at most one a day each.',
  nobody: { title: 'Nobody to remind', lead: 'Everybody the list shows has set it up or is exempt.' },
  noMail: { title: "E-mail isn't set up", lead: 'This server cannot send e-mail, so nobody can be reminded by it.' },
  done: {
    title: 'Reminders',
    people: (number: number) => `${count(number, 'person', 'people')} will be reminded.`,
    but: 'The e-mails go out now, in the background. Whoever was reminded within the last day, or has no e-mail address, gets none.',
  },
  back: 'Back to the list',
}
