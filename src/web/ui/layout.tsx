import type { Child } from 'hono/jsx'
import { raw } from 'hono/html'
import { routes } from '../routes.ts'
import { Button } from './button.tsx'
import { Form } from './form.tsx'
import { Icon, type IconName } from './icon.tsx'
import { SettingsMenu } from './settings-menu.tsx'
import { Steps } from './steps.tsx'
import type { View } from './view.ts'

export interface LayoutProps {
  view: View
  /** The heading, and the title of the window. */
  title: string
  /** One sentence of why, under the heading. */
  lead?: Child
  /** `task` is a centered card for one thing to do, `list` for what somebody owns, `wide` for tables. */
  width?: 'task' | 'list' | 'wide' | undefined
  icon?: IconName | undefined
  steps?: { current: number; total: number } | undefined
  /** Says so in the title of the window, which a screen reader reads first. */
  hasError?: boolean | undefined
  /** For administrators alone, with the styles of their pages. */
  isAdministration?: boolean | undefined
  children?: Child
}

/** The whole document around a page. */
export function Layout({ view, title, lead, width = 'task', icon, steps, hasError, isAdministration, children }: LayoutProps) {
  const { text } = view
  const windowTitle = text.layout.windowTitle(title, view.applicationName)
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={text.language.tag} dir={text.language.direction}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{hasError ? text.layout.errorTitle(windowTitle) : windowTitle}</title>
          <link rel="stylesheet" href={view.assets.styles} />
          {isAdministration && <link rel="stylesheet" href={view.assets.administrationStyles} />}
          <script type="module" src={view.assets.script}></script>
        </head>
        <body class={width}>
          <a class="skip" href="#main">{text.layout.skip}</a>
          {view.development && <DevelopmentStrip view={view} />}
          <header class="top">
            <Brand view={view} />
            {view.signedIn && <SettingsMenu view={view} />}
          </header>
          <main id="main" tabindex={-1}>
            <div class="intro">
              {steps && <Steps view={view} {...steps} />}
              {icon && <div class="emblem"><Icon name={icon} /></div>}
              <h1>{unbroken(title)}</h1>
              {lead && <p class="lead">{typeof lead === 'string' ? unbroken(lead) : lead}</p>}
            </div>
            <div class="stack">{children}</div>
            {view.isPending && <SomebodyElse view={view} />}
          </main>
          <footer>
            <p><Icon name="lock" />{text.layout.protected}</p>
          </footer>
          <div id="announcement" class="unseen" role="status"></div>
        </body>
      </html>
    </>
  )
}

/** The way out for whoever is not the person whose code is asked for. */
function SomebodyElse({ view }: { view: View }) {
  return (
    <Form view={view} action={routes.verifySomebodyElse.path} class="leave">
      <Button kind="quiet" compact>{view.text.verify.cancel}</Button>
    </Form>
  )
}

/** Keeps "2-step" on one line. */
function unbroken(words: string): Child {
  return words.split(/(\S*\d-\p{L}+)/u).map((part, i) => (i % 2 === 1 ? <span class="whole">{part}</span> : part))
}

function Brand({ view }: { view: View }) {
  const name = view.applicationName
  const content = view.logoUrl
    ? <img src={view.logoUrl} alt={name} height="36" />
    : <><span class="monogram" aria-hidden="true">{[...name][0]?.toUpperCase()}</span><span>{name}</span></>
  return view.signedIn ? <a class="brand" href={view.homeUrl}>{content}</a> : <div class="brand">{content}</div>
}

function DevelopmentStrip({ view }: { view: View }) {
  const { development } = view.text
  return (
    <nav class="development" aria-label={development.label}>
      <span>{development.label}</span>
      <a href={view.href('/development/phone')}>{development.phone}</a>
      <a href={view.href('/development/mailbox')}>{development.mailbox}</a>
    </nav>
  )
}
