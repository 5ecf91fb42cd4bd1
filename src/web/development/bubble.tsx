import type { ReceivedText } from '../../delivery/development-inbox.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import type { View } from '../ui/view.ts'
import { codeIn } from './conversation.ts'
import { timeOf } from './moments.ts'

/** One text; the day above it where a day begins, and its code to copy below the newest. */
export function Bubble({ view, text, day, isNewest }: { view: View; text: ReceivedText; day: string | null; isNewest: boolean }) {
  const code = codeIn(text.body)
  return (
    <li>
      {day !== null && <p class="day">{day}</p>}
      <p class={isNewest ? 'bubble newest' : 'bubble'}>{code === null ? text.body : marked(text.body, code)}</p>
      <p class="at"><time datetime={new Date(text.at * 1000).toISOString()}>{timeOf(view.locale, text.at)}</time></p>
      {isNewest && code !== null && <CopyButton view={view} content={code} label={view.text.development.texts.copy(code)} />}
    </li>
  )
}

/** The code where it is first named, underlined as phones do. */
function marked(body: string, code: string) {
  const at = body.indexOf(code)
  return <>{body.slice(0, at)}<u class="mono">{code}</u>{body.slice(at + code.length)}</>
}
