import { type AnchorsKnown, type Receipts, statementOf } from '../attestation/index.js';
import {
  type CarrierAloneEvidence,
  type Digest,
  type Evidence,
  isStated,
  type KeyBindingExpectation,
  type KnownAnchor,
  type StatusEvidence,
  type Subject,
  type TrustEvidence,
} from '../core/index.js';
import { type Deadline, Overloaded, rfc3339 } from '../platform/index.js';
import {
  DoubtfulAnswer,
  type LicenceLookup,
  type LicenceStanding,
  type PublicLicence,
  type StateSource,
} from '../registry/index.js';
import { type GatherHistory, receiptsOf } from './gather-history.js';
import type { Judging } from './judge.js';
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
  /** When the record was looked up already, by its code: what was found, and when it was asked for (ms since 1970). */
  row?: PublicLicence;
  askedAt?: number;
}

interface Answered {
  standing: LicenceStanding | undefined;
  /** Given when a receipt must be made. */
  row?: PublicLicence;
  status: StatusEvidence;
}

/** `asOf` when it is older than the asking, ms since 1970. */
type Found = Omit<Answered, 'status'> & { asOf?: number };

type Maybe<T> = T | Promise<T>;

interface Lookups {
  whole: LicenceLookup;
  /** Enough when the asker brought the receipt. */
  state: StateSource;
}

/** How long each of them may take; what does not come in its time is told as unavailable. */
export interface Deadlines {
  registry: Deadline;
  receipt: Deadline;
  anchors: Deadline;
  history: Deadline;
}

/**
 * Collects what `core` judges: trust list, status from the primary, receipt, anchors, and for a moment in the past the
 * versions around it. It judges nothing itself, but gives on no answer that contradicts what the registry signed.
 */
export class GatherEvidence {
  private readonly subjects: ReadSubjects;
  /** Anchors in memory that were found to be as the log stated them. */
  private readonly compared = new WeakSet<KnownAnchor>();

  constructor(
    private readonly lookups: Lookups,
    private readonly receipts: Receipts,
    private readonly trust: TrustSource,
    private readonly history: GatherHistory,
    private readonly context: Judging & { deadlines: Deadlines },
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
    const fetching = at === undefined ? undefined : this.fetchHistory(subject, at);
    const receipt = brought.receipt ? { value: brought.receipt, brought: true } : await this.fetchReceipt(row);
    const history = await fetching;
    const trust = this.trust.evidence();
    const proofs = 'value' in receipt ? [receipt.value, ...receiptsOf(history)] : receiptsOf(history);
    const evidence: Evidence = {
      credential: brought.credential,
      subject,
      trust,
      status,
      receipt,
      anchors: proofs.length > 0 ? await this.fetchAnchors(proofs, trust) : { unavailable: 'there is no receipt' },
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
    const history = said && at !== undefined ? await this.fetchHistory(noSubject, at) : undefined;
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
  private async askRegistry({ row, askedAt, receipt }: Brought, subject: Subject): Promise<Answered> {
    if (row) return { standing: row, row, status: statusOf(row, rfc3339(askedAt ?? this.context.clock())) };
    if (!subject.ok) return { standing: undefined, status: { unavailable: 'the credential names no licence' } };
    const { clear, masterDigest } = subject.jwt;
    const question = {
      identifier: clear.licence_id,
      masterDigest: Buffer.from(masterDigest.slice('sha-256:'.length), 'base64url'),
    };
    if (receipt) return this.answered(() => this.lookups.state.find(question));
    return this.answered(async () => {
      const found = await this.lookups.whole.find(question);
      return { standing: found, row: found };
    });
  }

  /** What the registry answers, or that it does not. @throws Overloaded */
  private async answered(ask: () => Maybe<Found>): Promise<Answered> {
    const asked = this.context.clock();
    try {
      const { asOf = asked, standing, row } = await this.context.deadlines.registry.within(ask);
      if (this.context.watch?.isBehindChain()) return { standing: undefined, status: { unavailable: behindChain } };
      return { standing, row, status: statusOf(standing, rfc3339(asOf)) };
    } catch (error) {
      if (error instanceof Overloaded) throw error;
      return { standing: undefined, status: { unavailable: unansweredBy(error) } };
    }
  }

  private fetchHistory(subject: Subject, at: number): Promise<Evidence['history']> {
    return this.history.gather(subject, at, this.context.deadlines.history);
  }

  private async fetchReceipt(row: PublicLicence | undefined): Promise<Evidence['receipt']> {
    if (!row) return { unavailable: 'the registry holds no such licence' };
    if (row.leafIndex === null) return { unavailable: 'not logged yet' };
    try {
      const { event, salt, entry, leafIndex: index } = row;
      const { deadlines } = this.context;
      const receipt = await deadlines.receipt.within(() => this.receipts.build({ event, salt, entry, index }));
      return receipt ? { value: receipt, brought: false } : { unavailable: 'not logged yet' };
    } catch {
      return { unavailable: 'the log did not answer' };
    }
  }

  private async fetchAnchors(receipts: readonly unknown[], trust: TrustEvidence): Promise<Evidence['anchors']> {
    try {
      const { anchors } = this.context.deadlines;
      const known = await anchors.within(() => this.findAnchors(anchorSizes(receipts)));
      return { anchors: this.believed(known.anchors, trust), asOf: known.asOf };
    } catch {
      return { unavailable: 'the anchors could not be read' };
    }
  }

  private findAnchors(sizes: readonly number[]): Maybe<AnchorsKnown> {
    const known = this.receipts.anchors.find(sizes);
    return known instanceof Promise ? known.then((anchors) => this.withEarlier(anchors)) : this.withEarlier(known);
  }

  /** The anchor before those two bounds the event's time. */
  private withEarlier({ anchors, asOf }: AnchorsKnown): Maybe<AnchorsKnown> {
    const earlier = anchors.flatMap(({ previousTreeSize: size }) => (size === 0 || isAmong(anchors, size) ? [] : size));
    const joined = (before: AnchorsKnown) => ({ anchors: [...anchors, ...before.anchors], asOf });
    const before = earlier.length === 0 ? { anchors: [], asOf } : this.receipts.anchors.find(earlier);
    return before instanceof Promise ? before.then(joined) : joined(before);
  }

  /** A row that says something else than what the log signed about its anchor is none: it would make genuine receipts wrong. */
  private believed(anchors: readonly KnownAnchor[], trust: TrustEvidence): KnownAnchor[] {
    if (!('list' in trust)) return [...anchors];
    return anchors.filter((anchor) => {
      if (this.compared.has(anchor)) return true;
      const statement = statementOf(anchor);
      const same = statement !== undefined && isStated(statement, anchor, trust.list, this.context.crypto);
      if (same) this.compared.add(anchor);
      return same;
    });
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

/** What is told of a database that was restored from a backup. */
export const behindChain = 'the database lacks what the chain holds of its log';

const unansweredBy = (error: unknown): string =>
  error instanceof DoubtfulAnswer
    ? 'what the database says of this licence contradicts itself'
    : 'the registry did not answer';

/** History has its place on a status list from the master. */
const noSubject: Subject = { ok: false, code: 'sd-jwt-form' };

const isAmong = (anchors: readonly KnownAnchor[], size: number): boolean =>
  anchors.some(({ treeSize }) => treeSize === size);

/** The tree sizes that receipts speak of; whatever else they say is left to `core`. */
function anchorSizes(receipts: readonly unknown[]): number[] {
  const sizes: number[] = [];
  for (const receipt of receipts) {
    const { anchor, previousAnchor } = receipt as { anchor?: unknown; previousAnchor?: unknown };
    for (const value of [anchor, previousAnchor]) {
      const size = (value as { treeSize?: unknown } | null | undefined)?.treeSize;
      if (typeof size === 'number' && Number.isSafeInteger(size) && size > 0) sizes.push(size);
    }
  }
  return sizes;
}
