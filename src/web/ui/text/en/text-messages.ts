import { all, count } from './quantity.ts'

const number = (value: number) => new Intl.NumberFormat('en').format(value)

/** Administrators: what texts did and cost, and which numbers get none. */
export const textMessages = {
  title: 'Text messages',
  lead: 'How many codes were texted, used and paid for.',
  off: {
    title: 'Text messages are off',
    noProvider: 'This server has nobody who sends them. Whoever runs it can name a provider.',
    noCountry: 'Nobody has said to which countries they may go. Whoever runs this server can set SMS_COUNTRIES.',
  },
  goTo: (countries: string[]) => `Texts go to numbers in: ${all(countries)}.`,
  banner: {
    title: (stops: number) => (stops === 1 ? 'Texts to a block of numbers are stopped' : `Texts to ${stops} blocks of numbers are stopped`),
    body: 'Hardly any of their codes were entered. Somebody may be having texts sent to make money from them.',
    action: 'See text messages',
  },
  period: { label: 'Choose the period', days: 'Period', option: (days: number) => (days === 1 ? 'Today' : `Last ${count(days, 'day', 'days')}`), submit: 'Show', utc: 'Days begin at midnight, Coordinated Universal Time.' },
  total: {
    sent: 'Sent', delivered: 'Delivered', used: 'Used', failed: 'Failed', refused: 'Refused', cost: 'Cost',
    usedOf: (used: number, percent: string) => `${number(used)} (${percent})`,
    unknownCost: 'Not known',
  },
  table: {
    title: 'By country and provider',
    caption: 'Texts by country and provider',
    country: 'Country',
    provider: 'Provider',
    nowhere: 'Not known',
    costNote: ({ sent, charged, listed }: { sent: number; charged: number; listed: number }) => {
      const isAll = charged === sent
      const estimated = listed === charged ? 'estimated' : `estimated for ${number(listed)}${isAll ? ` of ${number(sent)}` : ''}`
      return [...(isAll ? [] : [`for ${number(charged)} of ${number(sent)}`]), ...(listed === 0 ? [] : [estimated])].join(', ')
    },
    about: 'Sent is what a provider took. Delivered is what it said arrived, which some never say. Used is a code that was entered. Refused was not sent at all: the fraud shield stood in the way. Cost is what a provider said it charged; of most, only their bill knows. Estimated is the cost of texts whose provider says nothing, by the price list of this server.',
  },
  none: { title: 'No texts in this time', body: 'They appear here as soon as the first code is texted.' },
  stops: {
    title: 'Stopped numbers',
    lead: 'New numbers of such a block get no codes. Numbers that were proved before still do.',
    proved: 'Also numbers that were proved before.',
    stopped: 'Stopped',
    lifted: 'Lifted',
    why: (texts: number, used: number) => `Of ${count(texts, 'text', 'texts')} within a day, ${used === 0 ? 'none was' : count(used, 'was', 'were')} used.`,
    since: (moment: string) => `Stopped ${moment}.`,
    liftedAt: (moment: string, name: string) => `Lifted ${moment} by ${name}.`,
    somebody: 'somebody',
    lift: 'Lift',
    liftLabel: (numbers: string) => `Lift the stop of ${numbers}`,
  },
  lift: {
    ask: (numbers: string) => `Text to ${numbers} again?`,
    lead: 'Do it when you know these numbers: people of yours with phones from one company, for instance. What was texted before no longer counts; if codes go unused again, it stops again.',
    submit: 'Lift the stop',
    done: 'The stop is lifted. Codes are texted to these numbers again.',
  },
}
