import type { Child } from 'hono/jsx'

/** What few people need, one press away. */
export function Disclosure({ summary, open, children }: { summary: string; open?: boolean | undefined; children?: Child }) {
  return (
    <details class="more" open={open}>
      <summary>{summary}</summary>
      <div class="stack">{children}</div>
    </details>
  )
}
