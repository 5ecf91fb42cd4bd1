import type { Engine } from '../../engine/engine.ts'
import { AdminPage } from '../admin-policy/admin-page.tsx'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Facts } from '../ui/facts.tsx'
import { Section } from '../ui/section.tsx'
import { SelectField } from '../ui/select-field.tsx'
import type { View } from '../ui/view.ts'
import { countryName } from './country-name.ts'
import { Cost } from './cost.tsx'
import { totalOf } from './costs.ts'
import { periods } from './period.ts'
import { Stops } from './stops.tsx'
import { SumsTable } from './sums-table.tsx'

export type Texts = Awaited<ReturnType<Engine['administration']['texts']>>

const FEW = 5 // countries that can be named in a line

/** Sums, stops, and whether texts go out at all. */
export function TextsPage({ view, texts, days, isLifted }: { view: View; texts: Texts; days: number; isLifted: boolean }) {
  const words = view.text.textMessages
  const { sums, stops, countries } = texts
  const names = countries.map((code) => countryName(view, code))
  return (
    <AdminPage view={view} part="texts" title={words.title} lead={words.lead} width="wide">
      {isLifted && <Alert kind="success">{words.lift.done}</Alert>}
      {!texts.isOn && <Alert kind="warning" title={words.off.title}>{countries.length === 0 ? words.off.noCountry : words.off.noProvider}</Alert>}
      <Stops view={view} stops={stops} />
      <Section id="sums" title={words.table.title} aside={<Period view={view} days={days} />}>
        {sums.length === 0
          ? <EmptyState icon="text" title={words.none.title}>{words.none.body}</EmptyState>
          : (
              <>
                <div class="card panel totals"><Totals view={view} sums={sums} /></div>
                <div class="dense"><SumsTable view={view} sums={sums} /></div>
                <p class="small muted">{words.table.about} {words.period.utc}</p>
              </>
            )}
      </Section>
      {names.length > 0 && names.length <= FEW && <p class="small muted">{words.goTo(names)}</p>}
    </AdminPage>
  )
}

function Period({ view, days }: { view: View; days: number }) {
  const words = view.text.textMessages.period
  return (
    <form class="period" action={view.href(routes.texts.path)} role="search" aria-label={words.label}>
      <SelectField name="days" label={words.days} value={String(days)} options={periods.map((value) => ({ value: String(value), label: words.option(value) }))} />
      <Button kind="secondary">{words.submit}</Button>
    </form>
  )
}

function Totals({ view, sums }: { view: View } & Pick<Texts, 'sums'>) {
  const words = view.text.textMessages.total
  const total = totalOf(sums)
  const number = (value: number) => new Intl.NumberFormat(view.locale).format(value)
  const percent = new Intl.NumberFormat(view.locale, { style: 'percent' }).format(total.sent === 0 ? 0 : total.used / total.sent)
  return (
    <Facts
      items={[
        [words.sent, number(total.sent)],
        [words.delivered, number(total.delivered)],
        [words.used, total.sent === 0 ? number(total.used) : words.usedOf(total.used, percent)],
        [words.failed, number(total.failed)],
        [words.refused, number(total.refused)],
        [words.cost, <Cost view={view} sums={sums} />],
      ]}
    />
  )
}
