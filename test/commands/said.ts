/** What a command says, a line each, and whether it did what was asked; without starting the program. */
export async function said(command: (say: (line: string) => void) => Promise<boolean>): Promise<{ isDone: boolean; output: string }> {
  const lines: string[] = []
  const isDone = await command((line) => void lines.push(line))
  return { isDone, output: lines.join('\n') }
}
