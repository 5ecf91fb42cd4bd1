import { INVITATION_SECONDS } from '../../accounts/invitation.ts'
import type { User } from '../../engine/model.ts'
import { personPath } from '../admin-users/actable.tsx'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, LinkButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Layout } from '../ui/layout.tsx'
import { momentText } from '../ui/time.tsx'
import { withToken } from '../with-query.ts'

/** The one answer that holds a link which could not be mailed. */
export function handOver({ page, view, publicOrigin }: PageRequest, facts: { user: User; token: string; canMail: boolean; now: number }): Promise<Response> {
  const { user, token, canMail, now } = facts
  const words = view.text.administration.accounts.handOver
  const link = withToken(publicOrigin + view.href(routes.resetPassword.path), token)
  return page(
    <Layout view={view} title={words.title} lead={words.lead(user.name)} icon="key" isAdministration>
      <p>{canMail ? words.why.noAddress : words.why.noMail}</p>
      <p class="link mono" aria-label={words.label}>{link}</p>
      <Actions><CopyButton view={view} content={link} label={words.copy} /></Actions>
      <Alert kind="warning">{words.warning(momentText(view, now + INVITATION_SECONDS))}</Alert>
      <Actions stacked><LinkButton href={view.href(personPath(user.id))}>{words.back}</LinkButton></Actions>
    </Layout>,
    { secret: true },
  )
}
