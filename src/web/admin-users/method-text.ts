import type { MethodId } from '../../engine/model.ts'
import type { Text } from '../ui/text/index.ts'

/** The ways of somebody, in one line. */
export function methodsText({ methods: words, administration }: Text, methods: readonly MethodId[]): string {
  const names = [...new Set(methods)].map((method) => (method === 'email' ? '' : words[method].name))
  return names.length === 0 ? administration.people.noMethod : names.join(', ')
}
