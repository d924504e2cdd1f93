import type { Receipts } from '../attestation/index.js';
import {
  type CryptoPort,
  type Evidence,
  isJsonObject,
  readSubject,
  type StatusEvidence,
  type Subject,
} from '../core/index.js';
import { type Clock, Overloaded, rfc3339 } from '../platform/index.js';
import type { LicenceLookup, PublicLicence } from '../registry/index.js';
import type { TrustSource } from './trust-source.js';

export interface Gathered {
  evidence: Evidence;
  row: PublicLicence | undefined;
}

interface Brought {
  credential: string;
  receipt?: Record<string, unknown>;
  identifier?: string;
  /** When the record was looked up already, by its code. */
  row?: PublicLicence;
}

/** Collects what `core` judges: trust list, status from the primary, receipt, anchors. It judges nothing itself. */
export class GatherEvidence {
  constructor(
    private readonly lookup: LicenceLookup,
    private readonly receipts: Receipts,
    private readonly trust: TrustSource,
    private readonly context: { clock: Clock; crypto: CryptoPort },
  ) {}

  async gather(brought: Brought): Promise<Gathered> {
    const subject = readSubject(brought.credential, this.context.crypto);
    const { status, row } = brought.row ? this.fromRow(brought.row) : await this.fromRegistry(subject);
    const receipt = brought.receipt
      ? { value: brought.receipt as unknown, brought: true }
      : await this.fetchReceipt(row);
    const evidence: Evidence = {
      credential: brought.credential,
      subject,
      trust: this.trust.evidence(),
      status,
      receipt,
      anchors: 'value' in receipt ? await this.fetchAnchors(receipt.value) : { unavailable: 'there is no receipt' },
      ...(row ? { promise: row.promise } : {}),
      ...(brought.identifier ? { expected: { identifier: brought.identifier } } : {}),
    };
    return { evidence, row };
  }

  /** By the identifier that the credential claims, which is believed for nothing else before `verify`. */
  private async fromRegistry(subject: Subject): Promise<{ status: StatusEvidence; row?: PublicLicence }> {
    const asOf = rfc3339(this.context.clock());
    if (!subject.ok) return { status: { unavailable: 'the credential names no licence' } };
    const { clear, masterDigest } = subject.jwt;
    try {
      const digest = Buffer.from(masterDigest.slice('sha-256:'.length), 'base64url');
      const row = await this.lookup.find({ identifier: clear.licence_id, masterDigest: digest });
      return row ? this.fromRow(row, asOf) : { status: { from: 'registry', known: false, asOf } };
    } catch (error) {
      if (error instanceof Overloaded) throw error;
      return { status: { unavailable: 'the registry did not answer' } };
    }
  }

  private fromRow(
    row: PublicLicence,
    asOf = rfc3339(this.context.clock()),
  ): { status: StatusEvidence; row: PublicLicence } {
    const status: StatusEvidence = {
      from: 'registry',
      known: true,
      state: row.state,
      asOf,
      since: rfc3339(row.stateChangedAt.getTime()),
      ...(row.supersededBy ? { supersededBy: row.supersededBy } : {}),
    };
    return { status, row };
  }

  private async fetchReceipt(row: PublicLicence | undefined): Promise<Evidence['receipt']> {
    if (!row) return { unavailable: 'the registry holds no such licence' };
    if (row.leafIndex === null) return { unavailable: 'not logged yet' };
    try {
      const receipt = await this.receipts.build({
        event: row.event,
        salt: row.salt,
        entry: row.entry,
        index: row.leafIndex,
      });
      return receipt ? { value: receipt, brought: false } : { unavailable: 'not logged yet' };
    } catch {
      return { unavailable: 'the log did not answer' };
    }
  }

  private async fetchAnchors(receipt: unknown): Promise<Evidence['anchors']> {
    try {
      return await this.receipts.anchors.find(anchorSizes(receipt));
    } catch {
      return { unavailable: 'the anchors could not be read' };
    }
  }
}

/** The tree sizes that a receipt speaks of; whatever else it says is left to `core`. */
function anchorSizes(receipt: unknown): number[] {
  if (!isJsonObject(receipt as never)) return [];
  const { anchor, previousAnchor } = receipt as { anchor?: unknown; previousAnchor?: unknown };
  return [anchor, previousAnchor].flatMap((value) => {
    const size = (value as { treeSize?: unknown } | null | undefined)?.treeSize;
    return typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? [size] : [];
  });
}
