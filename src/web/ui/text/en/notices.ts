/** Said once, on the page that follows a change; the address of that page names which. */
export const notices = {
  after: {
    methodAdded: 'Your new way to verify is on.',
    phoneChanged: 'Codes are now texted to your new number. The old one no longer works.',
    appChanged: 'Your new authenticator app is connected. The old one no longer works.',
    methodRemoved: 'That way to verify is removed, and you are signed out everywhere else.',
    turnedOff: '2-step verification is off.',
    codesSaved: 'Your backup codes are ready to use.',
    deviceRevoked: 'That device is no longer trusted. It will be asked for a code.',
    devicesRevoked: 'No device is trusted now. Each will be asked for a code.',
    sessionEnded: 'That session is signed out.',
    othersEnded: 'You are signed out everywhere else.',
    passwordChanged: 'Your password is changed. You are signed out everywhere else, and devices you trusted will be asked for a code again.',
  },
  mailed: (address: string) => `We sent an e-mail about this to ${address}.`,
}
