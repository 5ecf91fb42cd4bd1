import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addUser } from '../../src/commands/add-user.ts'
import { importUsers } from '../../src/commands/import-users.ts'
import { resetUser } from '../../src/commands/reset-user.ts'
import { generateKey } from '../../src/crypto/keyring.ts'
import { aFolder, start } from '../support/programs.ts'
import { startTestServer } from '../support/test-server.ts'
import { said } from './said.ts'

const publicUrl = 'https://accounts.example.org'
const settings = { PUBLIC_URL: publicUrl, DATABASE_URL: 'file:./nightlatch.db', KEYS: generateKey('test'), LOG_LEVEL: 'fatal' }
const LINK = /https:\/\/accounts\.example\.org\/reset-password\?token=[\w.-]+/

const server = await startTestServer('sqlite', { isDevelopment: false, publicUrl })

async function run(folder: string, ...words: string[]) {
  const program = await start('cli', { folder, words, settings, input: 'seven-lanterns-harbour' })
  return { code: await program.exit, output: program.output() }
}

describe('The commands about users', () => {
  it('begin with what was typed, and end with what became of it', async () => {
    const folder = await aFolder()
    await writeFile(join(folder, 'people.csv'), 'Name,User name,E-mail,Roles\nEve,ann,nobody,Skipper\n')
    expect((await run(folder, 'create-admin', '--organization', 'Harbour Trust', '--country', 'GB', '--name', 'Ann Example', '--user-name', 'ann')).code).toBe(0)

    const added = await run(folder, 'add-user', '--name', 'Ben Example', '--user-name', 'ben', '--role', 'staff', 'Payments administrator')
    expect([added.code, added.output]).toEqual([0, expect.stringMatching(LINK)])
    expect(await run(folder, 'import-users', 'people.csv', '--dry-run')).toEqual({ code: 1, output: expect.stringMatching(/^line 2: .*\n1 line can't be imported, so nobody was\.\n$/) })
    const reset = await run(folder, 'reset-user', 'ANN', '--link')
    expect([reset.code, reset.output]).toEqual([0, expect.stringMatching(LINK)])
    expect((await run(folder, 'add-user', '--name', 'Cat')).code).toBe(1)
  })
})

describe('import-users', () => {
  it('says what it would do, what stands in the way, and imports all or nobody', async () => {
    const folder = await aFolder()
    const { id } = await server.organization()
    const write = async (name: string, lines: string) => {
      const file = join(folder, name)
      await writeFile(file, lines)
      return file
    }
    const good = await write('people.csv', '\uFEFFName;User name;E-mail;Roles\nBen;ben-i;ben-i@example.org;Staff\nCat;cat-i;cat-i@example.org;Staff, payments-administrator\n')
    const bad = await write('bad.csv', 'Dan,dan,dan@example.org,Staff\nEve,ben-i,nobody,Skipper\n')
    const importing = (file: string, isRehearsal = false, organization = id) => said((say) => importUsers(server.standalone, { file, organization, isRehearsal, say }))

    expect(await importing(good, true)).toEqual({ isDone: true, output: 'Every line is in order: 2 people would be imported. Nothing was.' })
    expect(await importing(good)).toEqual({ isDone: true, output: expect.stringMatching(/^2 people imported\.\n/) })
    for (const isRehearsal of [false, true]) {
      const { isDone, output } = await importing(bad, isRehearsal)
      expect([isDone, output]).toEqual([false, expect.stringMatching(/^line 2: The e-mail is not an address\. The user name belongs .* already\. There is no role called Skipper\.\n1 line can't be imported, so nobody was\.$/)])
    }
    expect((await importing(good)).isDone).toBe(false)
    await expect(importing(join(folder, 'nowhere.csv'))).rejects.toThrow(/^cannot read .*nowhere\.csv/)
    await expect(importing(good, false, 'Elsewhere')).rejects.toThrow('There is no organization with the id or name "Elsewhere".')
  })
})

describe('add-user', () => {
  it('prints a link to hand over where no e-mail is set up, and says what is wrong', async () => {
    const { id: organization } = await server.organization()
    const adding = (userName: string, ...roles: string[]) => said((say) => addUser(server.standalone, { name: 'Ben', userName, email: undefined, organization, roles, publicUrl, say }))

    expect(await adding('ben-a', 'staff', 'Payments administrator')).toEqual({ isDone: true, output: expect.stringMatching(LINK) })
    expect(await adding('BEN-A')).toEqual({ isDone: false, output: 'That user name or e-mail belongs to somebody on this server already.' })
    expect(await adding('cat-a', 'skipper')).toEqual({ isDone: false, output: expect.stringMatching(/^--role skipper: there is none\. There are: administrator, /) })
  })
})

describe('reset-user', () => {
  it('resets also the only administrator, and says what happens next', async () => {
    const ann = await (await server.organization()).person({ name: 'Ann Example', role: 'administrator' })
    const resetting = (user: string, withLink = false) => said((say) => resetUser(server.standalone, { user, withLink, publicUrl, say }))

    const reset = await resetting(ann.userName.toUpperCase(), true)
    expect([reset.isDone, reset.output]).toEqual([true, expect.stringMatching(/^2-step verification of Ann Example is reset \(none was set up\).*\nAt the next sign-in/)])
    expect(reset.output).toMatch(LINK)
    expect(await resetting('nobody')).toEqual({ isDone: false, output: 'Nobody here has the user name or e-mail "nobody".' })
  })
})
