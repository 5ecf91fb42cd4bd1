import { describe, expect, it } from 'vitest'
import { routes } from '../../src/web/routes.ts'
import { type HttpAnswer, type HttpPerson, openHttpPerson } from '../support/http-person.ts'
import { startTestServer } from '../support/test-server.ts'

const plain = await startTestServer()
const https = await startTestServer('sqlite', { publicUrl: 'https://accounts.example.org' })

const paths = [...Object.values(routes).map(({ path }) => path.replace(':id', '00000000-0000-7000-8000-000000000000').replace(':file', 'x')), '/nowhere', '/assets/nothing.js']
const isDownload = (what: string) => what.endsWith('/csv') || what.endsWith('/sample')
const isForDevelopment = (path: string) => path.startsWith('/development/')

/** Every page that this browser gets, and the errors and redirects as well. */
async function everyAnswer(browser: HttpPerson): Promise<[string, HttpAnswer][]> {
  const answers: [string, HttpAnswer][] = []
  for (const path of paths) {
    answers.push([`GET ${path}`, await browser.copy().get(path)])
    answers.push([`POST ${path}`, await browser.copy().post(path, {}, { body: '' })])
  }
  return answers
}

const visitors: Record<string, () => Promise<HttpPerson>> = {
  'a stranger': async () => openHttpPerson(plain),
  'somebody whose code is still to come': async () => {
    const browser = openHttpPerson(plain)
    await browser.givePassword(await (await plain.organization()).person({ enrolled: ['totp', 'sms'] }))
    return browser
  },
  'somebody who sets up': async () => {
    const browser = openHttpPerson(plain)
    await browser.givePassword(await (await plain.organization({ requiredSince: 1, graceDays: 0 })).person())
    return browser
  },
  'somebody signed in': async () => {
    const browser = openHttpPerson(plain)
    await browser.signIn(await (await plain.organization()).person({ enrolled: ['totp', 'sms'] }))
    return browser
  },
  'an administrator': async () => {
    const browser = openHttpPerson(plain)
    await browser.signIn(await (await plain.organization()).person({ role: 'administrator', enrolled: ['totp'] }))
    return browser
  },
}

describe.each(Object.keys(visitors))('Every answer to %s', (name) => {
  it('is kept by nobody, framed by nobody, and runs nothing that is written into it', async () => {
    for (const [what, { headers, body }] of await everyAnswer(await visitors[name]!())) {
      const policy = headers.get('content-security-policy') ?? ''
      expect.soft(headers.get('cache-control'), what).toBe('no-store')
      expect.soft(policy, what).toContain("default-src 'none'")
      expect.soft(policy, what).toContain("script-src 'self';")
      expect.soft(policy, what).toContain("frame-ancestors 'none'")
      expect.soft(policy, what).toContain("base-uri 'none'")
      expect.soft(policy, what).toContain("form-action 'self'")
      expect.soft(headers.get('x-frame-options'), what).toBe('DENY')
      expect.soft(headers.get('x-content-type-options'), what).toBe('nosniff')
      expect.soft(headers.get('referrer-policy'), what).toMatch(/^(same-origin|no-referrer)$/)
      expect.soft(headers.get('access-control-allow-origin'), what).toBeNull()
      expect.soft(headers.get('server'), what).toBeNull()
      expect.soft(headers.get('x-powered-by'), what).toBeNull()
      expect.soft(body === '' || isDownload(what) ? 'text/html; charset=utf-8' : headers.get('content-type')?.toLowerCase(), what).toBe('text/html; charset=utf-8')
      if (isForDevelopment(what.split(' ')[1]!)) continue
      expect.soft(policy, what).not.toContain('unsafe')
      expect.soft(body, what).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/i)
      expect.soft(body, what).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//)
    }
  }, 60_000)
})

describe('A page that shows a secret', () => {
  it('tells no other site where it was, and is shown by no GET', async () => {
    const ann = await (await plain.organization({ requiredSince: 1, graceDays: 0 })).person()
    const browser = openHttpPerson(plain)
    await browser.givePassword(ann)
    await browser.open('/set-up/choose')
    const shown = await browser.post('/set-up/app')
    const key = /[A-Z2-7]{32}/.exec(shown.body.replaceAll(/<[^>]*>|\s/g, ''))![0]
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer')
    expect(shown.headers.get('cache-control')).toBe('no-store')
    const wrong = await browser.post('/set-up/app/confirm', { code: '000000' })
    for (const answer of [wrong, await browser.open('/set-up/app'), await browser.open('/set-up/choose')]) {
      expect(answer.body.replaceAll(/<[^>]*>|\s/g, '')).not.toContain(key)
      expect(answer.body).not.toContain('otpauth')
    }
  })
})

describe('Behind https', () => {
  const attributesOf = (header: string) => header.split('; ').slice(1).map((part) => part.split('=')[0]!.toLowerCase() + (part.startsWith('SameSite') || part.startsWith('Path') ? `=${part.split('=')[1]}` : ''))

  it('every cookie belongs to this host alone, is out of reach for scripts, and is not sent from other sites', async () => {
    const ann = await (await https.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(https)
    const headers: string[] = []
    const note = ({ headers: given }: HttpAnswer) => void headers.push(...given.getSetCookie())
    note(await browser.get('/sign-in'))
    note(await browser.post('/sign-in', { identifier: ann.userName, password: ann.password }))
    note(await browser.get('/verify'))
    note(await browser.post('/verify', { code: ann.appCode(), trustDevice: 'on' }))
    note(await browser.get('/my-security/password'))
    note(await browser.post('/sign-out'))

    expect(new Set(headers.map((header) => header.split('=')[0]!.replace(/device-.*/, 'device'))).size).toBe(4)
    for (const header of headers) {
      expect(header).toMatch(/^__Host-nightlatch-/)
      expect(attributesOf(header)).toEqual(expect.arrayContaining(['path=/', 'httponly', 'secure', 'samesite=Lax']))
      expect(header).not.toMatch(/domain=/i)
    }
    // Only the cookie of the device outlives the browser.
    const lasting = headers.filter((header) => /max-age=[1-9]|expires=/i.test(header))
    expect(lasting.map((header) => /device/.test(header))).toEqual([true])
  })

  it('a cookie without the prefix, as a sibling site could plant it, is nobody', async () => {
    const ann = await (await https.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(https)
    await browser.signIn(ann)
    expect((await browser.get('/')).status).toBe(200)
    const bare = openHttpPerson(https)
    for (const [name, value] of browser.cookies) bare.cookies.set(name.replace('__Host-', ''), value)
    expect((await bare.get('/')).status).toBe(303)
  })

  it('browsers are told to stay with https', async () => {
    const { headers } = await openHttpPerson(https).get('/sign-in')
    expect(headers.get('strict-transport-security')).toMatch(/max-age=31536000/)
  })
})
