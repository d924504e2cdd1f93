import {
  type CarrierEvidence,
  type CarrierKind,
  findCarrierKeys,
  masterDigest,
  offlineQrKind,
  type Policy,
  parseDigest,
  type ReadCarrier,
  readCarrier,
  utf8Encode,
} from '../core/index.js';
import type { Deadline } from '../platform/index.js';
import type { OpenCredential } from '../registry/index.js';
import type { CarrierRecords } from './carrier-records.store.js';
import type { GatherEvidence } from './gather-evidence.js';
import { type Judging, judge } from './judge.js';
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
  /** How long the records may take, both together. */
  registry: Deadline;
}

/**
 * Judges a carrier that was brought: read by core, then its signature, and only behind a good one the registry is asked. A
 * master that the registry finds is compared and never given out.
 */
export class VerifyCarrier {
  constructor(
    private readonly gatherer: GatherEvidence,
    private readonly parts: Parts,
    private readonly context: Judging,
  ) {}

  async verify(subject: CarrierSubject, policy: Policy, asked: number | undefined): Promise<Verified> {
    const { crypto } = this.context;
    const { content } = subject.carrier;
    const kind = this.kindOf(subject.carrier);
    const read = readCarrier(kind, content, crypto);
    const signed = read.ok && this.isSigned(read.value);
    const kept = signed ? await this.look(read.value, content) : {};
    const carrier: CarrierEvidence = { kind, content, onRecord: kept.onRecord, masterFound: kept.master !== undefined };
    const attached = read.ok ? read.value.master : undefined;
    const credential = attached ?? kept.master ?? subject.master;
    const shown = kept.master === undefined ? credential : withoutDisclosures(kept.master);
    if (credential === undefined || !signed) {
      const { evidence, standing } = await this.gatherer.alone(signed ? read.value.said : undefined, asked);
      const whole = credential === undefined ? { ...evidence, carrier } : { ...evidence, credential, carrier };
      const report = judge(whole, policy, asked, this.context);
      return { report, evidence: answered(carrier, shown, null), standing, basis: basisOf(evidence) };
    }
    const { evidence, standing } = await this.gatherer.gather({ credential, receipt: subject.receipt }, asked);
    const report = judge({ ...evidence, carrier }, policy, asked, this.context);
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
    const { records, opener, registry } = this.parts;
    const bytes = typeof content === 'string' ? utf8Encode(content) : content;
    const digest = parseDigest(said.masterDigest);
    try {
      return await registry.within(async () => {
        if (this.context.watch?.isBehindChain()) return {};
        const onRecord = await records.isOnRecord(said.identifier, this.context.crypto.sha256(bytes));
        const found = master === undefined && digest ? await records.master(said.identifier, digest) : undefined;
        if (!found) return { onRecord };
        const opened = opener.open(found);
        // Another master than the one that the carrier names, or one that can't be opened, says nothing about the carrier.
        return masterDigest(opened, this.context.crypto) === said.masterDigest ? { onRecord, master: opened } : {};
      });
    } catch {
      // Status, asked of the same database, says that the registry did not answer.
      return {};
    }
  }
}

const withoutDisclosures = (master: string) => master.slice(0, master.indexOf('~') + 1);

/** For a second verdict elsewhere; a PDF's bytes stay with who brought them. */
function answered(carrier: CarrierEvidence, credential: string | undefined, receipt: unknown): Verified['evidence'] {
  const content = typeof carrier.content === 'string' ? carrier.content : null;
  return { credential: credential ?? '', receipt, carrier: { kind: carrier.kind, content } };
}
