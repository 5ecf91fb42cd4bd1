import * as fc from 'fast-check'

const utf16Unit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit))

/** Any string that a program can hold: control characters, lone surrogates, foreign digits. */
export function anyText(limits: fc.ArrayConstraints = {}): fc.Arbitrary<string> {
  const unit = fc.oneof(utf16Unit, fc.constantFrom(...'0123456789 -.:/?&AZaz'))
  return fc.array(unit, limits).map((units) => units.join(''))
}
