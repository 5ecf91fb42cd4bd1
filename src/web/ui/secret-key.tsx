import { CopyButton } from './copy-button.tsx'
import type { View } from './view.ts'

/** The key to type into an app that can't scan, in groups of four. */
export function SecretKey({ view, secret }: { view: View; secret: string }) {
  return (
    <div class="key">
      <code class="mono">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      <CopyButton view={view} content={secret} />
    </div>
  )
}
