import { NightlatchError } from '../engine/errors.ts'
import type { PageRequest } from './page-request.ts'

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** The id in a page's path. What is no id of a row is not found, and asks no database. */
export function rowIdOf({ params }: Pick<PageRequest, 'params'>): string {
  const id = params['id'] ?? ''
  if (!isRowId(id)) throw new NightlatchError('not_found')
  return id
}

export function isRowId(text: string): boolean {
  return uuid.test(text)
}
