import type { Text } from '../ui/text/index.ts'

/** Septets of one text message (3GPP TS 23.040 §9.2.3.24); a longer one is cut in two, and costs two. */
export const SEGMENT = 160

/** The basic characters of a text message, a septet each, without line breaks (3GPP TS 23.038 §6.2.1). */
const GSM_7 =
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

/**
 * One sentence, then the line that ties the code to this site (WICG, Origin-bound one-time
 * codes). That line takes a host and no port: the origin it stands for is `https` alone.
 */
export function textBody(facts: { words: Text['mail']; code: string; applicationName: string; publicUrl: string }): string {
  const { words, code, applicationName, publicUrl } = facts
  const lastLine = `\n\n@${new URL(publicUrl).hostname} #${code}`
  const sentence = (name: string | null) => words.text(code, name) + lastLine
  return sentence(shortened(inGsm7(applicationName), SEGMENT - sentence('').length))
}

/** One character that is none of theirs would make the whole text cost double, so letters lose their accents. */
function inGsm7(name: string): string {
  return [...name.normalize('NFC').replaceAll(/[\u2018\u2019]/g, "'").replaceAll(/[\u2010-\u2015]/g, '-')]
    .flatMap((letter) => (GSM_7.includes(letter) ? letter : [...letter.normalize('NFKD')].filter((part) => GSM_7.includes(part))))
    .join('')
    .replaceAll(/ +/g, ' ')
    .trim()
}

/** As many whole words as there is room for; part of the first when it is too long alone. Null when nothing can be said. */
function shortened(name: string, room: number): string | null {
  const isWordEnd = (at: number) => at >= name.length || name[at] === ' '
  const ends = Array.from({ length: Math.min(name.length, Math.max(0, room)) + 1 }, (_, at) => at).filter(isWordEnd)
  const cut = name.slice(0, ends.at(-1) ?? Math.max(0, room)).replace(/[\s,.:;&(-]+$/, '')
  return /[\p{L}\p{N}]/u.test(cut) ? cut : null
}
