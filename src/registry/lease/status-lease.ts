import type { Clock } from '../../platform/index.js';
import type { ChangesSince, StatusLeaseStore } from './status-lease.store.js';

/** What a round tells the memory: licences whose states are no longer what they were, or that all may be. */
export interface Forgets {
  forget(licenceIds: readonly string[]): void;
  clear(): void;
}

export interface LeaseParts {
  store: Pick<StatusLeaseStore, 'renew' | 'changesSince' | 'markTaken' | 'end'>;
  memory: Forgets;
  clock: Clock;
  /** Milliseconds on a clock that nobody sets. */
  monotonic: () => number;
}

export interface LeaseOptions {
  /** A random name of this process, a UUID. */
  holder: string;
  /** For how long others wait for a round of ours, at most 1000. */
  holdsMs: number;
}

/** Clocks of two machines may differ in speed by this much before a lease is believed longer than it is waited for. */
const held = 0.95;
/** More changes than these in one round are not told apart. */
const mostChanges = 10_000;

/**
 * This process's lease on the states of licences, round by round. A round commits its number, then reads what changed since
 * the round before, takes that out of the memory, and is good for `holdsMs` counted from before it was asked for. ADR 21 has the proof.
 */
export class StatusLease {
  private round = 0;
  private taken = 0;
  private snapshot: string | undefined;
  private until = Number.NEGATIVE_INFINITY;
  /** Wall time of the beginning of the round that is good, for a machine that slept: its other clock may have slept too. */
  private beganAt = 0;
  private changesAskedAt = 0;

  constructor(
    private readonly parts: LeaseParts,
    readonly options: LeaseOptions,
  ) {}

  /** Whether memory may be believed now; look after the question was asked. */
  isLive(): boolean {
    const { monotonic, clock } = this.parts;
    return monotonic() < this.until && Math.abs(clock() - this.beganAt) < this.options.holdsMs;
  }

  /**
   * The newest round whose changes the memory has taken. What was asked of the primary may be remembered only while this is
   * what it was when it was asked: else a change between the two would be missed.
   */
  get takenRound(): number {
    return this.taken;
  }

  /** What is in memory was true at this moment (ms since 1970). */
  get trueAt(): number {
    return this.changesAskedAt;
  }

  /** One round; may not run beside another. `told`: somebody waits for it. @throws the database's fault: then no lease is longer than it was */
  async renew(told: boolean): Promise<void> {
    const { store, clock, monotonic } = this.parts;
    const { holder, holdsMs } = this.options;
    // A number is never used again, not even of a round whose commit was not answered.
    const round = ++this.round;
    const [began, beganAt] = [monotonic(), clock()];
    await store.renew({ holder, round, taken: this.taken, holdsMs });
    const changesAskedAt = clock();
    this.take(await store.changesSince(this.snapshot, mostChanges));
    this.taken = round;
    this.changesAskedAt = changesAskedAt;
    this.beganAt = beganAt;
    this.until = began + holdsMs * held;
    if (told) await store.markTaken(holder, round);
  }

  /** Believes nothing any more, and lets nobody wait for it. */
  async end(): Promise<void> {
    this.until = Number.NEGATIVE_INFINITY;
    this.parts.memory.clear();
    if (this.round > 0) await this.parts.store.end(this.options.holder, this.round);
  }

  private take({ snapshot, licences }: ChangesSince): void {
    if (licences === null) this.parts.memory.clear();
    else this.parts.memory.forget(licences);
    this.snapshot = snapshot;
  }
}
