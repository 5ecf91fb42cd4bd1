import type { Text } from './text/index.ts'

/** What every page is given: whose application, in which words, under which path. */
export interface View {
  text: Text
  applicationName: string
  logoUrl: string | null
  /** Prefixes the path that the pages are mounted under. */
  href(path: string): string
  /** Addresses with a content hash. */
  assets: { styles: string; administrationStyles: string; script: string }
  /** Hidden in every form. */
  formToken: string
  signedIn: { name: string; mayAdminister: boolean } | null
  /** A sign-in waits for its second step or its set-up: the page offers to begin as somebody else. */
  isPending: boolean
  /** Embedded: the host has its own sign-out, password and home. */
  isAtHost: boolean
  /** Where somebody signed in belongs; the host's, and not under our path. */
  homeUrl: string
  /** Shows the links to the development phone and mailbox. */
  development: boolean
  locale: string
  timeZone: string
}
