/** @param {readonly number[]} numbers */
export function median(numbers) {
  return percentile(numbers, 50)
}

/**
 * The number that `percent` of all numbers do not exceed.
 *
 * @param {readonly number[]} numbers
 * @param {number} percent
 */
export function percentile(numbers, percent) {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN
}
