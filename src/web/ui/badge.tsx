/** A status in one or two words; the tone is never the only sign. */
export function Badge({ tone = 'neutral', children }: { tone?: 'neutral' | 'accent' | 'good' | 'attention' | 'bad' | undefined; children?: string | undefined }) {
  return <span class={`badge ${tone}`}>{children}</span>
}
