import type { LicenceStanding, StateQuestion } from '../state-lookup.store.js';

export interface Remembered {
  standing: LicenceStanding;
  /** When the primary was asked, ms since 1970. */
  askedAt: number;
}

interface Entry extends Remembered {
  masterDigest: Buffer;
}

/** Entries and, for changes, their identifiers by the licence's id. */
interface Generation {
  byIdentifier: Map<string, Entry>;
  identifiers: Map<string, string>;
}

const generation = (): Generation => ({ byIdentifier: new Map(), identifiers: new Map() });

/**
 * States of licences that the registry holds, at most `max`; whether they may be believed is for the lease to say. Two
 * generations of `max` / 2: what is asked for again moves to the young one, the old one is dropped as a whole.
 */
export class StateMemory {
  private young = generation();
  private old = generation();

  constructor(private readonly max = 50_000) {}

  get({ identifier, masterDigest }: StateQuestion): Remembered | undefined {
    const entry = this.young.byIdentifier.get(identifier) ?? this.fromOld(identifier);
    return entry?.masterDigest.equals(masterDigest) ? entry : undefined;
  }

  set({ identifier, masterDigest }: StateQuestion, remembered: Remembered): void {
    this.add(identifier, { ...remembered, masterDigest });
  }

  forget(licenceIds: readonly string[]): void {
    for (const id of licenceIds)
      for (const { byIdentifier, identifiers } of [this.young, this.old]) {
        const identifier = identifiers.get(id);
        if (identifier === undefined) continue;
        identifiers.delete(id);
        byIdentifier.delete(identifier);
      }
  }

  clear(): void {
    this.young = generation();
    this.old = generation();
  }

  get size(): number {
    return this.young.byIdentifier.size + this.old.byIdentifier.size;
  }

  private fromOld(identifier: string): Entry | undefined {
    const entry = this.old.byIdentifier.get(identifier);
    if (!entry) return undefined;
    this.old.byIdentifier.delete(identifier);
    this.old.identifiers.delete(entry.standing.licenceId);
    this.add(identifier, entry);
    return entry;
  }

  private add(identifier: string, entry: Entry): void {
    this.forget([entry.standing.licenceId]);
    if (this.young.byIdentifier.size >= this.max / 2) {
      this.old = this.young;
      this.young = generation();
    }
    this.young.byIdentifier.set(identifier, entry);
    this.young.identifiers.set(entry.standing.licenceId, identifier);
  }
}
