import { appCode } from './app-code.js'
import { password } from './password.js'
import { isReached, table } from './promise.js'
import { secondStep } from './second-step.js'
import { start } from './start.js'
import { weight } from './weight.js'

// What is promised of speed and weight, measured on this machine: `npm run bench`, or some of it by name.

const measures = { start, weight, secondStep, appCode, password }
const asked = process.argv.slice(2)
const results = []
for (const [name, measure] of Object.entries(measures)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.error(`measuring ${name} ...`)
  results.push(...(await measure()))
}
console.log(table(results))
const missed = results.filter((result) => !isReached(result)).length
console.log(`\n${results.length - missed} reached, ${missed} missed`)
process.exitCode = missed === 0 ? 0 : 1
