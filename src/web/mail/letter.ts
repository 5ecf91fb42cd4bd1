/** An e-mail as what it says, before it is set as text and as HTML. */
export interface Letter {
  language: { tag: string; direction: 'ltr' | 'rtl' }
  subject: string
  greeting: string
  says: readonly string[]
  code: string | null // to be typed
  action: Link | null // what the e-mail is for
  facts: readonly (readonly [label: string, value: string])[]
  notYou: { title: string; says: string; link: Link | null }
  signature: string
}

export interface Link {
  label: string
  href: string
}
