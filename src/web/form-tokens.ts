import { NightlatchError } from '../engine/errors.ts'
import type { Verified } from '../engine/model.ts'
import type { Ports } from '../engine/ports.ts'
import type { Identity } from './access.ts'
import type { Cookies } from './cookies.ts'
import type { Access } from './routes.ts'

const BROWSER_COOKIE = 'browser'
const BROWSER_BYTES = 32

/** A browser, told apart by a cookie that says nothing about the person. */
interface Browser {
  id: string
  setCookie: string | null // null: it has the cookie already
}

/** Whose session a form will be sent from. */
type Owner = Pick<Verified, 'organizationId' | 'userId'>

/**
 * The token in every form: tied to the browser and to the session, or pending
 * sign-in, that the page was made for. A page from before is out of date.
 */
export function createFormTokens({ keyedHash, random, cookies }: Pick<Ports, 'keyedHash' | 'random'> & { cookies: Cookies }) {
  return {
    browserOf(request: Request): Browser {
      const known = cookies.read(request, BROWSER_COOKIE)
      if (known !== null && known.length <= 64) return { id: known, setCookie: null }
      const id = Buffer.from(random.bytes(BROWSER_BYTES)).toString('base64url')
      return { id, setCookie: cookies.write(BROWSER_COOKIE, id) }
    },

    tokenFor(browserId: string, identity: Identity): string {
      return keyedHash.hash('form-token', browserId, speaker(identity))
    },

    /**
     * For a form on the page that ends a sign-in: its session is about to exist,
     * and only the host knows its id. Good for one path, in any session of this
     * person in this browser.
     */
    tokenAfterSignIn(browserId: string, user: Owner, path: string): string {
      return keyedHash.hash('form-token-after-sign-in', browserId, user.organizationId, user.userId, path)
    },

    /** Throws `cookies_blocked`, or what became of the page that the form was on. */
    check(browser: Browser, identity: Identity, { path, access }: { path: string; access: Access }, token = ''): void {
      if (browser.setCookie !== null) throw new NightlatchError('cookies_blocked')
      if (keyedHash.matches(token, 'form-token', browser.id, speaker(identity))) return
      const owner = identity.session?.holder
      if (owner !== undefined && keyedHash.matches(token, 'form-token-after-sign-in', browser.id, owner.organizationId, owner.userId, path)) return
      if (speaker(identity) !== '' || access === 'anyone') throw new NightlatchError('stale_form')
      // Nobody speaks here any more, so the page is from a session, or a sign-in, that is over.
      throw new NightlatchError(access === 'pending' ? 'challenge_not_found' : 'session_ended')
    },
  }
}

function speaker({ session, pendingToken }: Identity): string {
  return session?.holder.sessionId ?? pendingToken ?? ''
}
