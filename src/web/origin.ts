import { NightlatchError } from '../engine/errors.ts'

/**
 * Refuses a state change that another site sent. Compared with the configured
 * public address, never with the Host header.
 *
 * A page without referrer posts `Origin: null`; there the browser's own word
 * for "same origin" is asked for instead.
 */
export function refuseOtherOrigins(request: Request, publicOrigin: string): void {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  const isOurs = origin === null || origin === 'null' ? site === 'same-origin' : origin === publicOrigin
  if (!isOurs || (site !== null && site !== 'same-origin')) throw new NightlatchError('cross_site')
}
