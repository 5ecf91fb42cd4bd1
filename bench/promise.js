/**
 * One line of the table: something we promise, and what came of it.
 *
 * @typedef {object} Result
 * @property {string} promise
 * @property {string} target
 * @property {string} measured
 * @property {number} ratio - measured over target; what it means depends on `isBetterWhenHigh`
 * @property {boolean} [isBetterWhenHigh]
 */

/** @param {Result} result */
export function isReached({ ratio, isBetterWhenHigh = false }) {
  return isBetterWhenHigh ? ratio >= 1 : ratio <= 1
}

/** @param {readonly Result[]} results */
export function table(results) {
  const head = ['promise', 'target', 'measured', 'of target', '']
  const rows = results.map((result) => [
    result.promise,
    result.target,
    result.measured,
    `${Math.round(result.ratio * 100)} %`,
    isReached(result) ? 'reached' : 'missed',
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (/** @type {string[]} */ row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
