// @ts-check
// Shows what has arrived since. The page stays as it is while nothing new is there, so that reading,
// selecting and scrolling are never disturbed, as they would be by a refresh every few seconds.

const EVERY_MILLISECONDS = 1500

async function look() {
  const newest = document.querySelector('[data-newest]')?.getAttribute('data-newest')
  if (document.hidden || newest === undefined) return
  const response = await fetch(location.href)
  const isSame = !response.ok || (await response.text()).includes(`data-newest="${newest}"`)
  if (!isSame) location.reload()
}

setInterval(() => look().catch(() => {}), EVERY_MILLISECONDS) // a server that restarts is asked again

export {}
