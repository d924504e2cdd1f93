import { seeded } from '../../../../test/drills/random.js';
import type { LicenceStanding, StateQuestion } from '../../state-lookup.store.js';
import { AwaitLeases } from '../await-leases.js';
import { RememberedStates } from '../remembered-states.js';
import { StateMemory } from '../state-memory.js';
import { StatusLease } from '../status-lease.js';
import type { ChangesSince, LeaseRow } from '../status-lease.store.js';

/** What a simulation may be made to get wrong. */
export interface Plants {
  /** Speed of the holders' clocks; a third holds a lease of one second for three. */
  holderSpeed?: number;
  /** Changes are followed by their numbers, as if none could be committed late. */
  followNumbers?: boolean;
  /** What was asked before a round is remembered after it. */
  forgetRound?: boolean;
  /** A round's number is committed after its changes are read. */
  leaseAfterReading?: boolean;
  /** A change reads the leases before it is committed. */
  leasesBeforeCommit?: boolean;
}

export interface SimulationResult {
  violations: string[];
  verifications: number;
  fromMemory: number;
  changes: number;
}

const licences = ['a', 'b', 'c'];
const holdsMs = 1000;

interface Pending {
  /** Which process waits for it; undefined for one that never stands still. */
  process: number | undefined;
  /** Not before this step: some are slow. */
  from: number;
  /** Its effect in the database; done once. */
  run?: (() => unknown) | undefined;
  answer?: unknown;
  deliver(answer: unknown): void;
  fail(): void;
}

interface Change {
  number: number;
  licence: string;
  committed: boolean;
}

/**
 * The real pieces of the lease over a database that a seeded chance runs: every statement takes effect and is answered at a moment
 * of its choosing or is lost, changes draw a number and commit in any order, processes stand still, and time passes.
 */
export class Simulation {
  private readonly random;
  private now = 0;
  private step = 0;
  private pending: Pending[] = [];
  private timers: { at: number; wake(): void }[] = [];
  private changes: Change[] = [];
  private readonly leases = new Map<string, LeaseRow>();
  private readonly snapshots: Set<number>[] = [];
  private readonly acknowledged = new Map<string, number>();
  private readonly frozen = new Set<number>();
  private readonly result: SimulationResult = { violations: [], verifications: 0, fromMemory: 0, changes: 0 };

  constructor(
    seed: number,
    private readonly plants: Plants = {},
  ) {
    this.random = seeded(seed);
  }

  async run(steps: number): Promise<SimulationResult> {
    const verifiers = [0, 1].map((n) => this.verifier(n));
    const changers = [0, 1].map(
      () =>
        new AwaitLeases(
          this.store(undefined),
          () => this.now,
          (ms) => this.sleep(ms),
        ),
    );
    for (; this.step < steps; this.step++) {
      const chance = this.random.next();
      const n = this.random.below(2);
      if (chance < 0.5) this.advanceStatement();
      else if (chance < 0.56) this.pass(this.random.next() * (this.random.next() < 0.1 ? 1500 : 60));
      else if (chance < 0.78) verifiers[n]?.verify(this.random.pick(licences));
      else if (chance < 0.9) verifiers[n]?.renew();
      else if (chance < 0.95) void this.change(this.random.pick(licences), changers[n] as AwaitLeases);
      else if (this.frozen.has(n)) this.frozen.delete(n);
      else if (this.random.next() < 0.3) this.frozen.add(n);
      // Everything that follows from this step happens before the next.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.result;
  }

  private verifier(n: number) {
    const memory = new StateMemory(4);
    const speed = this.plants.holderSpeed ?? 1;
    const monotonic = () => this.now * speed;
    const store = this.store(n);
    const lease = new StatusLease({ store, memory, clock: () => 0, monotonic }, { holder: `p${n}`, holdsMs });
    const shown = this.plants.forgetRound ? Object.create(lease, { takenRound: { value: 0 } }) : lease;
    let asked = 0;
    const find = (question: StateQuestion) => {
      asked++;
      return this.statement(n, () => standingOf(question.identifier, this.versionOf(question.identifier)));
    };
    const states = new RememberedStates({ find }, memory, shown, { use: () => undefined }, () => 0);
    let renewing = false;
    return {
      renew: () => {
        if (renewing || this.frozen.has(n)) return;
        renewing = true;
        const done = () => {
          renewing = false;
        };
        lease.renew(this.random.next() < 0.5).then(done, done);
      },
      verify: (licence: string) => {
        if (this.frozen.has(n)) return;
        const needed = this.acknowledged.get(licence) ?? 0;
        const before = asked;
        this.result.verifications++;
        const question = { identifier: licence, masterDigest: Buffer.from(licence) };
        const told = Promise.resolve(states.find(question)).then(({ standing }) => {
          const version = standing?.stateChangedAt.getTime() ?? 0;
          if (version < needed)
            this.result.violations.push(
              `at ${this.now} ${n} told version ${version} of ${licence} after ${needed} was acknowledged`,
            );
        });
        told.catch(() => undefined);
        if (asked === before) this.result.fromMemory++;
      },
    };
  }

  /** A change draws its number at once and is committed when chance has it. */
  private async change(licence: string, leases: AwaitLeases): Promise<void> {
    if (this.changes.some((open) => open.licence === licence && !open.committed)) return;
    const change = { number: this.changes.length + 1, licence, committed: false };
    this.changes.push(change);
    this.result.changes++;
    const commit = () =>
      this.statement(
        undefined,
        () => {
          change.committed = true;
        },
        true,
      );
    try {
      if (this.plants.leasesBeforeCommit) await Promise.all([leases.settled(), commit()]);
      else {
        await commit();
        await leases.settled();
      }
      this.acknowledged.set(licence, Math.max(this.acknowledged.get(licence) ?? 0, change.number));
    } catch {
      // Nothing was acknowledged.
    }
  }

  private store(process: number | undefined) {
    const ask = <T>(run: () => T) => this.statement(process, run);
    const renewNow = (row: LeaseRow) => {
      const kept = this.leases.get(row.holder);
      if (kept && kept.round >= row.round) return;
      this.leases.set(row.holder, { ...row, taken: Math.max(kept?.taken ?? 0, row.taken) });
    };
    return {
      renew: (row: LeaseRow): Promise<void> => {
        if (!this.plants.leaseAfterReading) return ask(() => renewNow(row));
        void ask(() => renewNow(row)).catch(() => undefined);
        return Promise.resolve();
      },
      markTaken: (holder: string, taken: number) =>
        ask(() => {
          const kept = this.leases.get(holder);
          if (kept && kept.taken < taken && kept.round >= taken) this.leases.set(holder, { ...kept, taken });
        }),
      end: (holder: string, round: number) =>
        ask(() => {
          if (this.leases.get(holder)?.round === round) this.leases.delete(holder);
        }),
      all: () => ask(() => [...this.leases.values()]),
      notify: () => ask(() => undefined),
      changesSince: (snapshot: string | undefined) => ask(() => this.changesSince(snapshot)),
    };
  }

  private changesSince(since: string | undefined): ChangesSince {
    const seen = new Set(this.changes.filter(({ committed }) => committed).map(({ number }) => number));
    const snapshot = String(this.snapshots.push(seen) - 1);
    if (since === undefined) return { snapshot, licences: null };
    const before = this.snapshots[Number(since)] as Set<number>;
    const newest = Math.max(0, ...before);
    const isNew = (number: number) => (this.plants.followNumbers ? number > newest : !before.has(number));
    return {
      snapshot,
      licences: this.changes.filter((c) => seen.has(c.number) && isNew(c.number)).map((c) => `id-${c.licence}`),
    };
  }

  private versionOf(licence: string): number {
    return Math.max(0, ...this.changes.filter((c) => c.licence === licence && c.committed).map(({ number }) => number));
  }

  private statement<T>(process: number | undefined, run: () => T, sure = false): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = () => (sure ? undefined : reject(new Error('lost')));
      const from = this.step + (this.random.next() < 0.15 ? this.random.below(60) : 0);
      this.pending.push({ process, from, run, deliver: (answer) => resolve(answer as T), fail });
    });
  }

  /** One statement takes effect, is answered, or is lost before or after its effect. */
  private advanceStatement(): void {
    const ready = this.pending.filter(
      ({ from, run, process }) => from <= this.step && (run || process === undefined || !this.frozen.has(process)),
    );
    if (ready.length === 0) return;
    const one = this.random.pick(ready);
    if (one.run) {
      if (this.random.next() < 0.02) {
        // Given up by who asked, and done all the same, later than what that one asks next.
        one.fail();
        Object.assign(one, { process: undefined, deliver: () => undefined, fail: () => undefined });
        return;
      }
      one.answer = one.run();
      one.run = undefined;
      if (this.random.next() < 0.5) return;
      if (one.process !== undefined && this.frozen.has(one.process)) return;
    }
    this.pending = this.pending.filter((other) => other !== one);
    if (this.random.next() < 0.02) one.fail();
    else one.deliver(one.answer);
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.timers.push({ at: this.now + ms, wake }));
  }

  private pass(ms: number): void {
    this.now += ms;
    for (const { wake } of this.timers.filter(({ at }) => at <= this.now)) wake();
    this.timers = this.timers.filter(({ at }) => at > this.now);
  }
}

const standingOf = (licence: string, version: number): LicenceStanding => ({
  licenceId: `id-${licence}`,
  state: 'active',
  stateChangedAt: new Date(version),
  statusList: 0,
});
