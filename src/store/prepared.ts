import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely'
import type { Schema } from './schema.ts'

/** Stands in a prepared query for a value that comes with each run. */
class Slot {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/**
 * A query that is built and compiled once for each database, because that
 * costs more than to run it. `build` puts the values in their places and never
 * looks at them: they come with each run, always under the same names.
 */
export function prepared<V extends object, Row>(build: (db: Kysely<Schema>, values: V) => Compilable<Row>) {
  // A database and its transactions share one adapter.
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  return (db: Kysely<Schema>, values: V): Promise<QueryResult<Row>> => {
    const { adapter } = db.getExecutor()
    let query = compiled.get(adapter)
    if (query === undefined) {
      query = build(db, slotsFor(values)).compile()
      compiled.set(adapter, query)
    }
    const parameters = query.parameters.map((parameter) => (parameter instanceof Slot ? values[parameter.name as keyof V] : parameter))
    return db.executeQuery({ ...query, parameters })
  }
}

function slotsFor<V extends object>(values: V): V {
  return Object.fromEntries(Object.keys(values).map((name) => [name, new Slot(name)])) as V
}
