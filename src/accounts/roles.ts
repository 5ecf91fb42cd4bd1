import type { Role } from '../engine/model.ts'

/** The roles that every organization begins with. */
export const builtInRoles = {
  administrator: { id: 'administrator', name: 'Administrator', rank: 100, mayAdminister: true, alwaysRequires: false },
  paymentsAdministrator: { id: 'payments-administrator', name: 'Payments administrator', rank: 50, mayAdminister: false, alwaysRequires: true },
  staff: { id: 'staff', name: 'Staff', rank: 10, mayAdminister: false, alwaysRequires: false },
} as const satisfies Record<string, Role>
