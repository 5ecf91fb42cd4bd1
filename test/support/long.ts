import { describe, it } from 'vitest'

/** Is this `npm run test:long`, which takes its time? */
export const isLong = process.env['MODE'] === 'long'

/** With JavaScript and without it; every run sees it with. */
export const scripting = isLong ? [true, false] : [true]

/** The first of these cases in every run, and all of them in `npm run test:long`. */
export function first<Case>(number: number, cases: readonly Case[]): readonly Case[] {
  return isLong ? cases : cases.slice(0, number)
}

const nowhere = Object.assign(() => {}, { each: () => () => {} }) as unknown as typeof it

/** `it` for a case of every run, or else of `npm run test:long` alone. */
export function itOf({ everyRun }: { everyRun: boolean }): typeof it {
  return everyRun || isLong ? it : nowhere
}

/** `it` for a case of `npm run test:long` alone. */
export const further = itOf({ everyRun: false })

/** `describe` for cases of `npm run test:long` alone. */
export const describeFurther = (isLong ? describe : nowhere) as typeof describe
