import { isReached, table } from './promise.js'
import { secondStep } from './second-step.js'

/** What is promised of speed and weight, measured on this machine: `npm run bench`. */
const results = []
for (const measure of [secondStep]) results.push(...(await measure()))
console.log(table(results))
const missed = results.filter((result) => !isReached(result)).length
console.log(`\n${results.length - missed} reached, ${missed} missed`)
process.exitCode = missed === 0 ? 0 : 1
