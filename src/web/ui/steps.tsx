import type { View } from './view.ts'

/** How far somebody is in a task of several pages: "Step 2 of 3". */
export function Steps({ view, current, total }: { view: View; current: number; total: number }) {
  return (
    <p class="steps">
      <span aria-hidden="true">
        {Array.from({ length: total }, (_, i) => <i class={i < current ? 'done' : undefined}></i>)}
      </span>
      {view.text.layout.step(current, total)}
    </p>
  )
}
