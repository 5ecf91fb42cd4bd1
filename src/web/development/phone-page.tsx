import type { ReceivedText } from '../../delivery/development-inbox.ts'
import type { EpochSeconds } from '../../engine/model.ts'
import { routes } from '../routes.ts'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'
import { type Conversation, conversations, readable } from './conversation.ts'
import { Bubble } from './bubble.tsx'
import { Live } from './live.tsx'
import { dayOf, timeOf } from './moments.ts'

interface PhonePageProps {
  view: View
  texts: readonly ReceivedText[] // newest first
  now: EpochSeconds
}

/** A phone for every number that was texted. */
export function PhonePage({ view, texts, now }: PhonePageProps) {
  const words = view.text.development.texts
  const phones = conversations(texts)
  return (
    <Layout view={view} title={words.title} lead={words.lead} width="wide">
      <Live view={view} newest={texts[0]?.id} here={routes.developmentPhone.path}>
        <div class="phones">
          {phones.length === 0
            ? <LockedPhone view={view} now={now} />
            : phones.map((conversation) => <Phone view={view} conversation={conversation} now={now} />)}
        </div>
      </Live>
    </Layout>
  )
}

function Phone({ view, conversation, now }: { view: View; conversation: Conversation; now: EpochSeconds }) {
  const words = view.text.development.texts
  const number = readable(conversation.number)
  const newest = conversation.texts.at(-1)
  return (
    <section class="handset" aria-label={words.phoneOf(number)} data-number={conversation.number}>
      <StatusBar view={view} now={now} />
      <header>
        <span class="face" aria-hidden="true">{[...view.applicationName][0]?.toUpperCase()}</span>
        <h2>{view.applicationName}</h2>
        <p>{number}</p>
      </header>
      <div class="thread" role="log" tabindex={0} aria-label={words.threadWith(view.applicationName)}>
        <ol role="list">
          {conversation.texts.map((text, i) => {
            const before = conversation.texts[i - 1]
            const day = dayOf(view.locale, text.at)
            const isNewDay = before === undefined || dayOf(view.locale, before.at) !== day
            return <Bubble view={view} text={text} day={isNewDay ? day : null} isNewest={text === newest} />
          })}
        </ol>
      </div>
      <span class="home-bar" aria-hidden="true"></span>
    </section>
  )
}

/** Before the first text there is only a lock screen. */
function LockedPhone({ view, now }: { view: View; now: EpochSeconds }) {
  const words = view.text.development.texts
  return (
    <section class="handset locked" aria-label={words.title}>
      <StatusBar view={view} now={now} />
      <div class="face-of-clock" aria-hidden="true">
        <p>{dayOf(view.locale, now)}</p>
        <p class="hour">{timeOf(view.locale, now).replace(/\s*[AP]M$/i, '')}</p>
      </div>
      <div class="quiet-note">
        <p><strong>{words.none}</strong></p>
        <p>{words.noneBody}</p>
      </div>
      <span class="home-bar" aria-hidden="true"></span>
    </section>
  )
}

function StatusBar({ view, now }: { view: View; now: EpochSeconds }) {
  return (
    <div class="status-bar" aria-hidden="true">
      <span>{timeOf(view.locale, now).replace(/\s*[AP]M$/i, '')}</span>
      <i class="island"></i>
      <svg viewBox="0 0 60 14"><path d="M1 10h3v4H1zM6 7h3v7H6zM11 4h3v10h-3zM16 0h3v14h-3z" /><path class="outline" d="M32.500 1.500h21a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3h-21a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3z" /><path d="M32 4h18v6H32zM58 5h1.500v4H58z" /></svg>
    </div>
  )
}
