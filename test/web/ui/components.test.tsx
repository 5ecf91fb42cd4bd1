import { describe, expect, it } from 'vitest'
import { BackupCodes } from '../../../src/web/ui/backup-codes.tsx'
import { CodeField } from '../../../src/web/ui/code-field.tsx'
import { Countdown } from '../../../src/web/ui/countdown.tsx'
import { Field } from '../../../src/web/ui/field.tsx'
import { Form } from '../../../src/web/ui/form.tsx'
import { Layout } from '../../../src/web/ui/layout.tsx'
import { PhoneField } from '../../../src/web/ui/phone-field.tsx'
import { SecretKey } from '../../../src/web/ui/secret-key.tsx'
import { Time } from '../../../src/web/ui/time.tsx'
import { aView } from './a-view.ts'

const view = aView()

describe('Layout', () => {
  it('begins with a doctype and says when there is an error', () => {
    const html = String(<Layout view={view} title="Sign in" hasError />)
    expect(html).toMatch(/^<!doctype html><html lang="en" dir="ltr">/)
    expect(html).toContain('<title>Error: Sign in · Harbour Ledger</title>')
  })

  it('has no inline script or style, which the content security policy would block', () => {
    const html = String(<Layout view={aView({ development: true })} title="Sign in" />)
    expect(html).not.toMatch(/<style|style=|\son\w+=|<script[^>]*>[^<]/)
  })

  it('shows the settings menu to people who are signed in, and administration to administrators', () => {
    const menuOf = (signedIn: { name: string; mayAdminister: boolean } | null) => String(<Layout view={aView({ signedIn })} title="Home" />)
    expect(menuOf(null)).not.toContain('My sign-in security')
    expect(menuOf({ name: 'Amara', mayAdminister: false })).not.toContain('2-Step Verification')
    expect(menuOf({ name: 'Amara', mayAdminister: true })).toContain('2-Step Verification')
  })

  it('leaves password, sessions and signing out to a host that has its own', () => {
    const html = String(<Layout view={aView({ isAtHost: true })} title="Home" />)
    expect(html).not.toMatch(/Sign out|Sessions|my-security\/password/)
  })

  it('links to the development phone only in development', () => {
    expect(String(<Layout view={view} title="Home" />)).not.toContain('/development/')
    expect(String(<Layout view={aView({ development: true })} title="Home" />)).toContain('/two-step/development/phone')
  })
})

describe('Form', () => {
  it('posts under the path that the pages are mounted at, with its token', () => {
    const html = String(<Form view={view} action="/verify" />)
    expect(html).toContain('method="post" action="/two-step/verify"')
    expect(html).toContain('type="hidden" name="formToken" value="token"')
  })
})

describe('Field', () => {
  it('ties its error and hint to the box, which takes the focus', () => {
    const html = String(<Field name="phone" label="Phone" hint="With area code" error="Too short" />)
    expect(html).toContain('aria-describedby="phone-error phone-hint"')
    expect(html).toContain('aria-invalid="true"')
    expect(html).toContain('autofocus')
    expect(html).toContain('id="phone-error"')
  })

  it('claims no error and no description when it has none', () => {
    expect(String(<Field name="phone" label="Phone" />)).not.toMatch(/aria-|autofocus/)
  })
})

describe('CodeField', () => {
  it('has room for a backup code with its hyphens, even where digits are asked for', () => {
    const html = String(<CodeField source="app" label="Code" />)
    const pattern = new RegExp(`^${/pattern="([^"]+)"/.exec(html)?.[1]}$`, 'v')
    expect('7K2M-QX9D-4HTB-W8RZ').toMatch(pattern)
    expect(' 123 456 ').toMatch(pattern)
    expect(Number(/maxlength="(\d+)"/.exec(html)?.[1])).toBeGreaterThan(19)
  })

  it('brings the keypad that fits', () => {
    for (const source of ['app', 'texted', 'mailed', 'backup'] as const) expect(String(<CodeField source={source} label="Code" />)).toContain('autocomplete="one-time-code"')
    expect(String(<CodeField source="texted" label="Code" />)).toContain('inputmode="numeric"')
    expect(String(<CodeField source="backup" label="Code" />)).toContain('inputmode="text"')
  })
})

describe('PhoneField', () => {
  it('names countries in the language of the view, in its order', () => {
    const html = String(<PhoneField view={aView({ locale: 'de' })} countries={[{ id: 'CH', callingCode: '41' }, { id: 'DE', callingCode: '49' }]} country="DE" />)
    expect(html).toContain('<option value="DE" selected="">Deutschland (+49)</option><option value="CH">Schweiz (+41)</option>')
  })
})

describe('Countdown', () => {
  it('works without a script: the button is not disabled, and the wait is said', () => {
    const html = String(<Countdown view={view} action="/resend" label="Send" seconds={30} wait="In 30 seconds." ready="Now." />)
    expect(html).not.toContain('disabled')
    expect(html).toContain('In 30 seconds.')
  })
})

describe('SecretKey', () => {
  it('is read in groups of four and copied in one piece', () => {
    const html = String(<SecretKey view={view} secret="ABCDEFGHIJ" />)
    expect(html).toContain('>ABCD EFGH IJ<')
    expect(html).toContain('data-copy="ABCDEFGHIJ"')
  })
})

describe('BackupCodes', () => {
  it('can be downloaded without a script, in a file that says whose they are', () => {
    const html = String(<BackupCodes view={view} codes={['AAAA-BBBB', 'CCCC-DDDD']} userName="Amara & co" createdAt={1_773_324_300} />)
    const file = decodeURIComponent(/href="data:text\/plain;charset=utf-8,([^"]+)"/.exec(html)?.[1] ?? '')
    expect(file).toContain('Backup codes for Harbour Ledger\r\nAmara & co, made on 12 March 2026\r\n\r\nAAAA-BBBB\r\nCCCC-DDDD\r\n')
    expect(html).toContain('download="Harbour Ledger backup codes.txt"')
  })
})

describe('Time', () => {
  it('shows the hour in the zone of the view and names the zone', () => {
    const html = String(<Time view={aView({ timeZone: 'America/New_York' })} at={1_773_324_300} />)
    expect(html).toContain('datetime="2026-03-12T14:05:00.000Z"')
    expect(html).toContain('12 Mar 2026, 10:05 GMT-4')
  })
})
