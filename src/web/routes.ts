/**
 * What a route asks of a request before its handler runs.
 *
 * - `anyone`: nothing
 * - `pending`: a sign-in that waits for its code
 * - `setting-up`: a sign-in that waits for set-up, or somebody signed in with a fresh step-up
 * - `session`: somebody signed in, also while they are confined to set-up
 * - `signed-in`: somebody signed in and free to go on
 * - `stepped-up`: the same, who gave a code within the last five minutes
 * - `may-administer`: somebody with the role, perhaps without a second step yet; anybody else is refused, and it is written down
 * - `administrator`: the same, with a second step of their own
 * - `acting-administrator`: the same, who gave a code within the last five minutes
 */
export type Access = 'anyone' | 'pending' | 'setting-up' | 'session' | 'signed-in' | 'stepped-up' | 'may-administer' | 'administrator' | 'acting-administrator'

export interface Route {
  path: string // below the path that the pages are mounted under; Hono's syntax
  access: Access
  /** A form that may bring files, and be as long as they are. */
  takesFiles?: true
}

/** Below it, each provider of texts says what became of them. */
export const receiptsPath = '/sms/receipts'

/** Every page once. A path that is not here does not exist. */
export const routes = {
  home: { path: '/', access: 'signed-in' },
  signIn: { path: '/sign-in', access: 'anyone' },
  signOut: { path: '/sign-out', access: 'session' },
  forgotPassword: { path: '/forgot-password', access: 'anyone' },
  resetPassword: { path: '/reset-password', access: 'anyone' },
  firstAdministrator: { path: '/first-administrator', access: 'anyone' },
  notMe: { path: '/not-me', access: 'anyone' },

  verify: { path: '/verify', access: 'pending' },
  verifyResend: { path: '/verify/resend', access: 'pending' },
  verifyAnotherWay: { path: '/verify/another-way', access: 'pending' },
  verifySomebodyElse: { path: '/verify/somebody-else', access: 'pending' },

  setUp: { path: '/set-up', access: 'setting-up' },
  setUpPostpone: { path: '/set-up/not-now', access: 'setting-up' },
  setUpEmail: { path: '/set-up/confirm-email', access: 'setting-up' },
  setUpEmailSend: { path: '/set-up/confirm-email/send', access: 'setting-up' },
  setUpBenefits: { path: '/set-up/benefits', access: 'setting-up' },
  setUpChoose: { path: '/set-up/choose', access: 'setting-up' },
  setUpApp: { path: '/set-up/app', access: 'setting-up' },
  setUpAppConfirm: { path: '/set-up/app/confirm', access: 'setting-up' },
  setUpPhone: { path: '/set-up/phone', access: 'setting-up' },
  setUpPhoneConfirm: { path: '/set-up/phone/confirm', access: 'setting-up' },
  setUpPhoneResend: { path: '/set-up/phone/resend', access: 'setting-up' },

  stepUp: { path: '/step-up', access: 'session' },
  stepUpSend: { path: '/step-up/send', access: 'session' },
  stepUpAnotherWay: { path: '/step-up/another-way', access: 'session' },
  stepUpPassword: { path: '/step-up/password', access: 'session' },

  mySecurity: { path: '/my-security', access: 'signed-in' },
  removeMethod: { path: '/my-security/methods/:id/remove', access: 'stepped-up' },
  turnOff: { path: '/my-security/turn-off', access: 'stepped-up' },
  backupCodes: { path: '/my-security/backup-codes', access: 'stepped-up' },
  backupCodesReminder: { path: '/my-security/backup-codes/reminder', access: 'signed-in' },
  backupCodesSaved: { path: '/my-security/backup-codes/saved', access: 'session' },
  devices: { path: '/my-security/devices', access: 'signed-in' },
  revokeDevice: { path: '/my-security/devices/:id/revoke', access: 'stepped-up' },
  revokeAllDevices: { path: '/my-security/devices/revoke-all', access: 'stepped-up' },
  activity: { path: '/my-security/activity', access: 'signed-in' },
  sessions: { path: '/my-security/sessions', access: 'signed-in' },
  endSession: { path: '/my-security/sessions/:id/end', access: 'stepped-up' },
  endOtherSessions: { path: '/my-security/sessions/end-others', access: 'stepped-up' },
  password: { path: '/my-security/password', access: 'signed-in' },

  setUpBeforeAdministration: { path: '/admin/set-up-first', access: 'may-administer' },
  twoStep: { path: '/admin/two-step', access: 'administrator' },
  twoStepChanges: { path: '/admin/two-step/changes', access: 'acting-administrator' },
  twoStepHistory: { path: '/admin/two-step/history', access: 'administrator' },
  requiredRoles: { path: '/admin/two-step/roles', access: 'administrator' },
  requiredRole: { path: '/admin/two-step/roles/change', access: 'acting-administrator' },
  people: { path: '/admin/people', access: 'administrator' },
  peopleCsv: { path: '/admin/people/csv', access: 'administrator' },
  remindPeople: { path: '/admin/people/remind', access: 'acting-administrator' },
  person: { path: '/admin/people/:id', access: 'administrator' },
  resetPerson: { path: '/admin/people/:id/reset', access: 'acting-administrator' },
  recoveryPass: { path: '/admin/people/:id/recovery-pass', access: 'acting-administrator' },
  unlockPerson: { path: '/admin/people/:id/unlock', access: 'acting-administrator' },
  revokeDevicesOf: { path: '/admin/people/:id/revoke-devices', access: 'acting-administrator' },
  signOutPerson: { path: '/admin/people/:id/sign-out', access: 'acting-administrator' },
  exemptPerson: { path: '/admin/people/:id/exemption', access: 'acting-administrator' },
  endExemption: { path: '/admin/people/:id/exemption/end', access: 'acting-administrator' },
  texts: { path: '/admin/texts', access: 'administrator' },
  liftTextStop: { path: '/admin/texts/:id/lift', access: 'acting-administrator' },
  undelivered: { path: '/admin/undelivered', access: 'administrator' },
  retryUndelivered: { path: '/admin/undelivered/:id/retry', access: 'acting-administrator' },
  auditLog: { path: '/admin/audit', access: 'administrator' },
  auditLogCsv: { path: '/admin/audit/csv', access: 'administrator' },

  smsReceipts: { path: `${receiptsPath}/:provider`, access: 'anyone' },
  changeRoles: { path: '/admin/people/:id/roles', access: 'acting-administrator' },
  deactivatePerson: { path: '/admin/people/:id/deactivate', access: 'acting-administrator' },
  reactivatePerson: { path: '/admin/people/:id/reactivate', access: 'acting-administrator' },
  invitePerson: { path: '/admin/people/:id/invite', access: 'acting-administrator' },
  addUser: { path: '/admin/users/new', access: 'acting-administrator' },
  importUsers: { path: '/admin/users/import', access: 'acting-administrator', takesFiles: true },
  importSample: { path: '/admin/users/sample', access: 'administrator' },
  importRehearsal: { path: '/admin/users/import/:id', access: 'acting-administrator' },

  developmentPhone: { path: '/development/phone', access: 'anyone' },
  developmentMailbox: { path: '/development/mailbox', access: 'anyone' },
  developmentMail: { path: '/development/mailbox/:id', access: 'anyone' },
  developmentFile: { path: '/development/files/:file', access: 'anyone' },
} as const satisfies Record<string, Route>
