import type { CodeToSend } from '../engine/ports.ts'

/** What the wording of a sent code may say. */
export type CodeMessage = Omit<CodeToSend, 'to' | 'reference' | 'after'>
