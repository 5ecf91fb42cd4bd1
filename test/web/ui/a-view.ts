import { textFor } from '../../../src/web/ui/text/index.ts'
import type { View } from '../../../src/web/ui/view.ts'

/** A view of somebody signed in, for rendering one component. */
export function aView(overrides: Partial<View> = {}): View {
  return {
    text: textFor('en'),
    applicationName: 'Harbour Ledger',
    logoUrl: null,
    href: (path) => `/two-step${path}`,
    assets: { styles: '/assets/styles.css', administrationStyles: '/assets/administration.css', script: '/assets/browser.js' },
    formToken: 'token',
    signedIn: { name: 'Amara', mayAdminister: false },
    isPending: false,
    isAtHost: false,
    homeUrl: '/',
    development: false,
    locale: 'en-GB',
    timeZone: 'Europe/London',
    ...overrides,
  }
}
