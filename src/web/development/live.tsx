import type { Child } from 'hono/jsx'
import { Actions, LinkButton } from '../ui/button.tsx'
import type { View } from '../ui/view.ts'
import { stylesPath, livePath } from './files.ts'

/** What changes when something arrives: by itself where a script runs, by a press elsewhere. */
export function Live({ view, newest, here, children }: { view: View; newest: string | undefined; here: string; children?: Child }) {
  return (
    <div class="stack" data-newest={newest ?? ''}>
      <link rel="stylesheet" href={view.href(stylesPath)} />
      <script type="module" src={view.href(livePath)}></script>
      {children}
      <noscript><Actions><LinkButton kind="secondary" compact href={view.href(here)}>{view.text.development.look}</LinkButton></Actions></noscript>
    </div>
  )
}
