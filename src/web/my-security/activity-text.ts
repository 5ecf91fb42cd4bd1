import type { AuditAction, AuditEvent } from '../../engine/audit.ts'
import type { Text } from '../ui/text/index.ts'

type Words = Text['activity']['what']
type Sentence = string | ((event: AuditEvent, methodName: string) => string)

/** What happened to somebody, in plain words, and whether an administrator did it. */
export function activityText(text: Text, event: AuditEvent): string {
  const what = whatHappened(text, event)
  const isByAnother = event.actorId !== null && event.actorId !== event.subjectId
  return isByAnother ? text.activity.byAdministrator(what) : what
}

/** What happened, in plain words; every action has its own. */
export function whatHappened(text: Text, event: AuditEvent): string {
  const sentence: Sentence = sentences(text.activity.what)[event.action]
  return typeof sentence === 'string' ? sentence : sentence(event, methodName(text, event))
}

/** The same words, but for those that speak to the person themself. */
export function aboutAnother(text: Text): Text {
  const { activity, administration: { person } } = text
  return { ...text, activity: { ...activity, what: { ...activity.what, ...person.activity.what } } }
}

/** Is it said already by the row next to it, which came of the same press of a button? */
export function isSaidAlready({ action, detail }: AuditEvent): boolean {
  return action === 'code.accepted' || (action === 'sign-in.password-accepted' && detail['next'] === 'done')
}

function methodName(text: Text, { method }: AuditEvent): string {
  return method === null || method === 'email' ? '' : text.methods[method].name
}

/** How somebody got in, and why no more was asked of them. */
function signedIn({ signedInBy, signedInBecause, signedIn, signedInPassword }: Words) {
  return ({ detail, method }: AuditEvent): string => {
    const { amr, because } = detail
    if (because === 'verified' && method !== null) return signedInBy[method]
    if (typeof because === 'string' && because in signedInBecause) return signedInBecause[because as keyof typeof signedInBecause]
    return String(amr).split(' ').includes('mfa') ? signedIn : signedInPassword
  }
}

const sentences = (words: Words) => ({
  'sign-in.password-accepted': ({ detail }) => (detail['next'] === 'enroll' ? words.passwordRightSetUp : words.passwordRight),
  'sign-in.password-refused': ({ detail }) => (detail['during'] === 'confirmation' ? words.passwordWrongAgain : words.passwordWrong),
  'sign-in.completed': signedIn(words),
  'sign-in.set-up-postponed': words.setUpPostponed,
  'code.sent': ({ method }) => (method === 'email' ? words.codeMailed : words.codeTexted),
  'code.not-sent': words.codeNotSent,
  'code.accepted': words.codeRight,
  'code.refused': ({ detail }) => {
    if (detail['why'] === 'wait') return words.codeTooSoon
    return detail['purpose'] === 'sign-in' ? words.codeWrongAtSignIn : words.codeWrong
  },
  'code.locked': words.codesLocked,
  'step-up.completed': words.steppedUp,
  'set-up.email-confirmed': words.emailConfirmed,
  'method.added': (_event, method) => words.methodAdded(method),
  'method.changed': (_event, method) => words.methodChanged(method),
  'method.removed': (_event, method) => words.methodRemoved(method),
  'two-step.turned-off': words.turnedOff,
  'backup-codes.made': words.backupCodesMade,
  'backup-code.used': ({ detail }) => words.backupCodeUsed(Number(detail['left'] ?? 0)),
  'device.trusted': words.deviceTrusted,
  'device.revoked': words.deviceRevoked,
  'device.all-revoked': words.devicesRevoked,
  'session.ended': words.sessionEnded,
  'session.all-ended': words.sessionsEnded,
  'signed-out': words.signedOut,
  'password.changed': words.passwordChanged,
  'password.reset-requested': words.resetRequested,
  'password.reset': words.passwordReset,
  'user.created': words.userCreated,
  'user.invited': words.invited,
  'user.deactivated': words.deactivated,
  'user.reactivated': words.reactivated,
  'user.roles-changed': words.rolesChanged,
  'user.reset': words.reset,
  'user.unlocked': words.unlocked,
  'user.exempted': words.exempted,
  'user.exemption-ended': words.exemptionEnded,
  'users.reminded': words.reminded,
  'users.imported': words.imported,
  'recovery-pass.issued': words.recoveryPassIssued,
  'recovery-pass.used': words.recoveryPassUsed,
  'role.changed': words.roleChanged,
  'policy.changed': words.policyChanged,
  'texts.stopped': words.textsStopped,
  'texts.resumed': words.textsResumed,
  'access.refused': words.accessRefused,
  'account.reported': words.reported,
  'user.email-changed': words.emailChanged,
  'notice.retried': words.noticeRetried,
  'file.downloaded': words.fileDownloaded,
}) satisfies Record<AuditAction, Sentence>
