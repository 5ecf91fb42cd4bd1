import type { Fault } from '../../accounts/import/check-lines.ts'
import type { FileProblem } from '../../accounts/import/read-csv.ts'
import type { Text } from '../ui/text/index.ts'

/** Why a line can't be imported, in plain words. */
export function faultText({ administration }: Text, fault: Fault): string {
  const words = administration.accounts.import.fault
  switch (fault.kind) {
    case 'columns':
      return words.columns(fault.found, fault.wanted)
    case 'empty':
      return words.empty(words.column[fault.column])
    case 'too-long':
      return words.tooLong(words.column[fault.column], fault.most)
    case 'invalid':
      return words.invalid[fault.column]
    case 'twice':
      return words.twice(words.column[fault.column], fault.line)
    case 'taken':
      return words.taken(words.column[fault.column])
    case 'no-such-role':
      return words.noSuchRole(fault.role)
    case 'role-above':
      return words.roleAbove(fault.role)
  }
}

/** Why a file can't be read. */
export function fileProblemText({ administration }: Text, problem: FileProblem): string {
  const words = administration.accounts.import.unreadable
  switch (problem.kind) {
    case 'encoding':
      return words.encoding(problem.line)
    case 'quotes':
      return words.quotes(problem.line)
    case 'empty':
      return words.empty
    case 'too-many-lines':
      return words.tooMany(problem.most)
  }
}
