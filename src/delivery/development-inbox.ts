import type { EpochSeconds } from '../engine/model.ts'
import type { Clock, Random } from '../engine/ports.ts'

const KEPT = 100 // of each kind

interface Arrival {
  id: string
  at: EpochSeconds
  to: string
}

export interface ReceivedText extends Arrival {
  body: string
}

export interface ReceivedEmail extends Arrival {
  subject: string
  text: string
  html: string
}

/** Texts and e-mails that went nowhere, for the development pages. Newest first, the last 100 of each, in memory. */
export interface DevelopmentInbox {
  addText(text: Omit<ReceivedText, 'id' | 'at'>): void
  addEmail(email: Omit<ReceivedEmail, 'id' | 'at'>): void
  texts(): readonly ReceivedText[]
  emails(): readonly ReceivedEmail[]
}

/** Makes an empty inbox. */
export function createDevelopmentInbox({ clock, random }: { clock: Clock; random: Pick<Random, 'id'> }): DevelopmentInbox {
  let texts: readonly ReceivedText[] = []
  let emails: readonly ReceivedEmail[] = []

  function received<Message>(message: Message) {
    return { ...message, id: random.id(), at: clock() }
  }

  return {
    addText(text) {
      texts = [received(text), ...texts].slice(0, KEPT)
    },
    addEmail(email) {
      emails = [received(email), ...emails].slice(0, KEPT)
    },
    texts: () => texts,
    emails: () => emails,
  }
}

/** The inbox of a development server. Throws in production, where nothing may end up in it. */
export function inboxFor({ inbox }: { inbox: DevelopmentInbox | null }): DevelopmentInbox {
  if (inbox === null) throw new Error('The provider "development" delivers to a page of the development server; name a real one')
  return inbox
}
