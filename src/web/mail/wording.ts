import { oneLine } from '../../accounts/names.ts'
import type { Notice, Organization, Person, User } from '../../engine/model.ts'
import { defaultAccent, palette } from '../ui/palette.ts'
import { textFor } from '../ui/text/index.ts'
import type { MailWords } from '../ui/text/en/mail.ts'
import { letterHtml } from './letter-html.tsx'
import { letterText } from './letter-text.ts'
import type { Letter } from './letter.ts'
import { linkSecondsOf } from './link-life.ts'
import { mailLinks } from './links.ts'
import { noticeLetter } from './notice-letter.ts'
import { textBody } from './text-body.ts'

/** An e-mail, ready to send. */
interface Written {
  subject: string
  text: string
  html: string
}

export interface MailWordingFacts {
  publicUrl: string
  applicationName: string
  accent?: string | undefined // a CSS hex color
  findPerson(organizationId: string, userId: string): Promise<Person | null>
  /** Embedded, where the password is the host's: the path that our pages are mounted under. */
  basePath?: string | undefined
  /** The token of a link that sets a new password, or null when nobody may use it any more. Null: passwords are the host's. */
  mintResetLink: ((userId: string, organizationId: string, seconds: number) => Promise<string | null>) | null
  /** The token of a link to say "this wasn't me"; null for a notice of which there is nothing to say it. */
  mintReportLink(notice: Notice): Promise<string | null>
}

interface SentCode {
  code: string
  user: User
  organization: Organization
  validSeconds: number
}

/** Everything that is said outside a page: texts, codes by e-mail, notices. */
export function createMailWording({ publicUrl, applicationName, accent = defaultAccent, findPerson, basePath, mintResetLink, mintReportLink }: MailWordingFacts) {
  const colors = palette(accent, 'light')
  const links = mailLinks({ publicUrl, basePath })

  function written(letter: Letter): Written {
    // A header is one line, whatever stands in a name.
    return { subject: oneLine(letter.subject), text: letterText(letter), html: letterHtml(letter, colors) }
  }

  return {
    text: ({ code, organization }: SentCode): string =>
      textBody({ words: textFor(organization.locale).mail, code, applicationName, publicUrl }),

    code: ({ code, user, organization, validSeconds }: SentCode): Written => {
      const { language, mail } = textFor(organization.locale)
      const { subject, says, notYou }: MailWords = mail.code(applicationName, validSeconds)
      return written({
        language,
        subject,
        greeting: mail.greeting(oneLine(user.name)),
        says,
        code,
        action: null,
        facts: [],
        notYou: { title: mail.notYou, says: notYou, link: links.secureAccount(mail) },
        signature: mail.signature(applicationName, oneLine(organization.name)),
      })
    },

    /** Null when there is nobody to tell any more, or nothing they could do with it. */
    notice: async (notice: Notice): Promise<Written | null> => {
      const person = await findPerson(notice.organizationId, notice.userId)
      if (person === null) return null
      const seconds = linkSecondsOf(notice.event)
      const token = seconds !== null && mintResetLink !== null ? await mintResetLink(notice.userId, notice.organizationId, seconds) : null
      if (seconds !== null && token === null) return null
      const tokens = { reset: token, report: await mintReportLink(notice) }
      return written(noticeLetter({ notice, person, applicationName, hasPasswords: mintResetLink !== null, links, tokens }))
    },
  }
}
