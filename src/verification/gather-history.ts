import type { VersionReceipts } from '../attestation/index.js';
import type { EcPublicJwk, HistoryEvidence, Subject, VersionPair } from '../core/index.js';
import type { Clock, Deadline, RecordName } from '../platform/index.js';

/** What is asked about a moment this long ago is answered from versions; of a younger one today's information speaks. */
const pastAfterMs = 60_000;

/** Collects how the trust list and the licence's status list were at a moment in the past. It judges nothing itself. */
export class GatherHistory {
  constructor(
    private readonly versions: Pick<VersionReceipts, 'around'>,
    /** The trust roots that this registry pins. */
    private readonly roots: readonly EcPublicJwk[],
    private readonly clock: Clock,
  ) {}

  /** `undefined` when the moment (milliseconds) is not in the past: then nothing is asked for. Each of the two has until the deadline. */
  async gather(subject: Subject, at: number, deadline: Deadline): Promise<HistoryEvidence | undefined> {
    if (at >= this.clock() - pastAfterMs) return undefined;
    const list = subject.ok ? listOf(subject.jwt.clear.status.status_list.uri) : undefined;
    const [trust, status] = await Promise.all([
      this.pair({ kind: 'trust-list', name: 'trust' }, at, deadline),
      list === undefined ? undefined : this.pair({ kind: 'status-list', name: list }, at, deadline),
    ]);
    return { roots: this.roots, ...(trust ? { trust } : {}), ...(status ? { status } : {}) };
  }

  /** Without the versions, or one of them, `core` finds the moment unproven. */
  private async pair(record: RecordName, at: number, deadline: Deadline): Promise<VersionPair | undefined> {
    try {
      const { before, after, waiting } = await deadline.within(() => this.versions.around(record, at));
      return waiting ? undefined : { before, after };
    } catch {
      return undefined;
    }
  }
}

/** The tree sizes that the versions' receipts speak of are known to the anchors as those of any receipt. */
export function receiptsOf(history: HistoryEvidence | undefined): unknown[] {
  if (history === undefined) return [];
  const pairs = [history.trust, history.status];
  return pairs.flatMap((pair) => [pair?.before, pair?.after]).filter((receipt) => receipt !== undefined);
}

const listOf = (uri: string): string | undefined => /\/status-lists\/(0|[1-9][0-9]{0,9})$/.exec(uri)?.[1];
