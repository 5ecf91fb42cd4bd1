import { type Kysely, sql } from 'kysely'
import type { Under } from '../../engine/administration-ports.ts'
import type { EnrollmentView } from '../../engine/enrollment-status.ts'
import { loadRoles } from '../cohorts.ts'
import { wordsOf } from '../folded-text.ts'
import type { Schema } from '../schema.ts'
import { comparePlaces, type Place } from './place.ts'
import { hasMethod, hasRole } from './plan.ts'
import { type Listed, loadRows, placeOf } from './rows.ts'

const MOST_FOUND = 1_000
const MOST_WORDS = 4 * MOST_FOUND // of one person several words may begin alike
const MOST_COUNTED = 200_000 // words that begin alike
const ROWS_A_QUERY = 500

/** Users who have, for each word that was typed, one that begins so: the first of them in the order of their words. */
export async function findByWords(
  db: Kysely<Schema>,
  organizationId: string,
  search: string,
  { isActive, limit = MOST_FOUND }: { isActive: boolean | null; limit?: number }, // null: either
): Promise<{ ids: string[]; isCut: boolean }> {
  const [rarest, ...others] = await rarestFirst(db, organizationId, wordsOf(search))
  if (rarest === undefined) return { ids: [], isCut: false }
  // Whom two long stretches of the index have in common is found in the index alone; the few are read one by one.
  const isFew = rarest.people <= MOST_WORDS
  const long = others.filter(({ people }) => !isFew && people < MOST_COUNTED)
  const read = others.filter((other) => !long.includes(other))
  const rows = await db
    .selectFrom('nightlatch_user_word as word')
    .innerJoin('nightlatch_user as user', (join) => join.onRef('user.organization_id', '=', 'word.organization_id').onRef('user.id', '=', 'word.user_id'))
    .select(['word.user_id'])
    .where('word.organization_id', '=', organizationId)
    .where('word.word', '>=', rarest.word)
    .where('word.word', '<', afterAll(rarest.word))
    .where((eb) => eb.and(long.map(({ word }) => eb('word.user_id', 'in', whoHas(db, organizationId, word)))))
    // Words hold nothing that `like` takes for a pattern.
    .where((eb) => eb.and(read.map(({ word }) => sql<boolean>`' ' || ${eb.ref('user.search_words')} like ${`% ${word}%`}`)))
    .$if(isActive !== null, (query) => query.where('user.deactivated_at', isActive === true ? 'is' : 'is not', null))
    .orderBy('word.word')
    .orderBy('word.user_id')
    .limit(MOST_WORDS)
    .execute()
  const ids = [...new Set(rows.map(({ user_id }) => user_id))]
  return { ids: ids.slice(0, limit), isCut: ids.length > limit || rows.length === MOST_WORDS }
}

interface CountedWord {
  word: string
  people: number // who have a word that begins so; no more than MOST_COUNTED
}

/** The words of a search, that of the fewest people first: only who has it is looked at. */
async function rarestFirst(db: Kysely<Schema>, organizationId: string, words: readonly string[]): Promise<CountedWord[]> {
  const counted: CountedWord[] = []
  for (const word of words) {
    const some = whoHas(db, organizationId, word).limit(MOST_COUNTED)
    const counts = words.length === 1 ? null : await db.selectFrom(some.as('some')).select((eb) => eb.fn.countAll<number>().as('people')).executeTakeFirstOrThrow()
    counted.push({ word, people: Number(counts?.people ?? 0) })
  }
  return counted.toSorted((a, b) => a.people - b.people || b.word.length - a.word.length)
}

function whoHas(db: Kysely<Schema>, organizationId: string, start: string) {
  return db
    .selectFrom('nightlatch_user_word')
    .select('user_id')
    .where('organization_id', '=', organizationId)
    .where('word', '>=', start)
    .where('word', '<', afterAll(start))
}

/** What comes after every word that begins so. */
function afterAll(start: string): string {
  return `${start}\u{10FFFF}`
}

/** Everything a view with a search shows, in its order: few enough to be sorted here. */
export async function listFound(db: Kysely<Schema>, under: Under, view: EnrollmentView): Promise<{ listed: { place: Place; listed: Listed }[]; isCut: boolean }> {
  const roles = await loadRoles(db, under.organizationId)
  const isActive = view.status !== 'deactivated'
  const { ids, isCut } = await findByWords(db, under.organizationId, view.search, { isActive })
  const found: Listed[] = []
  for (let start = 0; start < ids.length; start += ROWS_A_QUERY) found.push(...(await loadRows(db, under, ids.slice(start, start + ROWS_A_QUERY), { roles, isActive })))
  const compare = comparePlaces(view.direction)
  const listed = found
    .filter(({ row, cohort }) => (view.status === null || row.status === view.status) && hasRole(cohort.roles, view.roleId) && hasMethod(cohort.methods, view.method))
    .map((each) => ({ place: placeOf(each, view.sort), listed: each }))
    .toSorted((a, b) => compare(a.place, b.place))
  return { listed, isCut }
}
