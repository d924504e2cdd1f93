import type { Clock } from '../../platform/index.js';
import type { LicenceStanding, StateLookup, StateQuestion } from '../state-lookup.store.js';
import type { KeepLease } from './keep-lease.js';
import type { StateMemory } from './state-memory.js';
import type { StatusLease } from './status-lease.js';

/** What is known of a licence's state. */
export interface KnownStanding {
  /** Undefined when the registry holds no such identifier with this master. */
  standing: LicenceStanding | undefined;
  /** When this was true at last, ms since 1970. */
  asOf: number;
}

/** Where states come from: memory while a lease is live, the primary otherwise. */
export interface StateSource {
  /** True of a moment after the call, or of one before it about which no change was acknowledged until the call. @throws Overloaded, or the database's fault */
  find(question: StateQuestion): KnownStanding | Promise<KnownStanding>;
}

/** Asks the primary each time. */
export const askEachTime = (lookup: Pick<StateLookup, 'find'>, clock: Clock): StateSource => ({
  find: async (question) => {
    const asOf = clock();
    return { standing: await lookup.find(question), asOf };
  },
});

/** Answers from memory under a lease; what is not there is asked of the primary. That a licence is unknown is never remembered. */
export class RememberedStates implements StateSource {
  constructor(
    private readonly lookup: Pick<StateLookup, 'find'>,
    private readonly memory: StateMemory,
    private readonly lease: StatusLease,
    private readonly keeper: Pick<KeepLease, 'use'>,
    private readonly clock: Clock,
  ) {}

  find(question: StateQuestion): KnownStanding | Promise<KnownStanding> {
    this.keeper.use();
    const live = this.lease.isLive();
    const kept = live ? this.memory.get(question) : undefined;
    if (kept) return { standing: kept.standing, asOf: Math.max(kept.askedAt, this.lease.trueAt) };
    return this.ask(question, live);
  }

  private async ask(question: StateQuestion, live: boolean): Promise<KnownStanding> {
    const [asOf, round] = [this.clock(), this.lease.takenRound];
    const standing = await this.lookup.find(question);
    if (standing && live && round === this.lease.takenRound) this.memory.set(question, { standing, askedAt: asOf });
    return { standing, asOf };
  }
}
