import { Actions } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { Icon } from './icon.tsx'
import { dateText } from './time.tsx'
import type { View } from './view.ts'

export interface BackupCodesProps {
  view: View
  codes: readonly string[]
  /** Whose they are, for the file and the printed page. */
  userName: string
  /** Epoch seconds. */
  createdAt: number
}

/**
 * The codes, and three ways to keep them. The download is a link that holds the file
 * itself: the server can't give the codes a second time.
 */
export function BackupCodes({ view, codes, userName, createdAt }: BackupCodesProps) {
  const words = view.text.backupCodes
  const whose = { applicationName: view.applicationName, userName, date: dateText(view, createdAt) }
  const file = words.file(whose, codes)
  return (
    <>
      <p class="on-paper">{words.paper(whose)}</p>
      <ul class="backup mono" role="list" aria-label={words.listLabel}>
        {codes.map((code) => <li>{code}</li>)}
      </ul>
      <Actions>
        <CopyButton view={view} content={codes.join('\n')} label={words.copy} />
        <a class="button secondary compact" href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`} download={words.fileName(view.applicationName)}>
          <Icon name="download" /><span>{words.download}</span>
        </a>
        <button type="button" class="button secondary compact" hidden data-script data-print>
          <Icon name="print" /><span>{words.print}</span>
        </button>
      </Actions>
    </>
  )
}
