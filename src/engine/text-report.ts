import { type AdministrationPorts, requireActingAdministrator, requireAdministrator } from './administrator.ts'
import { isAvailable } from './challenge.ts'
import { auditChange } from './audit.ts'
import { NightlatchError } from './errors.ts'
import { textCountries } from './fraud-shield.ts'
import type { Client, EpochSeconds } from './model.ts'
import type { SessionHolder } from './step-up.ts'
import type { TextCost, TextStop } from './texts.ts'

const DAY = 24 * 60 * 60

/** The texts of some days, of one country and provider. */
export interface TextSums {
  country: string // '' where the number was of none
  provider: string // '' for what no provider took
  sent: number // handed over
  delivered: number // as far as receipts say
  used: number
  failed: number
  refused: number // by the fraud shield: never handed over
  segments: number
  charged: number // of those sent, how many have a known cost
  listed: number // of those, how many by the operator's price list
  costs: readonly TextCost[] // one a currency
}

/** A stop with what became of it. */
export interface KnownStop extends Omit<TextStop, 'prefixHash'> {
  liftedAt: EpochSeconds | null
  liftedBy: string | null // name
}

/** The first of so many days (UTC) that end today. */
export function firstDay(now: EpochSeconds, days: number): number {
  return Math.floor(now / DAY) - days + 1
}

/** What an administrator sees of their organization's texts. */
export async function viewTexts(ports: AdministrationPorts, holder: SessionHolder, days: number) {
  const { organization } = await requireAdministrator(ports, holder)
  const sms = ports.methods.find(({ channel }) => channel === 'sms')
  return {
    isOn: sms !== undefined && isAvailable(ports, sms, organization),
    countries: textCountries(ports.settings.texts, organization),
    sums: await ports.store.textSums(organization.id, firstDay(ports.clock(), days)),
    stops: await ports.store.listTextStops(organization.id),
  }
}

/** The stop that is to be lifted. Throws `not_found` for one of another organization. */
export async function findTextStop(ports: AdministrationPorts, holder: SessionHolder, stopId: string): Promise<KnownStop> {
  await requireAdministrator(ports, holder)
  const stop = (await ports.store.listTextStops(holder.organizationId)).find(({ id }) => id === stopId)
  if (stop === undefined) throw new NightlatchError('not_found')
  return stop
}

/** Texts go to these numbers again; nothing that was before counts for another alarm. Lifted already is as good. */
export async function liftTextStop(ports: AdministrationPorts, holder: SessionHolder, stopId: string, client: Client): Promise<void> {
  const { user } = await requireActingAdministrator(ports, holder)
  const { label } = await findTextStop(ports, holder, stopId)
  await ports.store.commit(holder.organizationId, [
    { kind: 'text.lift', id: stopId, liftedBy: user.id, at: ports.clock() },
    auditChange(ports, { action: 'texts.resumed', actorId: user.id, method: 'sms', detail: { numbers: label }, client }),
  ])
}
