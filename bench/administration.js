import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { file, progress, rehearsal, search } from './administration-figures.js'
import { lists } from './administration-lists.js'
import { openPeople } from './administration-people.js'
import { isReached, table } from './promise.js'

// What administrators' lists promise at any size: `npm run bench:administration -- --keep <folder>` keeps the databases for the next time.

const FEW = 10_000
const { values } = parseArgs({
  options: {
    keep: { type: 'string' }, // a folder
    people: { type: 'string', default: '1000000' },
    each: { type: 'boolean', default: false }, // a line for every view
  },
})
const many = Number(values.people)
const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'nightlatch-bench-')))
try {
  await mkdir(folder, { recursive: true })
  const startedAt = performance.now()
  const seconds = () => `${Math.round((performance.now() - startedAt) / 1000)} s`
  const worlds = { few: await openPeople(folder, FEW), many: await openPeople(folder, many) }
  console.error(`${many} users are there after ${seconds()}`)
  const results = [
    ...(await lists(worlds, { isEachTold: values.each })),
    ...(await search(worlds.many)),
    ...(await progress(worlds.many)),
    ...(await rehearsal(worlds.many)),
    ...(await file(worlds.many, FEW)),
  ]
  console.log(table(results))
  const missed = results.filter((result) => !isReached(result)).length
  console.log(`\n${results.length - missed} reached, ${missed} missed; ${many} users on SQLite, in ${seconds()}`)
  process.exitCode = missed === 0 ? 0 : 1
  for (const { database } of Object.values(worlds)) await database.close()
} finally {
  if (values.keep === undefined) await rm(folder, { recursive: true, force: true })
}
