import { expect, it } from 'vitest'
import { arriveAt, press, read } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { LONG, openAdministration, openAdministrator, stepUpIfAsked } from '../web/admin/administration-steps.ts'
import { givenTexts } from '../web/admin/texts-given.ts'

const server = await startTestServer()

it('An administrator on a phone is told of stopped numbers, sees what texts cost, and lifts the stop with a fresh code', LONG, async () => {
  const harbour = await server.organization()
  const { page, person } = await openAdministrator(server, harbour, { javaScript: true, viewport: { width: 360, height: 740 } })
  await givenTexts(server, person)
  await openAdministration(page)
  await read(page, 'Texts to a block of numbers are stopped')
  await press(page, 'See text messages')
  await arriveAt(page, 'Text messages')
  await read(page, 'Of 20 texts within a day, 1 was used.')
  await read(page, '£0.126 for 3 of 4')
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)

  await page.getByLabel('Period', { exact: true }).selectOption('Last 90 days')
  await press(page, 'Show')
  await read(page, 'Germany')

  server.clock.advance(6 * 60)
  await press(page, 'Lift the stop of +371 2001 ••••')
  await stepUpIfAsked(page, server, person)
  await arriveAt(page, 'Text to +371 2001 •••• again?')
  await press(page, 'Lift the stop')
  await arriveAt(page, 'Text messages')
  await read(page, 'The stop is lifted.')
  await openAdministration(page)
  expect(await page.getByText('are stopped').count()).toBe(0)
})
