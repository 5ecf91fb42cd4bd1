import { count } from './quantity.ts'

/** Roles that always require 2-step verification. */
export const requiredRoles = {
  see: 'See the roles',
  says: (names: readonly string[]) => (names.length === 0 ? 'No role requires it by itself.' : `Always required of: ${names.join(', ')}.`),
  title: 'Roles that always require it',
  lead: 'Whoever holds one of these needs a second step even while it is optional for others. They have no grace period and no exemption.',
  caption: 'Roles and whether they always require it',
  column: { role: 'Role', people: 'People', rank: 'Rank', required: 'Always required', change: 'Change' },
  rankHint: 'Nobody acts on somebody of a higher rank.',
  yes: 'Always required',
  no: 'As for everybody',
  byNature: 'Built in',
  added: (name: string) => `It is always required of ${name} now.`,
  removed: (name: string) => `The rules for everybody apply to ${name} again.`,
  add: 'Always require it',
  addLabel: (name: string) => `Always require it of ${name}`,
  remove: 'Stop requiring it',
  removeLabel: (name: string) => `Stop always requiring it of ${name}`,
  back: 'Back to the roles',
  ask: {
    add: (name: string) => `Always require it of ${name}?`,
    remove: (name: string) => `Stop always requiring it of ${name}?`,
    addLead: (people: number, missing: number) => {
      if (people === 0) return 'Nobody holds this role now. Whoever is given it is led through set-up at their next request.'
      if (missing === 0) return `${count(people, 'person holds', 'people hold')} this role, and all of them have set it up. Nobody is stopped.`
      const who = `${count(people, 'person holds', 'people hold')} this role`
      return `${who}, ${missing} of them ${missing === 1 ? 'has' : 'have'} not set it up and will be led through it at their next request. There is no grace period for them.`
    },
    removeLead: (people: number) => `${count(people, 'person holds', 'people hold')} this role. The rules for everybody apply to them from their next request on.`,
  },
  refused: {
    title: 'Nothing was changed',
    nature: (name: string) => `${name} requires 2-step verification by its nature, so it can't be taken off the list.`,
    already: (name: string) => `Another administrator was quicker: the list already says so of ${name}.`,
  },
}
