/** "1 chain", "1000 chains": without the commas of a page, so that other programs can read it. */
export function counted(number: number, one: string, other = `${one}s`): string {
  return `${number} ${number === 1 ? one : other}`
}
