import { createAdministration } from './administration.ts'
import { noteRefusal } from './administrator.ts'
import { findPending, type Holder } from './challenge.ts'
import { viewOf } from './challenge-view.ts'
import { confirmEnrollment, startEnrollment } from './enrollment.ts'
import { takeReceipt } from './hand-over.ts'
import { type ChangedBy, deactivateAtHost, passwordChangedAtHost, reactivateAtHost, standingOf } from './host-users.ts'
import { findKnownDevice } from './known-device.ts'
import type { Client, EpochSeconds, MethodId, Person, Purpose, User, Visitor } from './model.ts'
import {
  listActivity,
  listTrustedDevices,
  makeBackupCodes,
  removeMethod,
  revokeAllDevices,
  revokeDevice,
  saveBackupCodes,
  turnOff,
  viewMySecurity,
} from './my-security.ts'
import type { ChangeKind } from './changes.ts'
import type { LeftToDo, Ports } from './ports.ts'
import { reportNotMe, viewReport } from './report.ts'
import { missingSetUp } from './requirement.ts'
import { chooseMethod, resendCode } from './sent-code.ts'
import { sendEmailConfirmation, verifyEmailConfirmation, viewSetUp } from './set-up.ts'
import { abandonSignIn, type Authenticated, beginSignIn, postponeSetUp, verifySignIn } from './sign-in.ts'
import { isSteppedUp, type SessionHolder, stepUpByPassword, verifyStepUp, viewStepUp } from './step-up.ts'
import type { TextReceipt } from './texts.ts'
import { redeemVerified } from './verified-result.ts'

export type Engine = ReturnType<typeof createEngine>

/** The use cases. Each loads once, decides purely, commits once, then delivers. */
export function createEngine(given: Ports) {
  const ports = deliveringAfterCommit(given)
  return {
    now: ports.clock,
    signIn: {
      begin: (user: Authenticated, visitor: Visitor, returnTo: string) => beginSignIn(ports, user, visitor, returnTo),
      verify: (input: Parameters<typeof verifySignIn>[1]) => verifySignIn(ports, input),
      postponeSetUp: (token: string, visitor: Visitor) => postponeSetUp(ports, token, visitor),
      abandon: (token: string) => abandonSignIn(ports, token),
      redeem: (token: string, sessionId: string) => redeemVerified(ports, token, sessionId),
    },
    challenges: {
      view: async (holder: Holder, purpose: Purpose) => viewOf(ports, await findPending(ports, holder, purpose)),
      chooseMethod: (holder: Holder, purpose: Purpose, method: MethodId, client: Client) => chooseMethod(ports, holder, purpose, method, client),
      resend: (holder: Holder, purpose: Purpose, client: Client) => resendCode(ports, holder, purpose, client),
    },
    texts: {
      takeReceipt: (provider: string, receipt: TextReceipt) => takeReceipt(ports, provider, receipt),
    },
    setUp: {
      view: (holder: Holder) => viewSetUp(ports, holder),
      start: (holder: Holder, method: MethodId, entered: Readonly<Record<string, string>>, visitor: Visitor) =>
        startEnrollment(ports, holder, method, entered, visitor),
      confirm: (holder: Holder, code: unknown, visitor: Visitor) => confirmEnrollment(ports, holder, code, visitor),
      sendEmailConfirmation: (holder: Holder, client: Client) => sendEmailConfirmation(ports, holder, client),
      verifyEmailConfirmation: (holder: Holder, code: unknown, client: Client) => verifyEmailConfirmation(ports, holder, code, client),
    },
    stepUp: {
      isFresh: (holder: SessionHolder) => isSteppedUp(ports, holder),
      view: (holder: SessionHolder, visitor: Visitor) => viewStepUp(ports, holder, visitor),
      verify: (holder: SessionHolder, code: unknown, client: Client) => verifyStepUp(ports, holder, code, client),
      byPassword: (holder: SessionHolder, client: Client) => stepUpByPassword(ports, holder, client),
    },
    mySecurity: {
      view: (holder: SessionHolder) => viewMySecurity(ports, holder),
      removeMethod: (holder: SessionHolder, authenticatorId: string, client: Client) => removeMethod(ports, holder, authenticatorId, client),
      turnOff: (holder: SessionHolder, client: Client) => turnOff(ports, holder, client),
      makeBackupCodes: (holder: SessionHolder, client: Client) => makeBackupCodes(ports, holder, client),
      saveBackupCodes: (holder: SessionHolder) => saveBackupCodes(ports, holder),
      activity: (holder: SessionHolder, before: string | null) => listActivity(ports, holder, before),
    },
    devices: {
      find: (user: Pick<User, 'id' | 'organizationId'>, visitor: Visitor) => findKnownDevice(ports, user, visitor),
      listTrusted: (holder: SessionHolder, visitor: Visitor) => listTrustedDevices(ports, holder, visitor),
      revoke: (holder: SessionHolder, deviceId: string, client: Client) => revokeDevice(ports, holder, deviceId, client),
      revokeAll: (holder: SessionHolder, client: Client) => revokeAllDevices(ports, holder, client),
    },
    report: {
      hasPasswords: ports.settings.hasPasswords,
      view: (token: string) => viewReport(ports, token),
      notMe: (token: string, client: Client) => reportNotMe(ports, token, client),
    },
    administration: createAdministration(ports),
    people: {
      find: (organizationId: string, userId: string): Promise<Person | null> => ports.store.findPerson(organizationId, userId),
      /** Must this signed-in person set up before anything else? Grace does not confine. */
      isConfined: (person: Person, now: EpochSeconds) => missingSetUp(person, now)?.skippableUntil === null,
      standing: (user: Pick<User, 'id' | 'organizationId'>) => standingOf(ports, user),
      passwordChanged: (user: Pick<User, 'id' | 'organizationId'>, by: Parameters<typeof passwordChangedAtHost>[2]) => passwordChangedAtHost(ports, user, by),
      deactivate: (user: Pick<User, 'id' | 'organizationId'>, by: ChangedBy) => deactivateAtHost(ports, user, by),
      reactivate: (user: Pick<User, 'id' | 'organizationId'>, by: ChangedBy) => reactivateAtHost(ports, user, by),
      noteRefusal: (holder: SessionHolder, asked: { route: string; path: string }, client: Client) => noteRefusal(ports, holder, asked, client),
    },
  }
}

function deliveringAfterCommit(ports: Ports): Ports {
  return {
    ...ports,
    store: {
      ...ports.store,
      async commit(organizationId, changes) {
        const refused = await ports.store.commit(organizationId, changes)
        if (refused === null) for (const left of new Set(changes.flatMap(({ kind }) => leftBy[kind] ?? []))) ports.committed(left)
        return refused
      },
    },
  }
}

const leftBy: Partial<Record<ChangeKind, LeftToDo>> = {
  'outbox.add': 'notices',
  'outbox.retry': 'notices',
  'reminder.begin': 'reminder',
  'reminder.go-on': 'notices',
}
