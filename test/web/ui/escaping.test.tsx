import { describe, expect, it } from 'vitest'
import { Address } from '../../../src/web/ui/address.tsx'
import { Alert } from '../../../src/web/ui/alert.tsx'
import { BackupCodes } from '../../../src/web/ui/backup-codes.tsx'
import { Badge } from '../../../src/web/ui/badge.tsx'
import { Button, LinkButton } from '../../../src/web/ui/button.tsx'
import { Checkbox } from '../../../src/web/ui/checkbox.tsx'
import { Choice } from '../../../src/web/ui/choice.tsx'
import { CodeField } from '../../../src/web/ui/code-field.tsx'
import { Countdown } from '../../../src/web/ui/countdown.tsx'
import { DataTable, Pager } from '../../../src/web/ui/data-table.tsx'
import { Disclosure } from '../../../src/web/ui/disclosure.tsx'
import { EmptyState } from '../../../src/web/ui/empty-state.tsx'
import { Facts } from '../../../src/web/ui/facts.tsx'
import { Field } from '../../../src/web/ui/field.tsx'
import { Form } from '../../../src/web/ui/form.tsx'
import { Layout } from '../../../src/web/ui/layout.tsx'
import { PasswordField } from '../../../src/web/ui/password-field.tsx'
import { PhoneField } from '../../../src/web/ui/phone-field.tsx'
import { QrCode } from '../../../src/web/ui/qr-code.tsx'
import { SecretKey } from '../../../src/web/ui/secret-key.tsx'
import { Item, Section } from '../../../src/web/ui/section.tsx'
import { SelectField } from '../../../src/web/ui/select-field.tsx'
import { aView } from './a-view.ts'

const evil = `"'><script>alert(1)</script>`
const view = aView({
  applicationName: evil,
  formToken: evil,
  logoUrl: null,
  assets: { styles: '/styles.css', administrationStyles: '/administration.css', script: '/browser.js' },
  signedIn: { name: evil, mayAdminister: true },
})

const components = {
  Address: <Address value={evil} />,
  Alert: <Alert kind="error" title={evil}>{evil}</Alert>,
  BackupCodes: <BackupCodes view={view} codes={[evil]} userName={evil} createdAt={0} />,
  Badge: <Badge>{evil}</Badge>,
  Button: <Button name={evil} value={evil} label={evil}>{evil}</Button>,
  Checkbox: <Checkbox name="a" label={evil} hint={evil} error={evil} value={evil} />,
  Choice: <Choice id="a" icon="app" title={evil} description={evil} tag={evil} name={evil} value={evil} />,
  CodeField: <CodeField source="app" label={evil} hint={evil} error={evil} />,
  Countdown: <Countdown view={view} action={evil} label={evil} seconds={3} wait={evil} ready={evil} />,
  DataTable: <DataTable caption={evil} columns={[{ label: evil, cell: (row: string) => row, sort: { href: evil, direction: null } }]} rows={[evil]} />,
  Disclosure: <Disclosure summary={evil}>{evil}</Disclosure>,
  EmptyState: <EmptyState icon="info" title={evil}>{evil}</EmptyState>,
  Facts: <Facts items={[[evil, evil]]} />,
  Field: <Field name="a" label={evil} hint={evil} error={evil} value={evil} />,
  Form: <Form view={view} action={evil}>{evil}</Form>,
  Item: <Item icon="key" title={evil} badge={evil} actions={evil}>{evil}</Item>,
  Layout: <Layout view={view} title={evil} lead={evil}>{evil}</Layout>,
  LayoutWithLogo: <Layout view={{ ...view, logoUrl: evil, signedIn: null }} title={evil} />,
  LinkButton: <LinkButton href={evil} label={evil}>{evil}</LinkButton>,
  Pager: <Pager label={evil} next={{ href: evil, label: evil }} />,
  PasswordField: <PasswordField view={view} label={evil} hint={evil} error={evil} />,
  PhoneField: <PhoneField view={view} countries={[{ id: 'GB', callingCode: evil }]} country="GB" number={evil} error={evil} />,
  QrCode: <QrCode content={evil} label={evil} />,
  SecretKey: <SecretKey view={view} secret={evil} />,
  Section: <Section id="a" title={evil} lead={evil}>{evil}</Section>,
  SelectField: <SelectField name="a" label={evil} options={[{ value: evil, label: evil }]} value={evil} />,
}

describe('a name with markup in it', () => {
  it.each(Object.entries(components))('stays text in %s', async (_, component) => {
    const html = String(await component)
    expect(html).not.toContain('<script>')
    // Inside an attribute, a raw quote would end it.
    expect(html).not.toContain(`"'>`)
    expect(html).toContain('alert(1)')
  })
})
