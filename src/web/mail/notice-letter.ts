import { oneLine } from '../../accounts/names.ts'
import type { Notice, Person } from '../../engine/model.ts'
import { type Text, textFor } from '../ui/text/index.ts'
import type { Letter, Link } from './letter.ts'
import type { MailLinks } from './links.ts'
import { noticePlace, noticeWords } from './notice-facts.ts'

/** The one-time links of one mail; null where it has none. */
export interface NoticeTokens {
  reset: string | null
  report: string | null
}

/** Tells somebody in their organization's language and time what happened to their account. */
export function noticeLetter(facts: {
  notice: Notice
  person: Person
  applicationName: string
  hasPasswords: boolean
  links: MailLinks
  tokens: NoticeTokens
}): Letter {
  const { notice, person, applicationName, hasPasswords, links, tokens } = facts
  const { organization, user } = person
  const text = textFor(organization.locale)
  const { mail } = text
  const words = noticeWords(notice, { organization, applicationName, hasPasswords })
  return {
    language: text.language,
    subject: words.subject,
    greeting: mail.greeting(oneLine(user.name)),
    says: words.says,
    code: null,
    action: actionOf(notice, mail, links, tokens),
    facts: noticePlace(notice, organization),
    notYou: { title: words.aside ?? mail.notYou, says: words.notYou, link: tokens.report === null ? wayOut(notice, mail, links) : links.notMe(mail, tokens.report) },
    signature: mail.signature(applicationName, oneLine(organization.name)),
  }
}

function actionOf({ event, data }: Notice, words: Text['mail'], links: MailLinks, { reset }: NoticeTokens): Link | null {
  if (reset !== null) return event === 'account-created' ? links.choosePassword(words, reset) : links.resetPassword(words, reset)
  if (event === 'reported-to-administrators') return links.person(words, oneLine(String(data['person'] ?? '')), String(data['personId'] ?? ''))
  if (event === 'texts-stopped') return links.textMessages(words)
  return event === 'backup-codes-low' ? links.makeCodes(words) : null
}

/** Of mails that tell of nothing to take back. */
function wayOut({ event }: Notice, words: Text['mail'], links: MailLinks): Link | null {
  return event === 'account-created' || event === 'account-reported' || event === 'reported-to-administrators' ? null : links.secureAccount(words)
}
