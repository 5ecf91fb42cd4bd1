import { sameHash } from '../crypto/hash.ts'
import type { Key, Keyring } from '../crypto/keyring.ts'
import { macUnder } from '../crypto/mac.ts'
import type { EpochSeconds } from './model.ts'

const PURPOSE = 'audit-chain'
const FORM = 'v1' // of what is covered, and in which order
const SIGNED_FORM = 'v2' // the same and its signature, and from there on every row of the chain has one

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
  /** Made where the event was written, before it had a place; null in rows from before there were any. */
  signature: EventSignature | null
}

/** What only a server that holds the keys can put on a new row. */
export interface EventSignature {
  mac: string
  keyId: string
}

/** Signs a row in the transaction that writes it. */
export type SignEvent = (record: Omit<AuditRecord, 'signature'>) => EventSignature

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

/** The texts that stand for what a row says; no two different rows share them. */
export function canonicalForm(record: Omit<AuditRecord, 'signature'>): string[] {
  const { id, organizationId, at, action, result, actorId, subjectId, method, detail, address, agent } = record
  return [id, orNull(organizationId), String(at), action, result, orNull(actorId), orNull(subjectId), orNull(method), detail, address, agent]
}

/** So that nobody who can only write to the database makes an event up, and has the sealer seal it. */
export function signEvent(record: Omit<AuditRecord, 'signature'>, key: Key): EventSignature {
  return { mac: macUnder(key, PURPOSE, ['event', FORM, key.id, ...canonicalForm(record)]), keyId: key.id }
}

/** Whether a server wrote this row as it is. Throws `MissingKeyError`. */
export function isSigned(record: AuditRecord, keyring: Keyring): boolean {
  const { signature } = record
  return signature !== null && sameHash(signEvent(record, keyring.find(signature.keyId)).mac, signature.mac)
}

/** Gives a row its place after the link before. */
export function linkAfter(before: Link, record: AuditRecord, key: Key): RowLink {
  const sequence = before.sequence + 1
  return { sequence, previousHash: before.hash, hash: hashUnder(key, before.hash, sequence, record), keyId: key.id }
}

/** Links rows in this order, and attests the new head. No row without a signature follows one that has it. */
export function linkAll(
  before: Link,
  records: readonly AuditRecord[],
  organizationId: string | null,
  key: Key,
): { links: (RowLink & { id: string })[]; head: AttestedLink } {
  let last = before
  const links = records.map((record) => {
    const link = { ...linkAfter(last, record, key), id: record.id }
    last = link
    return link
  })
  return { links, head: attest('head', organizationId, last, key, records.at(-1)?.signature ? SIGNED_FORM : FORM) }
}

/** Whether this row is as it was sealed, where it was sealed. Throws `MissingKeyError`. */
export function isAsSealed(record: SealedRecord, keyring: Keyring): boolean {
  return sameHash(hashUnder(keyring.find(record.keyId), record.previousHash, record.sequence, record), record.hash)
}

/** Writes down an end of a chain in a way that nobody without a key can. */
export function attest(end: ChainEnd, organizationId: string | null, { sequence, hash }: Link, key: Key, form: Form = FORM): AttestedLink {
  return { sequence, hash, keyId: key.id, mac: macOf(end, organizationId, { sequence, hash }, key, form) }
}

/** Throws `MissingKeyError`. */
export function isAttested(end: ChainEnd, organizationId: string | null, link: AttestedLink, keyring: Keyring): boolean {
  const key = keyring.find(link.keyId)
  return ([FORM, SIGNED_FORM] as const).some((form) => sameHash(macOf(end, organizationId, link, key, form), link.mac))
}

/**
 * Whether every row after this head must be signed. Only a chain that ended
 * before rows were signed has a head that says no; one that begins now says yes.
 * Throws `MissingKeyError`.
 */
export function asksForSignatures(organizationId: string | null, head: AttestedLink | null, keyring: Keyring): boolean {
  return head === null || !sameHash(macOf('head', organizationId, head, keyring.find(head.keyId), FORM), head.mac)
}

function hashUnder(key: Key, previousHash: string, sequence: number, record: AuditRecord): string {
  const { signature } = record
  const signed = signature === null ? [] : [signature.keyId, signature.mac]
  return macUnder(key, PURPOSE, ['link', signature === null ? FORM : SIGNED_FORM, key.id, previousHash, String(sequence), ...canonicalForm(record), ...signed])
}

type Form = typeof FORM | typeof SIGNED_FORM

function macOf(end: ChainEnd, organizationId: string | null, { sequence, hash }: Link, key: Key, form: Form): string {
  return macUnder(key, PURPOSE, [end, form, key.id, orNull(organizationId), String(sequence), hash])
}

/** Nothing is not the empty text. */
function orNull(text: string | null): string {
  return text === null ? '-' : `=${text}`
}
