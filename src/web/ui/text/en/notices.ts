import { count } from './quantity.ts'

/** Said once, on the page that follows a change. */
export const notices = {
  methodAdded: (method: string) => `${method} is set up.`,
  phoneChanged: (number: string) => `Codes are now texted to ${number}.`,
  appChanged: 'Your new authenticator app is connected. The old one no longer works.',
  methodRemoved: (method: string) => `${method} is removed.`,
  turnedOn: '2-step verification is on.',
  turnedOff: '2-step verification is off.',
  codesSaved: 'Your backup codes are ready to use.',
  deviceRevoked: (device: string) => `${device} is no longer trusted.`,
  devicesRevoked: (number: number) => `${count(number, 'device is', 'devices are')} no longer trusted.`,
  sessionEnded: (device: string) => `${device} is signed out.`,
  othersEnded: 'You are signed out everywhere else.',
  passwordChanged: 'Your password is changed.',
  mailed: (address: string) => `We sent an e-mail about this to ${address}.`,
  nothingChanged: 'Nothing was changed.',
}
