import type { Generated } from 'kysely'
import type { EpochSeconds } from '../engine/model.ts'

/** What lists sort, filter and search by: follows from other rows, see `listed-users.ts`. */
export interface ListedUserColumns {
  name_key: Generated<string>
  cohort: Generated<string | null> // null only between two statements of one commit
  backup_codes_left: Generated<number>
  search_words: Generated<string> // with a space between them, as in nightlatch_user_word
  set_up_during_sign_in_at: Generated<EpochSeconds | null> // while any method is left
}

export interface UserWordTable {
  organization_id: string
  word: string
  user_id: string
}

export interface CohortTable {
  organization_id: string
  id: string
  methods: string // JSON: of MethodIds, sorted
  role_ids: string // JSON: sorted
  is_new: number // 0 or 1
  is_active: Generated<number> // 0: of deactivated users
  is_reported: Generated<number> // 1: of users who said "It wasn't me" and have no method
}
