import { describe, expect, it } from 'vitest'
import { generateKey } from '../../src/crypto/keyring.ts'
import { freePort } from '../support/free-port.ts'
import { first, further } from '../support/long.ts'
import { aFolder, type Program, start } from '../support/programs.ts'

const PASSWORD = 'seven-lanterns-harbour'
const production = { PUBLIC_URL: 'https://accounts.example.org', DATABASE_URL: 'file:./nightlatch.db', KEYS: generateKey('test') }

async function run(words: readonly string[], { folder, settings = production, input = '' }: { folder?: string; settings?: Readonly<Record<string, string>>; input?: string } = {}) {
  const program = await start('cli', { folder: folder ?? (await aFolder()), words, settings, input })
  return { code: await program.exit, output: program.output(), printed: program.printed() }
}

async function serve(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<{ program: Program; url: string }> {
  const port = await freePort()
  const program = await start('cli', { folder, words: ['serve'], settings: { ...production, ...settings, PORT: String(port) } })
  await program.hasPrinted('listening')
  return { program, url: `http://127.0.0.1:${port}` }
}

const createAdmin = ['create-admin', '--organization', 'Harbour Trust', '--country', 'GB', '--name', 'Ann Example', '--user-name', 'ann']

describe('nightlatch serve', () => {
  it('without one of its three settings stops and names it', async () => {
    const names = first(1, ['KEYS', 'PUBLIC_URL', 'DATABASE_URL'])
    const runs = names.map((missing) => {
      const settings = Object.fromEntries(Object.entries(production).filter(([name]) => name !== missing))
      return run(['serve'], { settings })
    })
    for (const [index, { code, output }] of (await Promise.all(runs)).entries()) {
      expect([code, output]).toEqual([1, expect.stringMatching(`^${names[index]} is missing`)])
    }
  })

  it('says what is wrong with a setting, without a stack', async () => {
    const cases = first(2, [
      [{ DATABASE_URL: 'file:/dev/null/x.db' }, 'DATABASE_URL: cannot write /dev/null/x.db'],
      [{ PUBLIC_URL: 'https://example.org/accounts' }, 'PUBLIC_URL: give the origin alone, https://example.org'],
      [{ PORT: '0' }, 'PORT: '],
      [{ TRUSTED_PROXIES: '10.0.0.0/99' }, 'TRUSTED_PROXIES: 10.0.0.0/99 is no address or network'],
      [{ SMS_PROVIDERS: 'pigeon' }, 'SMS_PROVIDERS: there is no provider called pigeon'],
    ] as const)
    await Promise.all(
      cases.map(async ([bad, message]) => {
        const { code, output } = await run(['serve'], { settings: { ...production, ...bad } })
        expect([code, output]).toEqual([1, expect.stringContaining(message)])
        expect(output).not.toContain('    at ')
      }),
    )
  })

  it('stops at once where its keys are not those of the database, and names the key', async () => {
    const folder = await aFolder()
    expect((await run(['migrate'], { folder })).code).toBe(0)
    const { code, output } = await run(['serve'], { folder, settings: { ...production, KEYS: generateKey('new') } })
    expect([code, output]).toEqual([1, 'KEYS has no key "test", but this database was written with it: put it back, after the newest key\n'])
  })

  it('has no sample and no development phone, and tells its log how to begin without a link in it', async () => {
    const { program, url } = await serve(await aFolder())
    await program.hasPrinted('nightlatch create-admin')
    expect((await fetch(`${url}/development/phone`)).status).toBe(404)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect(program.output()).not.toMatch(/token=|amara/)
    program.signal('SIGTERM')
    expect(await program.exit).toBe(0)
  })

  it('prints on a terminal a link that makes the first administrator', async () => {
    const asOnATerminal = { NODE_OPTIONS: '--import=data:text/javascript,process.stdout.isTTY=true' }
    const { program, url } = await serve(await aFolder(), asOnATerminal)
    await program.hasPrinted('/first-administrator?token=')
    const [, path = ''] = /^https:\/\/accounts\.example\.org(\/first-administrator\?token=\S+)$/m.exec(program.printed()) ?? []
    const answers = await Promise.all([path, `${path}x`].map((at) => fetch(url + at)))
    expect(answers.map(({ status }) => status)).toEqual([200, 410])
    expect(await answers[0]?.text()).toContain('name="organizationName"')
  })

  it('refuses the database of npm start, as do the other commands', async () => {
    const folder = await aFolder()
    const development = await start('server', { folder, settings: { PORT: String(await freePort()) } })
    await development.hasPrinted('Stop with Ctrl-C')
    development.signal('SIGTERM')
    await development.exit

    const settings = { ...production, DATABASE_URL: 'file:./data/development.db' }
    const refused = await Promise.all(first(2, [['serve'], createAdmin, ['migrate']]).map((words) => run(words, { folder, settings, input: PASSWORD })))
    for (const { code, output } of refused) {
      expect([code, output]).toEqual([1, expect.stringMatching(/^DATABASE_URL names a database that npm start filled with sample people/)])
    }
  })
})

describe('nightlatch create-admin', () => {
  it('takes the first line of standard input, with or without its end', async () => {
    const runs = await Promise.all(first(1, [`${PASSWORD}\r\nmore\n`, `${PASSWORD}\n`, PASSWORD]).map((input) => run(createAdmin, { input })))
    for (const { code, printed } of runs) expect([code, printed]).toEqual([0, 'ann can sign in now.\n'])
  })

  it('says why not', async () => {
    const folder = await aFolder()
    expect(await run(createAdmin, { folder })).toMatchObject({ code: 1, output: 'No password was given: type it, or pass it as the first line of standard input.\n' })
    expect((await run(createAdmin, { folder, input: PASSWORD })).code).toBe(0)
    expect(await run(createAdmin, { folder, input: PASSWORD })).toMatchObject({ code: 1, output: 'There are users already: this makes the first one alone.\n' })
  })

  further('says which option or password it does not take', async () => {
    const folder = await aFolder()
    const [withoutCountry, ofNone] = [createAdmin.filter((word) => word !== '--country' && word !== 'GB'), createAdmin.map((word) => (word === 'GB' ? 'UK' : word))]
    expect(await run(withoutCountry, { folder, input: PASSWORD })).toMatchObject({ code: 1, output: "error: required option '--country <code>' not specified\n" })
    expect(await run(ofNone, { folder, input: PASSWORD })).toMatchObject({ code: 1, output: 'Not created. --country: give its two capital letters, such as GB (ISO 3166-1).\n' })
    expect(await run(createAdmin, { folder, input: 'short' })).toMatchObject({ code: 1, output: 'Not created. Use at least 8 characters.\n' })
  })
})
