import type { Accounts } from '../../accounts/accounts.ts'
import type { Notice, Organization, User } from '../../engine/model.ts'

interface Written {
  subject: string
  text: string
  html: string
}

type CodeFacts = { code: string; user: User; organization: Organization; validSeconds: number }

/** Everything that is said outside a page: texts, codes by e-mail, notices. */
export function createMailWording(facts: { publicUrl: string; applicationName: string; accounts: Accounts }) {
  const { publicUrl, applicationName, accounts } = facts
  return {
    /** One sentence, then the line that ties the code to this origin (WICG, origin-bound one-time codes). */
    text: ({ code }: CodeFacts) => `${code} is your ${applicationName} code.\n\n@${new URL(publicUrl).hostname} #${code}`,
    code: ({ code }: CodeFacts): Written => ({ subject: `Your ${applicationName} code`, text: code, html: code }),
    notice: async (notice: Notice): Promise<Written | null> => {
      const link = notice.event === 'password-reset-requested' ? await accounts.mintResetLink(notice.userId, notice.organizationId) : null
      const text = `${notice.event} ${link === null ? '' : `${publicUrl}/reset-password?token=${link}`}`
      return { subject: notice.event, text, html: text }
    },
  }
}
