import {
  type CarrierEvidence,
  type CarrierKind,
  type CryptoPort,
  findCarrierKeys,
  offlineQrKind,
  type Policy,
  parseDigest,
  type ReadCarrier,
  readCarrier,
  utf8Encode,
  verify,
  verifyCarrierAlone,
} from '../core/index.js';
import type { Clock } from '../platform/index.js';
import type { OpenCredential } from '../registry/index.js';
import type { CarrierRecords } from './carrier-records.store.js';
import type { GatherEvidence } from './gather-evidence.js';
import type { CarrierSubject } from './read-question.js';
import type { TrustSource } from './trust-source.js';
import { basisOf, type Verified } from './verified.js';

/** What the registry keeps of a carrier whose signature is good. */
interface Kept {
  onRecord?: boolean;
  /** The whole master, opened for the comparison alone. */
  master?: string;
}

interface Parts {
  records: CarrierRecords;
  opener: Pick<OpenCredential, 'open'>;
  trust: Pick<TrustSource, 'evidence'>;
}

/**
 * Judges a carrier that was brought: read by core, then its signature, and only behind a good one the registry is asked. A
 * master that the registry finds is compared and never given out.
 */
export class VerifyCarrier {
  constructor(
    private readonly gatherer: GatherEvidence,
    private readonly parts: Parts,
    private readonly context: { clock: Clock; crypto: CryptoPort },
  ) {}

  async verify(subject: CarrierSubject, policy: Policy, asked: number | undefined): Promise<Verified> {
    const { clock, crypto } = this.context;
    const { content } = subject.carrier;
    const kind = this.kindOf(subject.carrier);
    const read = readCarrier(kind, content, crypto);
    const signed = read.ok && this.isSigned(read.value);
    const kept = signed ? await this.look(read.value, content) : {};
    const carrier: CarrierEvidence = { kind, content, onRecord: kept.onRecord, masterFound: kept.master !== undefined };
    const attached = read.ok ? read.value.master : undefined;
    const credential = attached ?? kept.master ?? subject.master;
    const at = asked ?? clock();
    const shown = kept.master === undefined ? credential : withoutDisclosures(kept.master);
    if (credential === undefined || !signed) {
      const { evidence, standing } = await this.gatherer.alone(signed ? read.value.said : undefined, asked);
      const report =
        credential === undefined
          ? verifyCarrierAlone({ ...evidence, carrier }, policy, at, crypto)
          : verify({ ...evidence, credential, carrier }, policy, at, crypto);
      return { report, evidence: answered(carrier, shown, null), standing, basis: basisOf(evidence) };
    }
    const { evidence, standing } = await this.gatherer.gather({ credential, receipt: subject.receipt }, asked);
    const report = verify({ ...evidence, carrier }, policy, at, crypto);
    const receipt = 'value' in evidence.receipt ? evidence.receipt.value : null;
    return { report, evidence: answered(carrier, shown, receipt), standing, basis: basisOf(evidence) };
  }

  /** A scanner tells one code from another by nothing but what is inside. */
  private kindOf({ kind, content }: CarrierSubject['carrier']): CarrierKind {
    return kind === 'qr' && typeof content === 'string' ? offlineQrKind(content, this.context.crypto) : kind;
  }

  /** Whether a listed carrier key signed it; which of them may, core judges. */
  private isSigned(read: ReadCarrier): boolean {
    const trust = this.parts.trust.evidence();
    return 'list' in trust && findCarrierKeys(trust.list, read.signer).some(({ key }) => read.signedBy(key));
  }

  private async look({ said, master }: ReadCarrier, content: string | Uint8Array): Promise<Kept> {
    const { records, opener } = this.parts;
    const bytes = typeof content === 'string' ? utf8Encode(content) : content;
    const digest = parseDigest(said.masterDigest);
    let found: Awaited<ReturnType<CarrierRecords['master']>>;
    let onRecord: boolean;
    try {
      onRecord = await records.isOnRecord(said.identifier, this.context.crypto.sha256(bytes));
      if (master === undefined && digest) found = await records.master(said.identifier, digest);
    } catch {
      // Status, asked of the same database, says that the registry did not answer.
      return {};
    }
    return { onRecord, ...(found ? { master: opener.open(found) } : {}) };
  }
}

const withoutDisclosures = (master: string) => master.slice(0, master.indexOf('~') + 1);

/** For a second verdict elsewhere; a PDF's bytes stay with who brought them. */
function answered(carrier: CarrierEvidence, credential: string | undefined, receipt: unknown): Verified['evidence'] {
  const content = typeof carrier.content === 'string' ? carrier.content : null;
  return { credential: credential ?? '', receipt, carrier: { kind: carrier.kind, content } };
}
