import { addUserCommand } from './add-user.ts'
import type { AddCommand } from './command.ts'
import { createAdmin } from './create-admin.ts'
import { generateKeyCommand } from './generate-key.ts'
import { importUsersCommand } from './import-users.ts'
import { migrate } from './migrate.ts'
import { resetUserCommand } from './reset-user.ts'
import { sendTestTextCommand } from './send-test-text.ts'
import { serve } from './serve.ts'
import { smsReportCommand } from './sms-report.ts'
import { verifyAuditCommand } from './verify-audit.ts'

/** Every command of `nightlatch`, in the order of its help. */
export const commands: readonly AddCommand[] = [
  serve,
  createAdmin,
  importUsersCommand,
  addUserCommand,
  resetUserCommand,
  migrate,
  verifyAuditCommand,
  sendTestTextCommand,
  smsReportCommand,
  generateKeyCommand,
]
