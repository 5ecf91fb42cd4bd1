import { networkInterfaces } from 'node:os'
import { type AddressInfo, connect, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { aFolder, start } from '../support/programs.ts'

async function startDevelopment(folder: string, settings: Readonly<Record<string, string>> = {}) {
  const port = await freePort()
  const program = await start('server', { folder, settings: { PORT: String(port), ...settings } })
  return { program, port, url: `http://localhost:${port}` }
}

describe('npm start', () => {
  it('lists the address, whom to sign in as, the phone and the mailbox, and ends well with Ctrl-C', async () => {
    const { program, url } = await startDevelopment(await aFolder())
    await program.hasPrinted('Stop with Ctrl-C')
    for (const text of [`listens on ${url}`, 'amara', 'lena', 'the password is', `${url}/development/phone`, `${url}/development/mailbox`]) {
      expect(program.output()).toContain(text)
    }
    const phone = await fetch(`${url}/development/phone`)
    expect(phone.status).toBe(200)
    // Scripts are read from beside the program: what is shipped must bring them, each as itself.
    const scripts = [...(await phone.text()).matchAll(/<script type="module" src="([^"]+)"/g)].map(([, path]) => path ?? '')
    const contents = await Promise.all(scripts.map(async (path) => await (await fetch(url + path)).text()))
    expect(contents).toEqual([expect.stringContaining('navigator.credentials'), expect.stringContaining('location.reload()')])
    program.signal('SIGINT')
    expect(await program.exit).toBe(0)
  })

  it('keeps everything when it is started again', async () => {
    const folder = await aFolder()
    const first = await startDevelopment(folder)
    await first.program.hasPrinted('Stop with Ctrl-C')
    expect((await signIn(first.url, 'tom')).location).toBe('/verify')
    const lena = await signIn(first.url, 'lena')
    expect(await firstPage(first.url, lena.cookie)).toContain('Hello, Lena')
    first.program.signal('SIGTERM')
    expect(await first.program.exit).toBe(0)

    const second = await startDevelopment(folder)
    await second.program.hasPrinted('file:./data/development.db')
    expect((await signIn(second.url, 'tom')).location).toBe('/verify')
    expect(await firstPage(second.url, lena.cookie)).toContain('Hello, Lena')
  })

  it('listens on loopback alone, whatever HOST says', async () => {
    const { program, port } = await startDevelopment(await aFolder(), { HOST: '0.0.0.0' })
    await program.hasPrinted('Stop with Ctrl-C')
    const elsewhere = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    expect(await isOpen('127.0.0.1', port)).toBe(true)
    for (const { address } of elsewhere) expect(await isOpen(address, port)).toBe(false)
  })

  it('refuses an address that is not this machine', async () => {
    const { program } = await startDevelopment(await aFolder(), { PUBLIC_URL: 'https://accounts.example.org' })
    expect(await program.exit).toBe(1)
    expect(program.output()).toMatch(/^PUBLIC_URL is https:\/\/accounts\.example\.org, but npm start is for development/)
  })

  it('names the port that another program has', async () => {
    const { port, close } = await listenHere()
    const { program } = await startDevelopment(await aFolder(), { PORT: String(port) })
    expect(await program.exit).toBe(1)
    close()
    expect(program.output()).toBe(`HOST 127.0.0.1, PORT ${port}: another program listens there already\n`)
  })
})

async function firstPage(url: string, cookie: string): Promise<string> {
  return await (await fetch(url, { headers: { cookie }, redirect: 'manual' })).text()
}

/** With the sample's password: where it leads, and what the browser keeps. */
async function signIn(url: string, identifier: string): Promise<{ location: string | null; cookie: string }> {
  const page = await fetch(`${url}/sign-in`)
  const cookie = page.headers.getSetCookie().map((header) => header.split(';')[0]).join('; ')
  const formToken = /name="formToken" value="([^"]*)"/.exec(await page.text())?.[1] ?? ''
  const answer = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: url },
    body: new URLSearchParams({ formToken, identifier, password: 'seven-lanterns-harbour' }),
  })
  const cookies = [cookie, ...answer.headers.getSetCookie().map((header) => header.split(';')[0])]
  return { location: answer.headers.get('location'), cookie: cookies.join('; ') }
}

/** Another program. */
async function listenHere(): Promise<{ port: number; close(): void }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() }
}

async function isOpen(host: string, port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 })
    const answer = (open: boolean) => (socket.destroy(), resolve(open))
    socket.once('connect', () => answer(true)).once('error', () => answer(false)).once('timeout', () => answer(false))
  })
}
