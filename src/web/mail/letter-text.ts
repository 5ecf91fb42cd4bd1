import type { Letter, Link } from './letter.ts'

/** A letter in plain text. */
export function letterText({ greeting, says, code, action, facts, notYou, signature }: Letter): string {
  const paragraphs = [
    greeting,
    ...says,
    code,
    action && linkText(action),
    facts.length > 0 && facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    `${notYou.title}\n${notYou.says}`,
    notYou.link && linkText(notYou.link),
    `-- \n${signature}`, // mail programs show what follows "-- " as a signature
  ]
  return `${paragraphs.filter(Boolean).join('\n\n')}\n`
}

function linkText({ label, href }: Link): string {
  return `${label}:\n${href}`
}
