import { describe, expect, it } from 'vitest'
import { decodeCsv, MOST_LINES, readCsv } from '../../../src/accounts/import/read-csv.ts'

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding))
const cells = (text: string) => ('lines' in readCsv(text) ? (readCsv(text) as { lines: { cells: readonly string[] }[] }).lines.map((line) => line.cells) : readCsv(text))

describe('a file of users', () => {
  it('is UTF-8, with or without a byte order mark', () => {
    expect(decodeCsv(bytes('Zoë,龍'))).toEqual({ text: 'Zoë,龍' })
    expect(decodeCsv(bytes('\uFEFFZoë'))).toEqual({ text: 'Zoë' })
    expect(decodeCsv(bytes('a,b\nc,d\nZoë,x\n', 'latin1'))).toEqual({ problem: { kind: 'encoding', line: 3 } })
    expect(decodeCsv(bytes('\uFEFFa,b', 'utf16le'))).toEqual({ problem: { kind: 'encoding', line: 1 } })
  })

  it('has commas, semicolons or tabs between its cells, as its first line does', () => {
    const expected = [['Ann Example', 'ann', 'ann@example.org', 'Staff; Payments'], ['Ben', 'ben', 'ben@example.org', '']]
    expect(cells('Ann Example,ann,ann@example.org,Staff; Payments\r\nBen,ben,ben@example.org,\r\n')).toEqual(expected)
    expect(cells('Ann Example;ann;ann@example.org;"Staff; Payments"\nBen;ben;ben@example.org;')).toEqual(expected)
    expect(cells('Ann Example\tann\tann@example.org\tStaff; Payments\rBen\tben\tben@example.org\t\r')).toEqual(expected)
    expect(cells('"Example, Ann";ann;ann@example.org;Staff')).toEqual([['Example, Ann', 'ann', 'ann@example.org', 'Staff']])
  })

  it('names the line that each row begins on, whatever is quoted or empty before it', () => {
    const read = readCsv('name,user\r\n\r\n"a\r\nb",x\r\ny,z\r\n,,\r\nlast,"q ""d"" "\r\nlast2')
    expect('lines' in read ? read.lines.map(({ line }) => line) : read).toEqual([1, 3, 5, 7, 8])
  })

  it('says where quotation marks go wrong, and when there is nothing or too much', () => {
    expect(readCsv('a,b\nc"d,e\n')).toEqual({ problem: { kind: 'quotes', line: 2 } })
    expect(readCsv('a,b\n"x"y,z\n')).toEqual({ problem: { kind: 'quotes', line: 2 } })
    expect(readCsv('a,b\n"x,y\nz,1\n')).toMatchObject({ problem: { kind: 'quotes' } })
    for (const text of ['', '\n\n', ' , ,\n']) expect(readCsv(text)).toEqual({ problem: { kind: 'empty' } })
    expect(readCsv('a,b\n'.repeat(MOST_LINES + 2))).toEqual({ problem: { kind: 'too-many-lines', most: MOST_LINES } })
  })
})
