import { describe, expect, it } from 'vitest'
import { csvCell, csvLine, csvResponse } from '../../../src/web/admin-users/csv.ts'
import { dayOf, lastSecondOf, minuteOf } from '../../../src/web/admin-users/zoned-day.ts'

describe('A cell of a file', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1+1', '＝1', '＋1', '－1', '＠A1', '=HYPERLINK("https://evil.example")'])('keeps a spreadsheet from running %j', (text) => {
    expect(csvCell(text)).toBe(`"'${text.replaceAll('"', '""')}"`)
  })

  it.each(['Ann Example', "O'Brien", 'a=b', 'ann@example.org', '10', ''])('leaves %j as it is', (text) => {
    expect(csvCell(text)).toBe(`"${text}"`)
  })

  it('is quoted, so that no separator of any country splits it', () => {
    expect(csvLine(['a;=cmd', 'b,=cmd', 'c"=cmd', 'd\r\n=cmd'])).toBe('"a;=cmd","b,=cmd","c""=cmd","d\r\n=cmd"\r\n')
  })
})

describe('A file', () => {
  async function* batches(counted: { taken: number }) {
    for (let batch = 0; batch < 1000; batch++) {
      counted.taken++
      yield [['a', String(batch)]]
    }
  }

  it('is taken from its rows no faster than it is read, and no more once the reader leaves', async () => {
    const counted = { taken: 0 }
    const reader = csvResponse('x.csv', ['One', 'Two'], batches(counted)).body!.getReader()
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode((await reader.read()).value)).toBe('\uFEFF"One","Two"\r\n')
    expect(counted.taken).toBe(0)
    await reader.read()
    await reader.cancel()
    expect(counted.taken).toBe(1)
  })

  it('has a name in any alphabet, and one for what reads no other than ours', () => {
    const { headers } = csvResponse('Zürich "A"/B\r\nx.csv', ['One'], batches({ taken: 0 }))
    expect(headers.get('content-disposition')).toBe(`attachment; filename="Z_rich _A__B__x.csv"; filename*=UTF-8''Z%C3%BCrich%20%22A%22_B%0D%0Ax.csv`)
  })
})

describe('The end of a day', () => {
  it.each([
    ['2026-03-12', 'Europe/London', '2026-03-12T23:59:59Z'],
    ['2026-07-01', 'Europe/London', '2026-07-01T22:59:59Z'],
    ['2026-03-28', 'Europe/London', '2026-03-28T23:59:59Z'],
    ['2026-03-29', 'Europe/London', '2026-03-29T22:59:59Z'], // the day on which the clocks go forward
    ['2026-10-25', 'Europe/London', '2026-10-25T23:59:59Z'], // and back
    ['2026-03-12', 'America/New_York', '2026-03-13T03:59:59Z'],
    ['2026-03-12', 'Pacific/Kiritimati', '2026-03-12T09:59:59Z'],
    ['2026-02-28', 'UTC', '2026-02-28T23:59:59Z'],
  ])('%s in %s is %s', (day, zone, expected) => {
    const at = lastSecondOf(day, zone)
    expect(new Date((at ?? 0) * 1000).toISOString().replace('.000', '')).toBe(expected)
    expect(dayOf(at ?? 0, zone)).toBe(day)
    expect(dayOf((at ?? 0) + 1, zone)).not.toBe(day)
  })

  it.each(['', 'tomorrow', '2026-02-30', '2026-13-01', '12/03/2026', '2026-3-1', '+02026-03-12', '0000-00-00'])('is none of %j', (day) => {
    expect(lastSecondOf(day, 'UTC')).toBeNull()
  })

  it('is told to spreadsheets in the zone of its column', () => {
    expect(minuteOf(Date.parse('2026-07-01T22:59:59Z') / 1000, 'Europe/London')).toBe('2026-07-01 23:59')
  })
})
