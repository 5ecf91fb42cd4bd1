import { describe, expect, it } from 'vitest'
import { builtInRoles } from '../../../src/accounts/roles.ts'
import { openHttpPerson } from '../../support/http-person.ts'
import { startSecondHost } from '../../support/second-host.ts'
import { backupCodesIn, codeOf, secretIn } from './setting-up.ts'

const host = await startSecondHost({ requiredSince: 1, graceDays: 0 })

describe('setting up inside a host with sessions of its own', () => {
  it('shows the codes with the session of the host, and goes on to its page once they are saved', async () => {
    const password = 'seven-lanterns-harbour'
    host.addUser({ name: 'Ann Example', userName: 'ann', email: null, roles: [builtInRoles.staff] }, password)
    // A proxy stands before the server, and asks it by a name of its own.
    const browser = openHttpPerson({ url: host.url, publicUrl: host.url }, { headers: { host: 'inside.example:8080' } })
    const required = await browser.submit('/login?next=%2Fdonors%3Ffrom%3Dlogin', { user: 'ann', password })
    expect(required.title).toContain('Set up 2-step verification')

    await browser.open('/two-step/set-up/choose')
    const secret = secretIn(await browser.post('/two-step/set-up/choose', { method: 'totp' }))
    const page = await browser.post('/two-step/set-up/app/confirm', { code: codeOf(secret, host) })
    expect(backupCodesIn(page)).toHaveLength(10)
    expect(browser.cookies.has('crm')).toBe(true)

    const next = /name="next" value="([^"]*)"/.exec(page.body)?.[1] ?? ''
    expect(next).toBe('/donors?from=login')
    expect((await browser.submit('/two-step/my-security/backup-codes/saved', { next })).body).toContain('<h1>Donors</h1>')
  })
})
