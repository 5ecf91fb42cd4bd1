import type { MethodId } from '../../../../engine/model.ts'

/** How somebody got in, and why no more was asked of them. `their` is who is spoken to: "your", or "the" of another. */
export const signedIn = (their: 'your' | 'the') => ({
  signedInBy: {
    totp: `Signed in with ${their} password and a code from ${their} app`,
    sms: `Signed in with ${their} password and a texted code`,
    'backup-code': `Signed in with ${their} password and a backup code`,
    'recovery-pass': `Signed in with ${their} password and a recovery pass`,
    email: `Signed in with ${their} password and a code by e-mail`,
  } satisfies Record<MethodId, string>,
  signedInBecause: {
    'set-up': 'Signed in after setting up 2-step verification',
    postponed: `Signed in with ${their} password, set-up put off`,
    'trusted-device': `Signed in with ${their} password on a trusted device`,
    'not-required': `Signed in with ${their} password, no second step set up or required`,
  },
})
