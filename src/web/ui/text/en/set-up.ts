import { duration, either } from './quantity.ts'

/** Keeps a phone number on one line. */
const whole = (number: string) => number.replaceAll(' ', '\u00a0')

export const setUp = {
  intro: {
    title: 'Keep your account yours',
    lead: 'With 2-step verification, a stolen password is not enough to sign in as you.',
    gains: [
      { title: 'Safer in one small step', body: 'After your password you enter a code from your phone.' },
      { title: 'Rarely in the way', body: 'On devices you trust, you are not asked each time.' },
      { title: 'A way in without your phone', body: 'Backup codes let you in when your phone is lost or empty.' },
    ],
    submit: 'Get Started',
    leave: 'Not now',
  },
  choose: {
    title: 'Choose how to get your codes',
    lead: 'You can add the other one later.',
    leadHeld: 'What you use now works until the new way is confirmed.',
    leadOne: {
      notAllowed: 'Your organization allows this way only.',
      unavailable: "Text messages can't be sent from here, so the app is the way to go.",
    },
    totp: { title: 'Use Mobile Authenticator', description: 'An app on your phone shows the codes. It is safer, and works without a signal.' },
    sms: { title: 'Use Text Message', description: 'We text you a code each time you need one.' },
    gone: 'That way to verify is not to be had any more. Choose again.',
    none: {
      title: "2-step verification can't be set up just now",
      lead: 'No way to verify is switched on here. Tell your administrator, and try again when they have mended it.',
      again: 'Try again',
    },
  },
  phone: {
    title: 'Add your mobile phone',
    lead: 'We text a code to this number to check that it is yours.',
    country: 'Country',
    number: 'Mobile phone number',
    numberHint: 'With or without the country code. Your usual charges for texts may apply.',
    submit: 'Update Phone Number',
    missing: 'Enter your mobile phone number.',
    invalid: {
      'not-a-number': "That doesn't look like a phone number in this country. Check the country and the digits.",
      'too-short': 'That number is too short for this country. Check the country, and whether a digit is missing.',
      'too-long': 'That number is too long for this country. Check the country, and whether there is a digit too many.',
      'not-mobile': "That number can't receive texts. Enter a mobile phone number.",
      premium: "Texts can't be sent to a number that charges for them. Enter a mobile phone number.",
      'unknown-country': 'Choose the country of that number.',
    },
  },
  phoneCode: {
    title: 'Enter the code we texted',
    lead: (number: string) => `We sent a 6-digit code to ${whole(number)}.`,
    leadNotSent: (number: string) => `A code for ${whole(number)} shows that the phone is yours.`,
    ending: (lastDigits: string) => `your phone ending in ${lastDigits}`,
    label: '6-digit code from the text message',
    changeNumber: 'Change the number',
    notSent: "The text couldn't be sent to that number. Check it, or try again in a moment.",
  },
  app: {
    title: 'Connect your authenticator app',
    lead: 'From then on, the app shows the codes you sign in with.',
    steps: [
      'Open an authenticator app on your phone. If you have none, install one first.',
      'Add an account in it, and scan this picture.',
      'Enter the 6-digit code that the app shows.',
    ],
    knownToWork: (names: string[]) => `Apps known to work: ${either(names)}. Any other standard app will do.`,
    apps: ['Google Authenticator', 'Microsoft Authenticator', '2FAS', 'Aegis', 'Apple Passwords', '1Password', 'Bitwarden'],
    qrLabel: 'QR code to scan with your authenticator app',
    openApp: 'Open my authenticator app',
    cantScan: "Can't scan it?",
    keyLead: 'In the app, choose to enter a key by hand, and type this one. The account is time-based.',
    label: '6-digit code from your app',
  },
  appCode: {
    title: 'Enter the code from your app',
    lead: 'The QR code was shown once, for your safety. If your app has it, enter the code that the app shows now.',
    newQr: 'Show a new QR code',
  },
  submit: 'Enable 2-Step Verification',
  chooseAnother: 'Choose another way',
  otherTab: 'You went on with this way in another tab, so the former one was stopped.',
  ended: {
    title: 'This set-up has ended',
    lead: (seconds: number) => `It was finished already, or was open for more than ${duration(seconds)}. If you still need it, start again.`,
    again: 'Start again',
  },
  over: {
    title: 'That was too many wrong codes',
    lead: 'This set-up was stopped, and nothing was changed.',
    clock: "If your app's codes keep being wrong, check that the time on your phone is set automatically.",
    signIn: 'Sign in again',
    again: 'Choose again',
  },
}
