import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { extract } from 'tar-fs'

/** A browser to launch. */
export interface Chromium {
  executablePath: string
  /** Added to the environment. */
  env: Record<string, string>
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium`, once a version and user.
 *
 * The package would unpack it under a fixed name in a folder that others may write to.
 */
export async function unpackChromium(): Promise<Chromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('the packaged Chromium is for Linux on x64: set CHROMIUM_PATH to an installed Chrome or Chromium')
  }
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const packageFolder = join(dirname(main), '../..')
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const folder = join(tmpdir(), `nightlatch-chromium-${version}-${process.getuid?.()}`)

  if (!(await isOurs(folder))) await unpack(join(packageFolder, 'bin'), folder)
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'nightlatch-fonts.conf') },
  }
}

/** Unpacks beside the final place and moves it there in one step, so that what exists is whole. */
async function unpack(packed: string, folder: string): Promise<void> {
  const draft = await mkdtemp(`${folder}-`)
  try {
    await Promise.all([
      pipeline(
        createReadStream(join(packed, 'chromium.br')),
        createBrotliDecompress(),
        createWriteStream(join(draft, 'chromium'), { mode: 0o700 }),
      ),
      ...['al2023.tar.br', 'fonts.tar.br'].map((name) =>
        pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), extract(draft)),
      ),
    ])
    await writeFile(join(draft, 'nightlatch-fonts.conf'), fontsConfiguration(folder))
    await rename(draft, folder).catch(async (error: unknown) => {
      // Another run may have been first.
      if (!(await isOurs(folder))) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** True for a whole folder; throws for one that someone else put there to have us run it. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => null)
  if (found === null) return false
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${folder} belongs to someone else; remove it`)
  }
  return true
}

/** Only the packaged fonts, so that a page looks the same on every machine. */
function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`
}
