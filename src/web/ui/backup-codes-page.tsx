import { routes } from '../routes.ts'
import { Alert } from './alert.tsx'
import { BackupCodes, type BackupCodesProps } from './backup-codes.tsx'
import { Actions, Button } from './button.tsx'
import { Form } from './form.tsx'
import { Layout } from './layout.tsx'

export interface BackupCodesPageProps extends BackupCodesProps {
  /** Where the person was going. */
  next: string
  /** At the end of set-up; null for a new set. */
  steps: { current: number; total: number } | null
}

/** The codes, shown once. */
export function BackupCodesPage({ view, next, steps, ...codes }: BackupCodesPageProps) {
  const words = view.text.backupCodes
  return (
    <Layout view={view} title={words.title} lead={words.lead} steps={steps ?? undefined} icon={steps === null ? 'key' : undefined}>
      <Alert kind="success">{steps === null ? words.newSet : words.nowOn}</Alert>
      <BackupCodes view={view} {...codes} />
      <Alert kind="warning" title={words.warningTitle}>{words.warning}</Alert>
      <Form view={view} action={routes.backupCodesSaved.path}>
        <input type="hidden" name="next" value={next} />
        <Actions stacked><Button>{words.saved}</Button></Actions>
      </Form>
    </Layout>
  )
}
