import type { CryptoPort, KnownAnchor, NoteKey } from '../../core/index.js';
import type { Clock } from '../../platform/index.js';
import type { EvidenceFolder } from './evidence-folder.js';
import type { LogMemory } from './log-memory.js';
import type { WitnessKey } from './witness-key.js';

/** What the witness's own chain node says of an anchor; `not-yet` when it is not final there, or not to be seen. */
export type Looked = { found: 'same' | 'not-yet' | 'unknown-contract' } | { found: 'differs'; chain: unknown };

/** A log that a witness watches. */
export interface WatchedLog {
  key: NoteKey;
  memory: LogMemory;
  /** Told of every checkpoint that was signed. */
  signed?(note: string): void;
  /** Looks an anchor up on the witness's own chain node; throws when that does not answer. Without it no anchor is signed. */
  lookUp?(anchor: KnownAnchor): Promise<Looked>;
}

/** What a witness works with; one for the process. */
export interface WitnessParts {
  signer: WitnessKey;
  logs: ReadonlyMap<string, WatchedLog>;
  evidence: EvidenceFolder;
  crypto: CryptoPort;
  clock: Clock;
}
