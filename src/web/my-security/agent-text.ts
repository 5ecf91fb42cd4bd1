import type { View } from '../ui/view.ts'
import { parseAgent } from './agent.ts'

/** "Firefox on Windows". */
export function agentText({ text }: Pick<View, 'text'>, agent: string): string {
  const { browser, system } = parseAgent(agent)
  return text.devices.browserOn(browser, system)
}
