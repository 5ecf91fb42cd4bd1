const MINUTE = 60
const HOUR = 60 * MINUTE

/** How long a session lives: at most, and without a request. */
export interface SessionSettings {
  sessionSeconds: number
  idleSeconds: number // at least a few minutes: the last request is noted once a minute
}

export const defaultSessionSettings: SessionSettings = { sessionSeconds: 12 * HOUR, idleSeconds: HOUR }
