import { AdminPage } from '../admin-policy/admin-page.tsx'
import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { FieldFrame, inputState } from '../ui/field.tsx'
import type { View } from '../ui/view.ts'

/** A file, or its lines: only checked. The browser's own form, for it sends the file as it is. */
export function ImportPage({ view, error, pasted = '' }: { view: View; error?: string | undefined; pasted?: string | undefined }) {
  const words = view.text.administration.accounts.import
  return (
    <AdminPage view={view} title={words.title} lead={words.lead} hasError={error !== undefined}>
      <p>{words.form} <a href={view.href(routes.importSample.path)}>{words.sample}</a></p>
      <form method="post" action={view.href(routes.importUsers.path)} enctype="multipart/form-data" class="stack" novalidate>
        <input type="hidden" name="formToken" value={view.formToken} />
        <FieldFrame name="file" label={words.file} error={error}>
          <input class="box" type="file" accept=".csv,.txt,.tsv,text/csv,text/plain" {...inputState('file', { error })} autofocus={error !== undefined} />
        </FieldFrame>
        <FieldFrame name="pasted" label={words.paste} hint={words.pasteHint}>
          <textarea class="box lines mono" rows={6} wrap="off" spellcheck={false} autocomplete="off" {...inputState('pasted', { hint: words.pasteHint })}>{pasted}</textarea>
        </FieldFrame>
        <Actions>
          <Button>{words.submit}</Button>
          <LinkButton kind="secondary" href={view.href(routes.people.path)}>{view.text.layout.cancel}</LinkButton>
        </Actions>
      </form>
    </AdminPage>
  )
}
