import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { startChromium } from './chromium.ts'
import { startPostgres } from './postgres-server.ts'
import { buildPrograms } from './build-programs.ts'

/** Something started once for the whole run. */
export interface Running {
  /** Where tests connect. */
  endpoint: string
  stop(): Promise<void>
}

const starters = { chromium: startChromium, postgres: startPostgres, programs: buildPrograms }

/** What a test can ask for. */
export type Resource = keyof typeof starters

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address that starts a resource when first asked, so that a run of pure tests starts none. */
    resources: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = new Map<string, Promise<Running>>()
  const secret = randomBytes(16).toString('hex')

  const server = createServer((request, response) => {
    const [, given, name] = request.url?.split('/') ?? []
    if (given !== secret || !isResource(name)) return void response.writeHead(404).end()
    const running = started.get(name) ?? starters[name]()
    started.set(name, running)
    running.then(
      ({ endpoint }) => response.end(endpoint),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  project.provide('resources', `http://127.0.0.1:${port}/${secret}`)

  return async () => {
    server.close()
    server.closeAllConnections()
    const outcomes = await Promise.allSettled(started.values())
    await Promise.all(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.stop() : undefined)))
  }
}

function isResource(name: string | undefined): name is Resource {
  return name !== undefined && Object.hasOwn(starters, name)
}
