import { describe, expect, it } from 'vitest'
import type { Notice, NoticeEvent } from '../../../src/engine/model.ts'
import { reportEffects } from '../../../src/engine/report-effects.ts'
import { createMailWording } from '../../../src/web/mail/wording.ts'
import { aNotice, anOrganization, aPerson, aUser } from '../../support/builders.ts'
import { addressesIn, wordsIn } from './read-html.ts'

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0'
const place = { address: '2001:db8::7', agent: FIREFOX }

/** Every event with the facts that the rules send along, and what its e-mail must say. */
const events: Record<NoticeEvent, { data: Notice['data']; says: string }> = {
  'method-added': { data: { method: 'totp' }, says: 'An authenticator app was added to your account.' },
  'method-added-at-sign-in': { data: { method: 'sms' }, says: 'A phone for text messages was added to your account by somebody who was signing in' },
  'method-changed': { data: { method: 'sms' }, says: 'The phone for text messages of your account was changed.' },
  'method-removed': { data: { method: 'totp' }, says: 'The authenticator app was removed from your account.' },
  'turned-off': { data: {}, says: '2-step verification was turned off.' },
  'backup-codes-made': { data: {}, says: 'New backup codes were made for your account.' },
  'backup-code-used': { data: { left: 6 }, says: 'You have 6 backup codes left.' },
  'backup-codes-low': { data: { left: 1 }, says: 'You have 1 backup code left.' },
  'device-trusted': { data: { days: 30 }, says: 'For 30 days it is not asked for a code' },
  'devices-revoked': { data: {}, says: 'ended the trust of one or more of your devices' },
  'new-device': { data: {}, says: "signed in to your account from a device that it hasn't been used on before" },
  'second-step-failing': { data: {}, says: 'with your password entered several wrong codes' },
  'password-changed': { data: {}, says: 'Your password was changed.' },
  'email-changed': { data: {}, says: 'The e-mail address of your account was changed.' },
  'password-reset-requested': { data: {}, says: 'asked for a new password for your account' },
  'account-created': { data: {}, says: 'An administrator made an account for you. Choose a password' },
  'reset-by-administrator': { data: {}, says: 'An administrator removed the ways that you verified with' },
  'unlocked-by-administrator': { data: {}, says: 'an administrator made 6-digit codes work again' },
  'signed-out-by-administrator': { data: {}, says: 'An administrator ended all of your sessions.' },
  'devices-revoked-by-administrator': { data: {}, says: 'An administrator ended the trust of all of your devices.' },
  'recovery-pass-issued': { data: {}, says: 'An administrator made a recovery pass' },
  'texts-stopped': { data: { numbers: '+371 2001 ••••', texts: 24, used: 0 }, says: 'Of 24 texts to numbers like +371 2001 ••••, none was used within a day.' },
  'account-reported': { data: { about: 'new-device', undone: 'nothing' }, says: 'Everybody was signed out of your account' },
  'reported-to-administrators': { data: { about: 'recovery-pass-issued', undone: 'recovery-pass', person: 'Ben Example', personId: 'user-2' }, says: 'Ben Example told us that this was not their doing' },
  'set-up-reminder': { data: { deadline: 1_700_600_000 }, says: 'set up 2-step verification before 21 November 2023' },
}

const everyEvent = Object.keys(events) as NoticeEvent[]
const organization = anOrganization({ name: 'Harbour Trust', timeZone: 'Europe/London', locale: 'en-GB' })

function wordingFor({ name = 'Ann Example', token = 'one.time' as string | null, person = aPerson({ organization, user: aUser({ name }) }) as ReturnType<typeof aPerson> | null } = {}) {
  return createMailWording({
    publicUrl: 'https://ledger.example',
    applicationName: 'Harbour Ledger',
    findPerson: async () => person,
    mintResetLink: async () => token,
    mintReportLink: async ({ event }) => (reportEffects[event] === null ? null : 'not.me'),
  })
}

async function mailOf(event: NoticeEvent, data: Notice['data'] = {}, wording = wordingFor()) {
  const mail = await wording.notice(aNotice({ event, data: { ...place, ...events[event].data, ...data }, at: 1_700_000_000 }))
  if (mail === null) throw new Error('nothing was written')
  return mail
}

describe('the e-mail about', () => {
  it.each(everyEvent)('%s says what happened, when, from where, and what to do about it', async (event) => {
    const { subject, text } = await mailOf(event)
    expect(subject).toContain('Harbour Ledger')
    expect(text).toContain('Hello Ann Example,')
    expect(text).toContain(events[event].says)
    expect(text).toContain('When: 14 November 2023 at 22:13 Greenwich Mean Time')
    expect(text).toContain('From: Firefox on Windows')
    expect(text).toContain('Address: 2001:db8::7')
    expect(reportEffects[event] === null || text.includes("Wasn't this you?")).toBe(true)
    expect(subject + text).not.toMatch(/undefined|NaN|null|\[object/)
  })

  it.each(everyEvent)('%s says the same as text and as HTML', async (event) => {
    const { text, html } = await mailOf(event)
    const words = wordsIn(html)
    for (const line of text.split('\n').filter((line) => line.trim() !== '' && line !== '-- ' && !line.startsWith('https://'))) {
      expect(words).toContain(line.replace(/^(When|From|Address): /, '$1 ').replace(/:$/, ''))
    }
    expect(text.match(/https:\/\/\S+/g) ?? []).toEqual(addressesIn(html))
  })

  it.each(everyEvent)('%s loads nothing and leads nowhere but to the public address', async (event) => {
    const { html } = await mailOf(event)
    expect(html).not.toMatch(/<(img|script|link|style|iframe|form)\b|url\(|@import/i)
    for (const address of addressesIn(html)) expect(new URL(address).origin).toBe('https://ledger.example')
  })

  it.each(everyEvent)('%s escapes what people named themselves', async (event) => {
    const name = 'Ann <img src=x onerror=alert(1)> & "Co"'
    const { html } = await mailOf(event, { address: '<b>1</b>' }, wordingFor({ name }))
    expect(html).not.toMatch(/<img|<b>1/)
    expect(wordsIn(html)).toContain(name)
  })

  it.each(everyEvent)('%s has one line for a subject, whatever the names and agents hold', async (event) => {
    const forged = 'Ann\r\nBcc: everybody@example.org\u2028\u202E'
    const { subject, text } = await mailOf(event, { agent: forged, address: forged }, wordingFor({ name: forged }))
    // oxlint-disable-next-line no-control-regex
    expect(subject).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E]/)
    expect(text).not.toMatch(/^Bcc:/m)
  })

  it('no two events have the same subject', async () => {
    const subjects = await Promise.all(everyEvent.map(async (event) => (await mailOf(event)).subject))
    expect(new Set(subjects).size).toBe(everyEvent.length)
  })
})

describe('the way out of an e-mail', () => {
  it.each(everyEvent)('of %s is a link of its own to say so, where anything was done', async (event) => {
    const { text, html } = await mailOf(event)
    const isSaid = reportEffects[event] !== null
    expect(text.includes("It wasn't me:\nhttps://ledger.example/not-me?token=not.me\n")).toBe(isSaid)
    expect(addressesIn(html).includes('https://ledger.example/not-me?token=not.me')).toBe(isSaid)
  })

  it('leads to the mounted pages where the password is the host application\'s, and promises no link for a new one', async () => {
    const wording = createMailWording({
      publicUrl: 'https://ledger.example',
      applicationName: 'Harbour Ledger',
      findPerson: async () => aPerson(),
      basePath: '/two-step',
      mintResetLink: null,
      mintReportLink: async ({ event }) => (reportEffects[event] === null ? null : 'not.me'),
    })
    const { text } = await mailOf('new-device', {}, wording)
    expect(text).toContain('https://ledger.example/two-step/not-me?token=not.me\n')
    expect(text).not.toContain('link for a new password')
    expect((await mailOf('backup-codes-low', {}, wording)).text).toContain('https://ledger.example/two-step/my-security/backup-codes\n')
    expect((await mailOf('set-up-reminder', {}, wording)).text).toContain('https://ledger.example/two-step/my-security\n')
  })

  it('leads administrators to the person who said that it was not them', async () => {
    const { text } = await mailOf('reported-to-administrators')
    expect(text).toContain("Look at Ben Example's page:\nhttps://ledger.example/admin/people/user-2\n")
  })

  it('is a link that sets a password only in the e-mail that was asked for, and in the one to somebody new', async () => {
    expect((await mailOf('password-reset-requested')).text).toContain('https://ledger.example/reset-password?token=one.time\n')
    expect((await mailOf('account-created')).text).toContain('Choose your password:\nhttps://ledger.example/reset-password?token=one.time\n')
    expect((await mailOf('account-created')).text).toContain('The link works once, within 3 days.')
    const asked: readonly NoticeEvent[] = ['password-reset-requested', 'account-created']
    for (const event of everyEvent.filter((event) => !asked.includes(event))) expect((await mailOf(event)).text).not.toContain('reset-password')
  })
})

describe('nothing is written', () => {
  it('to somebody who is there no more', async () => {
    expect(await wordingFor({ person: null }).notice(aNotice())).toBeNull()
  })

  it('to somebody who may not set a password any more', async () => {
    expect(await wordingFor({ token: null }).notice(aNotice({ event: 'password-reset-requested' }))).toBeNull()
  })
})

it('a change from the server itself has no address', async () => {
  const { text } = await mailOf('password-changed', { address: '', agent: 'command line' })
  expect(text).toContain('From: The command line of the server')
  expect(text).not.toContain('Address:')
})

it('a code by e-mail stands in the body and not in the subject, which servers log', () => {
  const { subject, text, html } = wordingFor().code({ code: '482913', user: aUser(), organization, validSeconds: 300 })
  expect(subject).toBe('Your Harbour Ledger code')
  expect(text).toContain('\n482913\n')
  expect(wordsIn(html)).toContain('482913')
  expect(text).toContain('It works for 5 minutes.')
})
