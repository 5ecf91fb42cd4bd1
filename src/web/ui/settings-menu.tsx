import { Form } from './form.tsx'
import { Icon } from './icon.tsx'
import type { View } from './view.ts'

/** The settings cog of everybody who is signed in. */
export function SettingsMenu({ view }: { view: View }) {
  const { signedIn, isAtHost, href } = view
  const { text } = view
  const words = text.layout.menu
  if (!signedIn) return null

  const links = [
    ['/my-security', words.mySecurity],
    ['/my-security/devices', words.devices],
    ['/my-security/activity', words.activity],
    ...(isAtHost ? [] : [['/my-security/sessions', words.sessions], ['/my-security/password', words.password]] as const),
  ] as const
  return (
    <details class="menu" data-menu>
      <summary aria-label={words.label}><Icon name="cog" /></summary>
      <div>
        <p class="small muted">{words.signedInAs(signedIn.name)}</p>
        <nav aria-label={words.label}>
          <ul>
            {links.map(([path, label]) => <li><a href={href(path)}>{label}</a></li>)}
          </ul>
          {signedIn.mayAdminister && (
            <>
              <hr />
              <ul>
                <li><a href={href('/admin/two-step')}>{words.administration}</a></li>
                <li><a href={href('/admin/audit')}>{text.auditLog.title}</a></li>
              </ul>
            </>
          )}
        </nav>
        {!isAtHost && (
          <>
            <hr />
            <Form view={view} action="/sign-out"><button>{words.signOut}</button></Form>
          </>
        )}
      </div>
    </details>
  )
}
