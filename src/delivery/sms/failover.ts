import type { Clock, Log } from '../../engine/ports.ts'
import { blameOf } from '../../engine/text-failure.ts'
import type { Handover } from '../../engine/texts.ts'
import { notDelivered } from '../not-delivered.ts'
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts'
import { TextNotSent } from './failure.ts'
import type { OutgoingText, SmsProvider, TakenText } from './provider.ts'

/** Several providers that stand in for each other. */
export interface Failover {
  /** Never rejects. `after` is who took the last text of the same person's sign-in: the next one in line is asked first. */
  send(text: Omit<OutgoingText, 'signal'> & { after: string | null }): Promise<Handover>
}

interface Line {
  provider: SmsProvider
  breaker: CircuitBreaker
}

/**
 * Asks providers in order until one takes the text. docs/decisions/0009 says why a
 * text that may have been sent goes to nobody else by itself.
 *
 * @param facts.providers - in order of preference; at least one
 * @param facts.timeLimitSeconds - for each
 */
export function createFailover({ providers, clock, log, timeLimitSeconds }: {
  providers: readonly SmsProvider[]
  clock: Clock
  log: Pick<Log, 'warn'>
  timeLimitSeconds: number
}): Failover {
  const lines: readonly Line[] = providers.map((provider) => ({ provider, breaker: createCircuitBreaker() }))

  return {
    async send({ after, ...text }) {
      let outcome: Handover | null = null
      for (const line of inOrder(after)) {
        if (!line.breaker.mayAsk(clock())) continue
        outcome = await ask(line, text)
        if (outcome.kind === 'taken' || blameOf[outcome.failure] === 'number') return outcome
      }
      // Where all rest, the one that has rested longest may be back; to ask nobody would surely send nothing.
      return outcome ?? (await ask(lines.toSorted((a, b) => a.breaker.restsUntil - b.breaker.restsUntil)[0] as Line, text))
    },
  }

  function inOrder(after: string | null): readonly Line[] {
    const next = lines.findIndex(({ provider }) => provider.name === after) + 1 // 0 for nobody, or nobody any more
    return [...lines.slice(next), ...lines.slice(0, next)]
  }

  async function ask({ provider, breaker }: Line, text: Omit<OutgoingText, 'signal'>): Promise<Handover> {
    const { name } = provider
    try {
      const taken = (await withinTime(provider, text)) ?? {}
      breaker.answered()
      return { kind: 'taken', provider: name, isConfirmed: true, messageId: taken.messageId ?? null, segments: taken.segments ?? null }
    } catch (cause) {
      const { failure, retryAfterSeconds } = cause instanceof TextNotSent ? cause : { failure: 'unavailable' as const, retryAfterSeconds: null }
      log.warn({ provider: name, failure, text: text.reference, err: notDelivered(name, cause) }, 'a provider did not take a text')
      const blame = blameOf[failure]
      if (blame === 'provider' || blame === 'unknown') breaker.failed(clock(), retryAfterSeconds)
      else breaker.answered() // it refuses this one, and works
      return blame === 'unknown'
        ? { kind: 'taken', provider: name, isConfirmed: false, messageId: null, segments: null }
        : { kind: 'not-taken', provider: name, failure }
    }
  }

  /** A provider of somebody else's making may forget the signal: nobody waits for it longer. */
  async function withinTime(provider: SmsProvider, text: Omit<OutgoingText, 'signal'>): Promise<TakenText | void> {
    const signal = AbortSignal.timeout(timeLimitSeconds * 1000)
    const over = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new TextNotSent('unconfirmed', 'no answer in time'))))
    const sent = provider.send({ ...text, signal }).catch((cause: unknown) => {
      // Whatever it makes of our stopping it, it cannot know that nothing left.
      throw signal.aborted && !(cause instanceof TextNotSent) ? new TextNotSent('unconfirmed', 'no answer in time', { cause }) : cause
    })
    return await Promise.race([sent, over])
  }
}
