import { Icon } from './icon.tsx'
import type { View } from './view.ts'

/** Copies what it holds; there only where a script runs. */
export function CopyButton({ view, content, label }: { view: View; content: string; label?: string | undefined }) {
  const { copy, copied, copyFailed } = view.text.controls
  return (
    <button type="button" class="button secondary compact" hidden data-script data-copy={content} data-copied={copied} data-failed={copyFailed}>
      <Icon name="copy" /><span>{label ?? copy}</span>
    </button>
  )
}
