import type { CodeSender } from '../engine/ports.ts'

/** What the wording of a sent code may say. */
export type CodeMessage = Omit<Parameters<CodeSender['send']>[0], 'to'>
