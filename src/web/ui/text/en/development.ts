/** The phone and the mailbox of a development server. */
export const development = {
  label: 'Development',
  phone: 'Phone',
  mailbox: 'Mailbox',
  texts: {
    title: 'Phone',
    lead: 'Every text of this development server arrives here, and on no real phone.',
    phoneOf: (number: string) => `Phone with the number ${number}`,
    threadWith: (applicationName: string) => `Texts from ${applicationName}`,
    copy: (code: string) => `Copy ${code}`,
    none: 'No texts yet',
    noneBody: 'All quiet. Ask for a code by text message, and this phone buzzes.',
  },
  mails: {
    title: 'Mailbox',
    lead: 'Every e-mail of this development server arrives here, and in no real mailbox.',
    caption: 'E-mails, newest first',
    to: 'To',
    received: 'Received',
    none: 'No mail yet',
    noneBody: 'When somebody adds a phone or forgets a password, the e-mail lands here.',
    back: 'All e-mails',
    html: 'As a mail program shows it',
    text: 'As plain text',
  },
  look: 'Look for new ones',
}
