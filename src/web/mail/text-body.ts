import type { Text } from '../ui/text/index.ts'

/** Septets of one text message (3GPP TS 23.040 §9.2.3.24); a longer one is cut in two, and costs two. */
const SEGMENT = 160

/** Letters of one that holds any script (UCS-2). */
const SEGMENT_UCS_2 = 70

/** The basic characters of a text message, a septet each, without line breaks (3GPP TS 23.038 §6.2.1). */
const GSM_7 =
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

/** Letters that Unicode does not take apart into a plain one and a mark. */
const PLAIN: Readonly<Record<string, string>> = {
  Œ: 'OE', œ: 'oe', ẞ: 'SS', Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', Ð: 'D', ð: 'd', Þ: 'Th', þ: 'th', Ħ: 'H', ħ: 'h', ı: 'i', Ŋ: 'N', ŋ: 'n', '’': "'", '‘': "'", '“': '"', '”': '"', '…': '...',
}

/**
 * One sentence, then the line that ties the code to this site (WICG, Origin-bound one-time
 * codes). That line takes a host and no port: the origin it stands for is `https` alone.
 *
 * Always one segment. A name in a script of its own is written in it where that fits;
 * any other is written plainly, and shortened. Where a host leaves no room at all, the line is left out.
 */
export function textBody(facts: { words: Text['mail']; code: string; applicationName: string; publicUrl: string }): string {
  const { words, code, applicationName, publicUrl } = facts
  const lastLine = `\n\n@${new URL(publicUrl).hostname} #${code}`
  const sentence = (name: string | null) => words.text(code, name) + lastLine
  const written = applicationName.normalize('NFC').replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  const plain = inGsm7(written)
  // What is left of a name in another script, a digit or a lone capital, is no name.
  const isReadable = lettersOf(plain) * 2 >= lettersOf(written)
  if (!isReadable && sentence(written).length <= SEGMENT_UCS_2) return sentence(written)
  const body = sentence(isReadable ? shortened(plain, SEGMENT - sentence('').length) : null)
  return body.length <= SEGMENT ? body : words.text(code, null)
}

/** What the operator's test says; it holds no code. */
export function testText(words: Text['mail'], applicationName: string): string {
  return words.testText(shortened(inGsm7(applicationName), SEGMENT - words.testText('').length))
}

/** One character that is none of theirs would make the whole text cost double, so letters lose their accents. */
function inGsm7(name: string): string {
  return [...name.normalize('NFC').replaceAll(/[\u2010-\u2015]/g, '-')]
    .flatMap((letter) => (GSM_7.includes(letter) ? letter : [...(PLAIN[letter] ?? letter.normalize('NFKD'))].filter((part) => GSM_7.includes(part))))
    .join('')
    .replaceAll(/ +/g, ' ')
    .trim()
}

function lettersOf(name: string): number {
  return name.match(/[\p{L}\p{N}]/gu)?.length ?? 0
}

/** As many whole words as there is room for; part of the first when it is too long alone. Null when nothing can be said. */
function shortened(name: string, room: number): string | null {
  const isWordEnd = (at: number) => at >= name.length || name[at] === ' '
  const ends = Array.from({ length: Math.min(name.length, Math.max(0, room)) + 1 }, (_, at) => at).filter(isWordEnd)
  const cut = name.slice(0, ends.at(-1) ?? Math.max(0, room)).replace(/[\s,.:;&(-]+$/, '')
  return lettersOf(cut) > 0 ? cut : null
}
