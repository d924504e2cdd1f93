import type { Pool } from 'pg';
import { readBundle, readBundleHead } from './trust-bundle.store.js';

/** The newest trust bundle: its text is kept in memory, and read again when there is another. */
export class TrustBundleSource {
  private kept: { number: number; bundle: string } | undefined;

  constructor(private readonly pool: Pool) {}

  /** The newest; undefined before the first was made. */
  async newest(): Promise<{ number: number; bundle: string } | undefined> {
    const head = await readBundleHead(this.pool);
    if (head?.number !== this.kept?.number) this.kept = await readBundle(this.pool);
    return this.kept;
  }
}
