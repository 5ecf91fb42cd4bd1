import { RESET_LINK_SECONDS } from '../../accounts/reset-password.ts'
import { commandLine } from '../../accounts/create-user.ts'
import { oneLine } from '../../accounts/names.ts'
import type { EpochSeconds, MethodId, Notice, NoticeEvent, Organization } from '../../engine/model.ts'
import { reportEffects, type Undo } from '../../engine/report-effects.ts'
import { parseAgent } from '../my-security/agent.ts'
import type { MailFacts, MailWords } from '../ui/text/en/mail.ts'
import { linkSecondsOf } from './link-life.ts'
import { type Text, textFor } from '../ui/text/index.ts'

export interface NoticeContext {
  organization: Organization
  applicationName: string
  hasPasswords: boolean // false where they are the host's
}

/** A notice in the words of the organization's language. */
export function noticeWords({ event, data }: Notice, { organization, applicationName, hasPasswords }: NoticeContext): MailWords {
  const about = (data['about'] ?? event) as NoticeEvent
  const facts: MailFacts = {
    applicationName,
    method: data['method'] as MethodId,
    codesLeft: Number(data['left']),
    trustDays: Number(data['days']),
    linkSeconds: linkSecondsOf(event) ?? RESET_LINK_SECONDS,
    deadline: data['deadline'] === undefined ? null : dateIn(organization, Number(data['deadline'])),
    stopped: { numbers: oneLine(String(data['numbers'] ?? '')), texts: Number(data['texts']), used: Number(data['used']) },
    sendsResetLink: hasPasswords && reportEffects[about]?.sendsResetLink === true,
    person: oneLine(String(data['person'] ?? '')),
    about,
    undone: (data['undone'] ?? 'nothing') as Undo,
  }
  return textFor(organization.locale).mail.events[event](facts)
}

/** When it happened, and from where. */
export function noticePlace(notice: Notice, organization: Organization): [label: string, value: string][] {
  const text = textFor(organization.locale)
  return [[text.mail.when, momentIn(organization, notice.at)], ...placeOf(notice, text)]
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
