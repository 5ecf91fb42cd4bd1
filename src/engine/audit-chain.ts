import { sameHash } from '../crypto/hash.ts'
import type { Key, Keyring } from '../crypto/keyring.ts'
import { macUnder } from '../crypto/mac.ts'
import type { EpochSeconds } from './model.ts'

const PURPOSE = 'audit-chain'
const FORM = 'v1' // of what is covered, and in which order

/** An audit row to the letter as it is stored: what its link covers. */
export interface AuditRecord {
  id: string
  organizationId: string | null
  at: EpochSeconds
  action: string
  result: string
  actorId: string | null
  subjectId: string | null
  method: string | null
  detail: string // JSON
  address: string
  agent: string
}

/** A place in a chain: each organization has one, and so have the rows of none. */
export interface Link {
  sequence: number // from 1, without gaps
  hash: string // over the row and the hash before
}

/** A link, and the key it was made with. */
export interface KeyedLink extends Link {
  keyId: string
}

/** The link of a row. What it follows stands with it, so that each row can be judged whatever became of the one before. */
export interface RowLink extends KeyedLink {
  previousHash: string
}

export interface SealedRecord extends AuditRecord, RowLink {}

/** An end of a chain, which only who holds a key can have written. */
export interface AttestedLink extends KeyedLink {
  mac: string
}

/** `head`: the newest link. `start`: the last one that retention removed. */
export type ChainEnd = 'head' | 'start'

/** What comes before the first row. */
export const GENESIS: Link = { sequence: 0, hash: '' }

/** The texts that stand for a row; no two different rows share them. */
export function canonicalForm(record: AuditRecord): string[] {
  const { id, organizationId, at, action, result, actorId, subjectId, method, detail, address, agent } = record
  return [id, orNull(organizationId), String(at), action, result, orNull(actorId), orNull(subjectId), orNull(method), detail, address, agent]
}

/** Gives a row its place after the link before. */
export function linkAfter(before: Link, record: AuditRecord, key: Key): RowLink {
  const sequence = before.sequence + 1
  return { sequence, previousHash: before.hash, hash: hashUnder(key, before.hash, sequence, record), keyId: key.id }
}

/** Links rows in this order, and attests the new head. */
export function linkAll(before: Link, records: readonly AuditRecord[], organizationId: string | null, key: Key): { links: RowLink[]; head: AttestedLink } {
  let last = before
  const links = records.map((record) => {
    const link = linkAfter(last, record, key)
    last = link
    return link
  })
  return { links, head: attest('head', organizationId, last, key) }
}

/** Whether this row is as it was sealed, where it was sealed. Throws `MissingKeyError`. */
export function isAsSealed(record: SealedRecord, keyring: Keyring): boolean {
  return sameHash(hashUnder(keyring.find(record.keyId), record.previousHash, record.sequence, record), record.hash)
}

/** Writes down an end of a chain in a way that nobody without a key can. */
export function attest(end: ChainEnd, organizationId: string | null, { sequence, hash }: Link, key: Key): AttestedLink {
  return { sequence, hash, keyId: key.id, mac: macOf(end, organizationId, { sequence, hash }, key) }
}

/** Throws `MissingKeyError`. */
export function isAttested(end: ChainEnd, organizationId: string | null, link: AttestedLink, keyring: Keyring): boolean {
  return sameHash(macOf(end, organizationId, link, keyring.find(link.keyId)), link.mac)
}

function hashUnder(key: Key, previousHash: string, sequence: number, record: AuditRecord): string {
  return macUnder(key, PURPOSE, ['link', FORM, key.id, previousHash, String(sequence), ...canonicalForm(record)])
}

function macOf(end: ChainEnd, organizationId: string | null, { sequence, hash }: Link, key: Key): string {
  return macUnder(key, PURPOSE, [end, FORM, key.id, orNull(organizationId), String(sequence), hash])
}

/** Nothing is not the empty text. */
function orNull(text: string | null): string {
  return text === null ? '-' : `=${text}`
}
