import type { Letter } from './letter.ts'

/** Readable on a light and on a dark background, which no inline style can ask about. */
export interface LetterColors {
  fill: string
  onFill: string
}

const body = "margin:0;padding:24px 16px;font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',sans-serif"
const button = 'display:inline-block;padding:12px 22px;border-radius:10px;font-weight:600;text-decoration:none'
const box = 'margin:28px 0;padding:16px 20px;border:1px solid #80808066;border-radius:12px'
const big = 'margin:24px 0;font:600 32px/1.2 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.15em'
const faint = 'padding:2px 20px 2px 0;font-weight:400;text-align:left;vertical-align:top;opacity:.75'

/** A letter in HTML: inline styles, nothing to fetch, and the colors of whoever reads it. */
export function letterHtml(letter: Letter, { fill, onFill }: LetterColors): string {
  const { language, subject, greeting, says, code, action, facts, notYou, signature } = letter
  const page = (
    <html lang={language.tag} dir={language.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
      </head>
      <body style={body}>
        <div style="max-width:560px;margin:0 auto">
          <p>{greeting}</p>
          {says.map((sentence) => <p>{sentence}</p>)}
          {code && <p style={big}>{code}</p>}
          {action && <p style="margin:28px 0"><a href={action.href} style={`${button};background:${fill};color:${onFill}`}>{action.label}</a></p>}
          {facts.length > 0 && (
            <table style="margin:24px 0;border-collapse:collapse">
              {facts.map(([label, value]) => <tr><th scope="row" style={faint}>{label}</th><td style="padding:2px 0">{value}</td></tr>)}
            </table>
          )}
          <div style={box}>
            <p style="margin:0"><strong>{notYou.title}</strong></p>
            <p style="margin:4px 0 0">{notYou.says}</p>
            {notYou.link && <p style="margin:10px 0 0"><a href={notYou.link.href} style="color:inherit;font-weight:600">{notYou.link.label}</a></p>}
          </div>
          <p style="font-size:14px;opacity:.75">{signature}</p>
        </div>
      </body>
    </html>
  )
  return `<!doctype html>${String(page)}`
}
