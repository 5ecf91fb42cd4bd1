import { BlockList, isIP } from 'node:net'
import { oneLine } from './accounts/names.ts'
import type { Client } from './engine/model.ts'

/**
 * Reads who sent a request. The forwarded header is believed only when the
 * socket belongs to a configured proxy, and only as far as the last address
 * that is no proxy of ours.
 *
 * @param trustedProxies - addresses or networks (`10.0.0.0/8`, `fd00::/8`); throws for anything else
 */
export function clientReader(trustedProxies: readonly string[]): (request: Request, socketAddress: string | undefined) => Client {
  const proxies = blockListOf(trustedProxies)
  const isProxy = (address: string) => proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

  return (request, socketAddress) => {
    const socket = plain(socketAddress ?? '')
    return { address: isIP(socket) !== 0 && isProxy(socket) ? forwardedFor(request, socket) : socket, agent: agentOf(request) }
  }

  function forwardedFor(request: Request, socket: string): string {
    const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').map((hop) => plain(hop.trim()))
    for (const hop of hops.toReversed()) {
      if (isIP(hop) === 0) return socket
      if (!isProxy(hop)) return hop
    }
    return socket
  }
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    const family = isIP(address)
    const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32))
    if (family === 0 || !isPrefix) throw new Error(`TRUSTED_PROXIES: ${network} is no address or network`)
    const type = family === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, type)
    else list.addSubnet(address, Number(prefix), type)
  }
  return list
}

/** IPv4 as IPv6 writes it (`::ffff:192.0.2.1`) is the same address. */
function plain(address: string): string {
  return address.toLowerCase().startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
}

function agentOf(request: Request): string {
  return oneLine(request.headers.get('user-agent') ?? '').trim()
}
