import { execFile } from 'node:child_process'
import { copyFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'

/** Read where they are needed, from beside whatever reads them. */
const scriptsOfPages = ['web/ui/browser.js', 'web/development/live-script.js']

/**
 * Compiles all of src/ into a folder, a file each, as the library is. The
 * programs are then put together from them into a file each: to find and open
 * hundreds is most of what a start takes. Packages stay outside.
 *
 * @param {string} folder
 * @param {readonly string[]} options - for the compiler
 */
export async function build(folder, options = []) {
  await rm(folder, { recursive: true, force: true })
  const compiler = ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json', '--outDir', folder, ...options]
  await promisify(execFile)(process.execPath, compiler)
  for (const program of ['cli.js', 'server.js']) {
    const file = join(folder, program)
    const bundle = await rolldown({ input: file, platform: 'node', external: /^[^./]/ })
    await bundle.write({ file, sourcemap: true, codeSplitting: false })
    await bundle.close()
  }
  for (const script of scriptsOfPages) await copyFile(join(folder, script), join(folder, basename(script)))
}

if (process.argv[1] === import.meta.filename) {
  await build('dist').catch((/** @type {{ stdout?: string }} */ error) => {
    console.error(error.stdout || error) // the compiler says there what is wrong
    process.exitCode = 1
  })
}
