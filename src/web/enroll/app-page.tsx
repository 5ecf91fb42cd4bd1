import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { CodeField } from '../ui/code-field.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { QrCode } from '../ui/qr-code.tsx'
import { SecretKey } from '../ui/secret-key.tsx'
import type { View } from '../ui/view.ts'

export interface AppPageProps {
  view: View
  steps: { current: number; total: number }
  /** The otpauth address, and the key in it. Shown in one answer, and never again. */
  uri: string
  secret: string
}

/** The picture to scan, and the code that proves it. */
export function AppPage({ view, steps, uri, secret }: AppPageProps) {
  const { app } = view.text.setUp
  return (
    <Layout view={view} title={app.title} lead={app.lead} steps={steps}>
      <ol class="apps" role="list">
        {app.steps.map((step, i) => (
          <li><div><p>{step}</p>{i === 0 && <p class="small muted">{app.knownToWork(app.apps)}</p>}</div></li>
        ))}
      </ol>
      <QrCode content={uri} label={app.qrLabel} />
      <div class="on-phone"><LinkButton kind="secondary" compact href={uri} icon="app">{app.openApp}</LinkButton></div>
      <div>
        <Disclosure summary={app.cantScan}>
          <p>{app.keyLead}</p>
          <SecretKey view={view} secret={secret} />
        </Disclosure>
      </div>
      <CodeForm view={view} autofocus={false} />
    </Layout>
  )
}

export interface AppCodePageProps extends Pick<AppPageProps, 'view' | 'steps'> {
  error?: string | undefined
  typed?: string | undefined
  notice?: string | undefined
}

/** After a wrong code, or when the page is asked for again: the code field, without the secret. */
export function AppCodePage({ view, steps, error, typed, notice }: AppCodePageProps) {
  const { appCode } = view.text.setUp
  return (
    <Layout view={view} title={appCode.title} lead={appCode.lead} icon="app" steps={steps} hasError={error !== undefined}>
      {notice && <Alert kind="info">{notice}</Alert>}
      <CodeForm view={view} error={error} typed={typed} />
      <Form view={view} action={routes.setUpApp.path} class="actions stacked"><Button kind="quiet">{appCode.newQr}</Button></Form>
    </Layout>
  )
}

function CodeForm({ view, error, typed, autofocus }: { view: View; error?: string | undefined; typed?: string | undefined; autofocus?: boolean | undefined }) {
  const words = view.text.setUp
  return (
    <Form view={view} action={routes.setUpAppConfirm.path} class="stack">
      <CodeField source="app" label={words.app.label} error={error} typed={typed} autofocus={autofocus} />
      <Actions stacked>
        <Button>{words.submit}</Button>
        <LinkButton kind="quiet" href={view.href(routes.setUpChoose.path)}>{words.chooseAnother}</LinkButton>
      </Actions>
    </Form>
  )
}
