import type { Child } from 'hono/jsx'

/** Names and values, such as status and since when. */
export function Facts({ items }: { items: readonly (readonly [label: string, value: Child])[] }) {
  return (
    <dl class="facts">
      {items.map(([label, value]) => <div><dt>{label}</dt><dd>{value}</dd></div>)}
    </dl>
  )
}
