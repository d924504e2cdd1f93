import {
  type CryptoPort,
  type Digest,
  findRegistryKey,
  finishVerificationReceipt,
  formatDigest,
  parseCheckpoint,
  parseNote,
  parseReceipt,
  utf8Encode,
  type VerificationReceipt,
  verificationReceiptSigningInput,
} from '../core/index.js';
import { type Clock, uuidv7 } from '../platform/index.js';
import type { EcSigner } from '../signing/index.js';
import type { Subject } from './read-question.js';
import type { TrustSource } from './trust-source.js';
import type { Verified } from './verified.js';

type Signer = Pick<EcSigner, 'keyId' | 'sign'>;

/** Signs what was verified, when and with which outcome, so that whoever asked can prove it to others. */
export class MakeVerificationReceipt {
  constructor(
    private readonly key: Signer | undefined,
    private readonly trust: Pick<TrustSource, 'evidence'>,
    private readonly issuer: string,
    private readonly context: { clock: Clock; crypto: Pick<CryptoPort, 'sha256'> },
  ) {}

  /** Whether there is a key, and the trust list names it: a receipt that nobody could check is not given. */
  isReady(): boolean {
    return this.readyKey() !== undefined;
  }

  /**
   * The compact JWS; `audience` is the credit code of the client that asked.
   *
   * @throws Error when it is not ready
   */
  make(subject: Subject, verified: Verified, audience?: string): string {
    const key = this.readyKey();
    if (key === undefined) throw new Error('no key for verification receipts is in force');
    const signingInput = verificationReceiptSigningInput(this.receipt(subject, verified, audience), key.keyId);
    return finishVerificationReceipt(signingInput, key.sign(Buffer.from(signingInput)));
  }

  private receipt(subject: Subject, verified: Verified, audience: string | undefined): VerificationReceipt {
    const { report, basis, standing } = verified;
    const now = this.context.clock();
    const asked = subject.kind === 'record' && standing ? subject.identifier : undefined;
    const identifier = report.licence?.identifier ?? asked;
    const brought = this.brought(subject, verified);
    return {
      iss: this.issuer,
      iat: Math.floor(now / 1000),
      jti: uuidv7(now),
      ...(audience === undefined ? {} : { aud: audience }),
      ...(identifier === undefined ? {} : { identifier }),
      ...(brought ? { brought } : {}),
      ...(basis.masterDigest === undefined ? {} : { masterDigest: basis.masterDigest }),
      policy: { ...report.policy, algorithms: [...report.policy.algorithms] },
      at: report.at,
      verdict: report.verdict,
      checks: report.checks.map(({ check, outcome, code, asOf }) => ({ check, outcome, code, asOf })),
      ...proofOf(verified),
      ...(basis.trustList === undefined ? {} : { trustList: basis.trustList }),
    };
  }

  private brought(subject: Subject, { evidence }: Verified): VerificationReceipt['brought'] {
    if (subject.kind === 'credential') return { kind: 'sd-jwt', digest: this.digest(subject.credential) };
    if (subject.kind === 'record') return undefined;
    const { kind, content } = subject.carrier;
    return { kind: evidence.carrier?.kind ?? kind, digest: this.digest(content) };
  }

  private digest(content: string | Uint8Array): Digest {
    const bytes = typeof content === 'string' ? utf8Encode(content.trim()) : content;
    return formatDigest(this.context.crypto.sha256(bytes));
  }

  private readyKey(): Signer | undefined {
    const trust = this.trust.evidence();
    if (this.key === undefined || !('list' in trust)) return undefined;
    const listed = findRegistryKey(trust.list, 'verification', this.key.keyId, this.context.clock());
    return listed && this.key;
  }
}

/** Checkpoint and anchor, where the check of them passed: before that they are somebody's word. */
function proofOf({ report, evidence }: Verified): Pick<VerificationReceipt, 'checkpoint' | 'anchor'> {
  const attestation = report.checks.find(({ check }) => check === 'attestation');
  const receipt = parseReceipt(evidence.receipt);
  if (attestation?.outcome !== 'passed' || !receipt.ok) return {};
  const { anchor, checkpoint } = receipt.value;
  const note = parseNote(checkpoint);
  const read = note.ok ? parseCheckpoint(note.value.text) : note;
  return {
    ...(read.ok ? { checkpoint: { ...read.value, root: formatDigest(read.value.root) } } : {}),
    ...(anchor ? { anchor } : {}),
  };
}
