import { routes } from '../routes.ts'
import { Actions, Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field, FieldError } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { SelectField } from '../ui/select-field.tsx'
import type { View } from '../ui/view.ts'
import { type EnteredPolicy, MOST_DAYS, type PolicyProblems } from './entered-policy.ts'

export interface PolicyFormProps {
  view: View
  entered: EnteredPolicy
  problems?: PolicyProblems | undefined
}

/** The rules. It asks for the rehearsal, which changes nothing, so all that was entered stands in its address. */
export function PolicyForm({ view, entered, problems = {} }: PolicyFormProps) {
  const { rules, field: words, submit } = view.text.administration.policy
  const number = { type: 'text', inputmode: 'numeric', maxlength: 3, max: MOST_DAYS } as const
  const confirmations = (['nobody', 'always-required', 'everybody'] as const).map((value) => ({ value, label: words.confirm[value] }))
  return (
    <Section id="rules" title={rules.title} lead={rules.lead}>
      <form class="stack" action={view.href(routes.twoStepChanges.path)} novalidate>
        <input type="hidden" name="basedOn" value={entered.basedOn} />
        <Checkbox name="required" label={words.required} hint={words.requiredHint} checked={entered.required === 'on'} />
        <div class="short">
          <Field name="graceDays" {...number} label={words.graceDays} hint={words.graceDaysHint} value={entered.graceDays} error={problems.graceDays} />
        </div>
        <fieldset aria-describedby={problems.allowedMethods && 'allowedMethods-error'}>
          <legend>{words.allowedMethods}</legend>
          {problems.allowedMethods && <FieldError name="allowedMethods" error={problems.allowedMethods} />}
          <Checkbox name="totp" label={words.totp} hint={words.totpHint} checked={entered.totp === 'on'} />
          <Checkbox name="sms" label={words.sms} hint={words.smsHint} checked={entered.sms === 'on'} />
        </fieldset>
        <div class="short">
          <Field name="trustDays" {...number} label={words.trustDays} hint={words.trustDaysHint} value={entered.trustDays} error={problems.trustDays} />
        </div>
        <div class="short">
          <Field
            name="alwaysRequiredTrustDays" {...number} label={words.alwaysRequiredTrustDays} hint={words.alwaysRequiredTrustDaysHint}
            value={entered.alwaysRequiredTrustDays} error={problems.alwaysRequiredTrustDays}
          />
        </div>
        <SelectField
          name="confirmSetUpByEmail" label={words.confirmSetUpByEmail} hint={words.confirmSetUpByEmailHint}
          options={confirmations} value={entered.confirmSetUpByEmail}
        />
        <Actions><Button>{submit}</Button></Actions>
      </form>
    </Section>
  )
}
