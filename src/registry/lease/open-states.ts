import { randomUUID } from 'node:crypto';
import type { Clock, Database, Listening, Log } from '../../platform/index.js';
import type { StateLookup, StateQuestion } from '../state-lookup.store.js';
import { KeepLease } from './keep-lease.js';
import { askEachTime, type KnownStanding, RememberedStates, type StateSource } from './remembered-states.js';
import { StateMemory } from './state-memory.js';
import { StatusLease } from './status-lease.js';
import { StatusLeaseStore, statusChannel } from './status-lease.store.js';

export interface StatesContext {
  /** Of *service*. */
  database: Pick<Database, 'pool' | 'listen'>;
  /** 0: nothing is remembered. */
  leaseMs: number;
  clock: Clock;
  log: Log;
}

/** The states of licences for one process: begun with it and ended with it. */
export class States implements StateSource {
  private readonly source: StateSource;
  private readonly keeper: KeepLease | undefined;
  private listening: Listening | undefined;

  constructor(
    lookup: Pick<StateLookup, 'find'>,
    private readonly context: StatesContext,
  ) {
    const { database, leaseMs, clock, log } = context;
    if (leaseMs === 0) {
      this.source = askEachTime(lookup, clock);
      return;
    }
    const monotonic = () => performance.now();
    const memory = new StateMemory();
    const lease = new StatusLease(
      { store: new StatusLeaseStore(database.pool), memory, clock, monotonic },
      { holder: randomUUID(), holdsMs: leaseMs },
    );
    this.keeper = new KeepLease(lease, monotonic, log);
    this.source = new RememberedStates(lookup, memory, lease, this.keeper, clock);
  }

  onModuleInit(): void {
    const { keeper } = this;
    if (keeper) this.listening = this.context.database.listen(statusChannel, () => keeper.tell());
  }

  async onModuleDestroy(): Promise<void> {
    await this.listening?.close();
    await this.keeper?.close();
  }

  find(question: StateQuestion): KnownStanding | Promise<KnownStanding> {
    return this.source.find(question);
  }
}
