import type { EpochSeconds } from './model.ts'

/** Where something stands in a list that is read from the newest on; ids tell apart what happened in one second. */
export interface Moment {
  at: EpochSeconds
  id: string
}

/** The key of a page: of what comes after it. */
export function momentKey({ at, id }: Moment): string {
  return `${at}.${id}`
}

/** Null for a key that we have not written: the list begins at its newest. */
export function readMoment(key: string | null): Moment | null {
  const [, at, id] = /^(\d{1,15})\.([\w-]{1,100})$/.exec(key ?? '') ?? []
  return at === undefined || id === undefined ? null : { at: Number(at), id }
}
