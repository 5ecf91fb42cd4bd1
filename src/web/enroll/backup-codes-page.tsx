import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { BackupCodes, type BackupCodesProps } from '../ui/backup-codes.tsx'
import { Actions, Button } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'

export interface BackupCodesPageProps extends BackupCodesProps {
  /** Where the person was going. */
  next: string
  steps: { current: number; total: number }
}

/** The codes, shown once. */
export function BackupCodesPage({ view, next, steps, ...codes }: BackupCodesPageProps) {
  const words = view.text.backupCodes
  return (
    <Layout view={view} title={words.title} lead={words.lead} steps={steps}>
      <Alert kind="success">{words.nowOn}</Alert>
      <BackupCodes view={view} {...codes} />
      <Alert kind="warning" title={words.warningTitle}>{words.warning}</Alert>
      <Form view={view} action={routes.backupCodesSaved.path}>
        <input type="hidden" name="next" value={next} />
        <Actions stacked><Button>{words.saved}</Button></Actions>
      </Form>
    </Layout>
  )
}
