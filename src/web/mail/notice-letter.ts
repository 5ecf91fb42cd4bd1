import { RESET_LINK_SECONDS } from '../../accounts/reset-password.ts'
import { commandLine } from '../../accounts/create-user.ts'
import { oneLine } from '../../accounts/names.ts'
import type { EpochSeconds, MethodId, Notice, NoticeEvent, Organization, Person } from '../../engine/model.ts'
import { type Text, textFor } from '../ui/text/index.ts'
import { parseAgent } from '../my-security/agent.ts'
import type { Letter, Link } from './letter.ts'
import type { MailLinks } from './links.ts'

/** Tells somebody in their organization's language and time what happened to their account. */
export function noticeLetter(facts: {
  notice: Notice
  person: Person
  applicationName: string
  links: MailLinks
  resetToken: string | null
}): Letter {
  const { notice, person, applicationName, links, resetToken } = facts
  const { organization, user } = person
  const text = textFor(organization.locale)
  const { mail } = text
  const words = mail.events[notice.event]({
    applicationName,
    method: notice.data['method'] as MethodId,
    codesLeft: Number(notice.data['left']),
    trustDays: Number(notice.data['days']),
    linkSeconds: RESET_LINK_SECONDS,
    deadline: notice.data['deadline'] === undefined ? null : dateIn(organization, Number(notice.data['deadline'])),
    stopped: { numbers: oneLine(String(notice.data['numbers'] ?? '')), texts: Number(notice.data['texts']), used: Number(notice.data['used']) },
  })
  return {
    language: text.language,
    subject: words.subject,
    greeting: mail.greeting(oneLine(user.name)),
    says: words.says,
    code: null,
    action: actionOf(notice.event, mail, links, resetToken),
    facts: [[mail.when, momentIn(organization, notice.at)], ...placeOf(notice, text)],
    notYou: { title: mail.notYou, says: words.notYou, link: wayOut(notice.event, mail, links) },
    signature: mail.signature(applicationName, oneLine(organization.name)),
  }
}

function actionOf(event: NoticeEvent, words: Text['mail'], links: MailLinks, resetToken: string | null): Link | null {
  if (resetToken !== null) return links.resetPassword(words, resetToken)
  if (event === 'texts-stopped') return links.textMessages(words)
  return event === 'backup-codes-low' ? links.makeCodes(words) : null
}

/** Somebody whose password was changed by another can't sign in to change it back. */
function wayOut(event: NoticeEvent, words: Text['mail'], links: MailLinks): Link | null {
  if (event === 'password-reset-requested') return null
  return event === 'password-changed' ? links.setPassword(words) : links.secureAccount(words)
}

/** "November 14, 2023 at 5:13 PM Eastern Standard Time": a mail is read far from the page that could explain. */
function momentIn({ locale, timeZone }: Organization, at: EpochSeconds): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone, year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'long',
  }).format(at * 1000)
}

function dateIn({ locale, timeZone }: Organization, at: EpochSeconds): string {
  return new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long' }).format(at * 1000)
}

function placeOf({ data }: Notice, { mail, devices }: Text): [label: string, value: string][] {
  const agent = String(data['agent'] ?? '')
  if (agent === commandLine.agent) return [[mail.from, mail.commandLine]]
  if (agent === '') return [] // nobody's doing in particular
  const { browser, system } = parseAgent(agent)
  const address = oneLine(String(data['address'] ?? ''))
  return [[mail.from, devices.browserOn(browser, system)], ...(address === '' ? [] : [[mail.address, address] as [string, string]])]
}
