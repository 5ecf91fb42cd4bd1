import { newToken, parseToken } from '../crypto/token.ts'
import type { Change } from './changes.ts'
import type { Client, Device, EpochSeconds, User, Visitor } from './model.ts'
import type { Ports, Store } from './ports.ts'

const DAY = 24 * 60 * 60
const KNOWN_FOR = 400 * DAY // the longest that browsers keep a cookie

/** The cookie that makes a browser known, and perhaps trusted, for one user alone. */
export interface DeviceCookie {
  name: string
  token: string
  maxAgeSeconds: number
}

/** Finds the device that this browser is for this user; null when it completed no second step for them. */
export async function findKnownDevice(ports: Pick<Ports, 'keyedHash'> & { store: Store }, user: Pick<User, 'id' | 'organizationId'>, visitor: Visitor): Promise<Device | null> {
  // The name holds a keyed hash of the user, so that people who share a browser don't share its trust.
  const tokens = ports.keyedHash
    .hashes('device-cookie', user.id)
    .map((hash) => parseToken(visitor.cookie(cookieName(hash))))
    .filter((token) => token !== null)
  if (tokens.length === 0) return null

  const device = await ports.store.findDevice(
    user.organizationId,
    user.id,
    tokens.map(({ hash }) => hash),
  )
  return tokens.some(({ id }) => id === device?.id) ? device : null
}

/** After a complete second step: a fresh token for this browser, trusted until then or just known. */
export function rememberDevice(
  ports: Pick<Ports, 'clock' | 'random' | 'keyedHash'>,
  facts: { user: User; former: Device | null; trustSeconds: number; client: Client },
): { device: Device; cookie: DeviceCookie; changes: Change[] } {
  const { user, former, trustSeconds, client } = facts
  const now = ports.clock()
  const id = former?.id ?? ports.random.id()
  const { token, hash } = newToken(id)
  const device: Device = {
    id,
    userId: user.id,
    tokenHash: hash,
    agent: client.agent,
    address: client.address,
    knownAt: former?.knownAt ?? now,
    trustedAt: trustSeconds > 0 ? now : null,
    trustedUntil: trustSeconds > 0 ? now + trustSeconds : null,
    trustEndedBecause: null,
    passwordEpoch: user.passwordEpoch,
    factorEpoch: user.factorEpoch,
    lastUsedAt: now,
  }
  return {
    device,
    cookie: { name: cookieName(ports.keyedHash.hash('device-cookie', user.id)), token, maxAgeSeconds: KNOWN_FOR },
    changes: [{ kind: 'device.remember', device }],
  }
}

export function isTrustedAt(device: Device, now: EpochSeconds): boolean {
  return device.trustedUntil !== null && now < device.trustedUntil
}

function cookieName(userHash: string): string {
  return `device-${userHash.slice(0, 16)}` // the web adds its prefix
}
