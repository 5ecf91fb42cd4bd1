import { count } from './quantity.ts'

/** "Firefox on Windows": both as found, or what is known of it. */
const browserOn = (browser: string | null, system: string | null) => {
  if (browser && system) return `${browser} on ${system}`
  return browser ?? (system ? `Unknown browser on ${system}` : 'Unknown browser')
}

export const devices = {
  title: 'Trusted devices',
  lead: "On these devices you aren't asked for a code.",
  caption: 'Your trusted devices',
  browserOn,
  thisDevice: 'This device',
  column: { device: 'Device', address: 'Address', trusted: 'Trusted', lastUsed: 'Last used', actions: 'Actions' },
  since: (date: string) => `since ${date}`,
  until: (date: string) => `until ${date}`,
  revoke: 'Stop trusting',
  revokeWhat: (device: string) => `Stop trusting ${device}`,
  revokeAll: 'Stop trusting all devices',
  confirmAll: {
    title: 'Stop trusting all devices?',
    lead: (devicesCount: number) => `You will be asked for a code at your next sign-in on ${count(devicesCount, 'device', 'devices')}.`,
    submit: 'Stop trusting all',
  },
  none: 'No trusted devices',
  noneBody: 'Choose "Trust this device" when you verify, and it appears here.',
  noneWithoutMethod: 'Once 2-step verification is on, you can choose not to be asked for a code on your own devices.',
  notAllowed: {
    title: "Devices can't be trusted",
    organization: 'Your organization asks for a code at every sign-in.',
    role: 'Your role asks for a code at every sign-in.',
  },
  unknown: "Don't recognize one? Stop trusting it, then change your password.",
}

export const sessions = {
  title: 'Sessions',
  lead: 'Where you are signed in now.',
  caption: 'Your sessions',
  browserOn,
  thisSession: 'This session',
  column: { device: 'Device', address: 'Address', since: 'Signed in', lastUsed: 'Last active', actions: 'Actions' },
  end: 'Sign out',
  endWhat: (device: string) => `Sign out ${device}`,
  endOthers: 'Sign out everywhere else',
  onlyThis: 'You are signed in only here.',
  unknown: "Don't recognize one? Sign it out, then change your password.",
}
