import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, enterCode, givePassword, press, saidBesideField, signOut, wordsOf } from '../support/journey.ts'
import { itOf } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'

const server = await startTestServer()

describe.each([true, false])('Signing in with a backup code (JavaScript on: %s)', (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it.each([
    ['the app', 'totp'],
    ['the text', 'sms'],
  ] as const)('takes one in place of the code of %s, in the same field, and says how many are left', async (_, method) => {
    const ann = await (await server.organization()).person({ enrolled: [method] })
    const { page } = await openContext({ javaScript })
    await givePassword(page, server, ann)
    await arriveAt(page, "Verify it's you")
    expect(await wordsOf(page)).toContain('A backup code works here too.')

    await enterCode(page, ann.backupCodes[4] ?? '')

    await arriveAt(page, 'You used a backup code')
    expect(await wordsOf(page)).toContain('That backup code is used up. You have 9 backup codes left.')
    await press(page, 'Continue')
    await arriveAt(page, 'Hello, Ann Example')
  })

  further('can be asked for by name, where the number left is said too', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext({ javaScript })
    await givePassword(page, server, ann)

    await press(page, 'Try another way')
    await arriveAt(page, 'Try another way')
    expect(await wordsOf(page)).toContain('One of the codes you saved. You have 10 left.')
    await press(page, 'Use a backup code')
    await arriveAt(page, "Verify it's you")
    expect(await page.getByLabel('Backup code').getAttribute('inputmode')).toBe('text')

    await enterCode(page, 'AAAA-AAAA-AAAA-AAAA')
    expect(await saidBesideField(page)).toBe("That isn't one of your backup codes. Check it and try again.")
    await enterCode(page, ann.backupCodes[0] ?? '')
    await arriveAt(page, 'You used a backup code')
  })
})

describe('A backup code', () => {
  it('takes any that is unused, in whatever letters, and each one once', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const [first = '', second = ''] = ann.backupCodes
    const { page } = await openContext()
    await givePassword(page, server, ann)
    await enterCode(page, first)
    await press(page, 'Continue')
    await signOut(page)

    await givePassword(page, server, ann)
    await enterCode(page, first)
    await arriveAt(page, "Verify it's you")
    expect(await saidBesideField(page)).toBe('That backup code has been used already. Cross it out and take another.')
    await enterCode(page, ` ${second.toLowerCase().replaceAll('-', ' ')} `)

    await arriveAt(page, 'You used a backup code')
    expect(await wordsOf(page)).toContain('You have 8 backup codes left.')
  })

  it('warns of the last one, and leads to new ones', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { store } = server.standalone
    const unused = await store.backupCodes(ann.user.organizationId, ann.user.id)
    const at = server.clock.now()
    await store.commit(ann.user.organizationId, unused.slice(1).map(({ id }) => ({ kind: 'backup-code.use' as const, id, userId: ann.user.id, at })))
    const { page } = await openContext()
    await givePassword(page, server, ann)

    await enterCode(page, ann.backupCodes[0] ?? '')

    await arriveAt(page, 'You used a backup code')
    expect(await wordsOf(page)).toContain('That was your last backup code. Make new ones now.')
    await press(page, 'Make new backup codes')
    await arriveAt(page, 'Make new backup codes?')
  })
})
