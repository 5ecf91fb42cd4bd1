import { DatabaseUnavailableError } from './databases/index.ts'
import { NightlatchError } from './engine/errors.ts'

type Method = (...given: unknown[]) => unknown

/**
 * A database that can't do its work now reaches the rules and the pages as one
 * thing, `busy`: they know of no driver, and nobody is let in.
 */
export function sayingBusy<Store extends object>(store: Store): Store {
  const methods = Object.entries(store as Record<string, Method>)
  return Object.fromEntries(methods.map(([name, method]) => [name, (...given: unknown[]) => watched(method(...given))])) as Store
}

function watched(answer: unknown): unknown {
  if (answer instanceof Promise) return answer.catch(failBusy)
  const isStream = typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer
  return isStream ? watchedStream(answer as AsyncIterable<unknown>) : answer
}

async function* watchedStream(rows: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  try {
    yield* rows
  } catch (error) {
    failBusy(error)
  }
}

function failBusy(error: unknown): never {
  throw error instanceof DatabaseUnavailableError ? new NightlatchError('busy', { cause: error }) : error
}
