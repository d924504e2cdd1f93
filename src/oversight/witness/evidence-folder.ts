import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { putFile } from './durable.js';

/** Why two signed pieces were kept: they contradict each other, or one was not shown to follow the other. */
export type HeldAs = 'forked' | 'not-proven-to-follow' | 'statement-contradicts-chain' | 'mirror-differs';

const most = 1_000;

/** Where a witness keeps what contradicts what it signed. The same pieces are kept once, and never more than can be read. */
export class EvidenceFolder {
  private readonly names: Set<string>;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.names = new Set(readdirSync(folder));
  }

  /** Keeps the pieces; answers the file's name. `undefined` when there are too many files already. */
  hold(as: HeldAs, pieces: Readonly<Record<string, unknown>>, at: string): string | undefined {
    const text = JSON.stringify(pieces, null, 2);
    const name = `${as}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.json`;
    if (this.names.has(name)) return name;
    // What proves a lie is kept whatever came before; what proves nothing by itself must not fill the disk.
    if (this.names.size >= most && as !== 'forked') return undefined;
    putFile(join(this.folder, name), `${JSON.stringify({ heldAs: as, at, ...pieces }, null, 2)}\n`);
    this.names.add(name);
    return name;
  }
}
