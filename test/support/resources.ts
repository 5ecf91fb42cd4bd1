import { inject } from 'vitest'
import type { Resource } from './global-setup.ts'

/** Where the run's one Chromium or PostgreSQL is; the first to ask starts it. */
export async function endpointOf(resource: Resource): Promise<string> {
  const response = await fetch(`${inject('resources')}/${resource}`)
  const text = await response.text()
  if (!response.ok) throw new Error(`${resource} did not start: ${text}`)
  return text
}
