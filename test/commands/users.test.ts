import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateKey } from '../../src/crypto/keyring.ts'
import { aFolder, start } from '../support/programs.ts'

const settings = { PUBLIC_URL: 'https://accounts.example.org', DATABASE_URL: 'file:./nightlatch.db', KEYS: generateKey('test'), LOG_LEVEL: 'fatal' }
const LINK = /https:\/\/accounts\.example\.org\/reset-password\?token=[\w.-]+/

async function run(folder: string, ...words: string[]) {
  const program = await start('cli', { folder, words, settings, input: 'seven-lanterns-harbour' })
  return { code: await program.exit, output: program.output() }
}

/** A server with its first administrator. */
async function begin(): Promise<string> {
  const folder = await aFolder()
  expect((await run(folder, 'create-admin', '--organization', 'Harbour Trust', '--country', 'GB', '--name', 'Ann Example', '--user-name', 'ann')).code).toBe(0)
  return folder
}

describe('nightlatch import-users', () => {
  it('says what it would do, what stands in the way, and imports all or nobody', async () => {
    const folder = await begin()
    await writeFile(join(folder, 'people.csv'), '\uFEFFName;User name;E-mail;Roles\nBen;ben;ben@example.org;Staff\nCat;cat;cat@example.org;Staff, payments-administrator\n')
    await writeFile(join(folder, 'bad.csv'), 'Dan,dan,dan@example.org,Staff\nEve,ann,nobody,Skipper\n')
    expect(await run(folder, 'import-users', 'people.csv', '--dry-run')).toEqual({ code: 0, output: 'Every line is in order: 2 people would be imported. Nothing was.\n' })
    expect(await run(folder, 'import-users', 'people.csv', '--organization', 'Harbour Trust')).toEqual({ code: 0, output: expect.stringMatching(/^2 people imported\.\n/) })
    for (const words of [[], ['--dry-run']]) {
      const { code, output } = await run(folder, 'import-users', 'bad.csv', ...words)
      expect([code, output]).toEqual([1, expect.stringMatching(/^line 2: The e-mail is not an address\. The user name belongs .* already\. There is no role called Skipper\.\n1 line can't be imported, so nobody was\.\n$/)])
    }
    expect((await run(folder, 'import-users', 'people.csv')).code).toBe(1)
    expect(await run(folder, 'import-users', 'nowhere.csv')).toEqual({ code: 1, output: expect.stringMatching(/^cannot read nowhere\.csv/) })
    expect(await run(folder, 'import-users', 'people.csv', '--organization', 'Elsewhere')).toEqual({ code: 1, output: 'There is no organization with the id or name "Elsewhere".\n' })
  })
})

describe('nightlatch add-user', () => {
  it('prints a link to hand over where no e-mail is set up, and says what is wrong', async () => {
    const folder = await begin()
    const added = await run(folder, 'add-user', '--name', 'Ben Example', '--user-name', 'ben', '--role', 'staff', 'Payments administrator')
    expect([added.code, added.output]).toEqual([0, expect.stringMatching(LINK)])
    expect(await run(folder, 'add-user', '--name', 'Ben', '--user-name', 'BEN')).toEqual({ code: 1, output: 'That user name or e-mail belongs to somebody on this server already.\n' })
    expect(await run(folder, 'add-user', '--name', 'Cat', '--user-name', 'cat', '--role', 'skipper')).toEqual({ code: 1, output: expect.stringMatching(/^--role skipper: there is none\. There are: administrator, /) })
    expect((await run(folder, 'add-user', '--name', 'Cat')).code).toBe(1)
  })
})

describe('nightlatch reset-user', () => {
  it('resets also the only administrator, and says what happens next', async () => {
    const folder = await begin()
    const reset = await run(folder, 'reset-user', 'ANN', '--link')
    expect([reset.code, reset.output]).toEqual([0, expect.stringMatching(/^2-step verification of Ann Example is reset \(none was set up\).*\nAt the next sign-in/)])
    expect(reset.output).toMatch(LINK)
    expect(await run(folder, 'reset-user', 'nobody')).toEqual({ code: 1, output: 'Nobody here has the user name or e-mail "nobody".\n' })
  })
})
