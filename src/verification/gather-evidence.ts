import type { Receipts } from '../attestation/index.js';
import type {
  CarrierAloneEvidence,
  CryptoPort,
  Digest,
  Evidence,
  KeyBindingExpectation,
  KnownAnchor,
  StatusEvidence,
  Subject,
} from '../core/index.js';
import { type Clock, Overloaded, rfc3339 } from '../platform/index.js';
import type { LicenceLookup, LicenceStanding, PublicLicence, StateSource } from '../registry/index.js';
import { type GatherHistory, receiptsOf } from './gather-history.js';
import { ReadSubjects } from './read-subjects.js';
import type { TrustSource } from './trust-source.js';

export interface Gathered {
  evidence: Evidence;
  /** What the registry holds, when it holds this very master. */
  standing: LicenceStanding | undefined;
}

interface Brought {
  credential: string;
  receipt?: Record<string, unknown>;
  /** What the asker asked the holder to sign for. */
  keyBinding?: KeyBindingExpectation;
  identifier?: string;
  /** When the record was looked up already, by its code. */
  row?: PublicLicence;
}

interface Answered {
  standing: LicenceStanding | undefined;
  /** Given when a receipt must be made. */
  row?: PublicLicence;
  status: StatusEvidence;
}

/** `asOf` when it is older than the asking, ms since 1970. */
type Found = Omit<Answered, 'status'> & { asOf?: number };

interface Lookups {
  whole: LicenceLookup;
  /** Enough when the asker brought the receipt. */
  state: StateSource;
}

/**
 * Collects what `core` judges: trust list, status from the primary, receipt, anchors, and for a moment in the past the
 * versions around it. It judges nothing itself.
 */
export class GatherEvidence {
  private readonly subjects: ReadSubjects;

  constructor(
    private readonly lookups: Lookups,
    private readonly receipts: Receipts,
    private readonly trust: TrustSource,
    private readonly history: GatherHistory,
    private readonly context: { clock: Clock; crypto: CryptoPort },
  ) {
    this.subjects = new ReadSubjects(context.crypto, context.clock);
  }

  /** What was read out of this credential may be used again: `core` found it intact. */
  intact({ credential, subject }: Evidence): void {
    if (subject) this.subjects.keep(credential, subject);
  }

  async gather(brought: Brought, at?: number): Promise<Gathered> {
    const subject = this.subjects.read(brought.credential);
    const { standing, row, status } = await this.askRegistry(brought, subject);
    const receipt = brought.receipt ? { value: brought.receipt, brought: true } : await this.fetchReceipt(row);
    const history = at === undefined ? undefined : await this.history.gather(subject, at);
    const proofs = [...('value' in receipt ? [receipt.value] : []), ...receiptsOf(history)];
    const evidence: Evidence = {
      credential: brought.credential,
      subject,
      trust: this.trust.evidence(),
      status,
      receipt,
      anchors: proofs.length > 0 ? await this.fetchAnchors(proofs) : { unavailable: 'there is no receipt' },
      ...(history ? { history } : {}),
      promise: row?.promise,
      keyBinding: brought.keyBinding,
      expected: brought.identifier === undefined ? undefined : { identifier: brought.identifier },
    };
    return { evidence, standing };
  }

  /**
   * The same where no master is in hand: the state of the licence that a carrier names, once a listed key is known to have
   * signed it. Without that nobody is asked.
   */
  async alone(
    said: { identifier: string; masterDigest: Digest } | undefined,
    at?: number,
  ): Promise<{ evidence: Omit<CarrierAloneEvidence, 'carrier'>; standing: LicenceStanding | undefined }> {
    const unasked = { unavailable: 'no listed key signed the carrier' };
    const found = said && (await this.standingOf(said));
    const history = said && at !== undefined ? await this.history.gather(noSubject, at) : undefined;
    const evidence = {
      trust: this.trust.evidence(),
      status: found?.status ?? unasked,
      receipt: { unavailable: 'the master is not in hand' },
      anchors: { unavailable: 'there is no receipt' },
      ...(history ? { history } : {}),
    };
    return { evidence, standing: found?.standing };
  }

  private async standingOf({ identifier, masterDigest }: { identifier: string; masterDigest: Digest }) {
    const question = { identifier, masterDigest: Buffer.from(masterDigest.slice('sha-256:'.length), 'base64url') };
    return this.answered(() => this.lookups.state.find(question));
  }

  /** By the identifier that the credential claims, which is believed for nothing else before `verify`. */
  private async askRegistry({ row, receipt }: Brought, subject: Subject): Promise<Answered> {
    if (row) return { standing: row, row, status: statusOf(row, rfc3339(this.context.clock())) };
    if (!subject.ok) return { standing: undefined, status: { unavailable: 'the credential names no licence' } };
    const { clear, masterDigest } = subject.jwt;
    const question = {
      identifier: clear.licence_id,
      masterDigest: Buffer.from(masterDigest.slice('sha-256:'.length), 'base64url'),
    };
    return this.answered(async () => {
      if (receipt) return this.lookups.state.find(question);
      const found = await this.lookups.whole.find(question);
      return { standing: found, row: found };
    });
  }

  /** What the registry answers, or that it does not. @throws Overloaded */
  private async answered(ask: () => Promise<Found>): Promise<Answered> {
    const asked = this.context.clock();
    try {
      const { asOf = asked, ...found } = await ask();
      return { ...found, status: statusOf(found.standing, rfc3339(asOf)) };
    } catch (error) {
      if (error instanceof Overloaded) throw error;
      return { standing: undefined, status: { unavailable: 'the registry did not answer' } };
    }
  }

  private async fetchReceipt(row: PublicLicence | undefined): Promise<Evidence['receipt']> {
    if (!row) return { unavailable: 'the registry holds no such licence' };
    if (row.leafIndex === null) return { unavailable: 'not logged yet' };
    try {
      const { event, salt, entry, leafIndex } = row;
      const receipt = await this.receipts.build({ event, salt, entry, index: leafIndex });
      return receipt ? { value: receipt, brought: false } : { unavailable: 'not logged yet' };
    } catch {
      return { unavailable: 'the log did not answer' };
    }
  }

  private async fetchAnchors(receipts: readonly unknown[]): Promise<Evidence['anchors']> {
    try {
      const { anchors } = this.receipts;
      const known = await anchors.find(receipts.flatMap(anchorSizes));
      // The anchor before those two bounds the event's time.
      const earlier = known.anchors.map(({ previousTreeSize }) => previousTreeSize);
      const { anchors: before } = await anchors.find(earlier.filter((size) => !isAmong(known.anchors, size)));
      return { anchors: [...known.anchors, ...before], asOf: known.asOf };
    } catch {
      return { unavailable: 'the anchors could not be read' };
    }
  }
}

const statusOf = (standing: LicenceStanding | undefined, asOf: string): StatusEvidence =>
  standing
    ? {
        from: 'registry',
        known: true,
        state: standing.state,
        asOf,
        since: rfc3339(standing.stateChangedAt.getTime()),
        supersededBy: standing.supersededBy,
      }
    : { from: 'registry', known: false, asOf };

/** History has its place on a status list from the master. */
const noSubject: Subject = { ok: false, code: 'sd-jwt-form' };

const isAmong = (anchors: readonly KnownAnchor[], size: number): boolean =>
  anchors.some(({ treeSize }) => treeSize === size);

/** The tree sizes that a receipt speaks of; whatever else it says is left to `core`. */
function anchorSizes(receipt: unknown): number[] {
  const { anchor, previousAnchor } = receipt as { anchor?: unknown; previousAnchor?: unknown };
  return [anchor, previousAnchor].flatMap((value) => {
    const size = (value as { treeSize?: unknown } | null | undefined)?.treeSize;
    return typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? [size] : [];
  });
}
