import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { BackupCodes, type BackupCodesProps } from '../ui/backup-codes.tsx'
import { Actions, Button } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'

/** New codes, in this one answer. */
export function NewBackupCodesPage({ next, ...codes }: BackupCodesProps & { next: string }) {
  const { view } = codes
  const words = view.text.backupCodes
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="key">
      <Alert kind="success">{words.newSet}</Alert>
      <BackupCodes {...codes} />
      <Alert kind="warning" title={words.warningTitle}>{words.warning}</Alert>
      <Form view={view} action={routes.backupCodesSaved.path}>
        <input type="hidden" name="next" value={next} />
        <Actions stacked><Button>{words.saved}</Button></Actions>
      </Form>
    </Layout>
  )
}
