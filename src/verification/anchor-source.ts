import type { KnownAnchor } from '../core/index.js';
import { type Clock, rfc3339 } from '../platform/index.js';
import type { EvidenceStore } from './evidence.store.js';

const maxKept = 50_000;
/** A size that is not known yet asks the database at most this often. */
const refreshMs = 500;

/**
 * Anchors that the worker read from the chain as final, by tree size. Final stays final: what was read once is kept while
 * the chain is away, and says since when.
 */
export class AnchorSource {
  private readonly known = new Map<number, KnownAnchor>();
  private newest = 0;
  private asOf = 0;
  private refreshing: Promise<void> | undefined;

  constructor(
    private readonly store: EvidenceStore,
    private readonly clock: Clock,
  ) {}

  /** The anchors of these sizes, as far as they are known, with the age of the last look. */
  async find(sizes: readonly number[]): Promise<{ anchors: KnownAnchor[]; asOf: string } | { unavailable: string }> {
    if (sizes.some((size) => !this.known.has(size)) && this.clock() - this.asOf > refreshMs) {
      try {
        await this.refresh();
      } catch {
        if (this.asOf === 0) return { unavailable: 'anchors could not be read' };
      }
    }
    const anchors = sizes.flatMap((size) => this.known.get(size) ?? []);
    return { anchors, asOf: rfc3339(this.asOf || this.clock()) };
  }

  private refresh(): Promise<void> {
    this.refreshing ??= this.read().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  private async read(): Promise<void> {
    const at = this.clock();
    for (const anchor of await this.store.finalAnchors(this.newest)) this.keep(anchor);
    this.asOf = at;
  }

  private keep(anchor: KnownAnchor): void {
    this.known.set(anchor.treeSize, anchor);
    this.newest = Math.max(this.newest, anchor.treeSize);
    if (this.known.size > maxKept) this.known.delete(this.known.keys().next().value!);
  }
}
