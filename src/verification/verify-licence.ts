import { type CryptoPort, choosePolicy, type PolicyChoice, type Report, verify } from '../core/index.js';
import { type Clock, Overloaded, verificationsCounted } from '../platform/index.js';
import type { LicenceLookup, OpenCredential, PublicLicence } from '../registry/index.js';
import type { GatherEvidence } from './gather-evidence.js';
import { maskLicence } from './mask-licence.js';
import type { Subject } from './read-question.js';
import { unknownRecordReport } from './unknown-record.js';
import { basisOf, type Verified } from './verified.js';
import type { VerifyCarrier } from './verify-carrier.js';

export interface VerifyOptions {
  policy?: PolicyChoice;
  /** ms since 1970 */
  at?: number;
}

/** The public question: a credential or another carrier that was brought, or a record that a code opens. */
export class VerifyLicence {
  constructor(
    private readonly gatherer: GatherEvidence,
    private readonly carriers: Pick<VerifyCarrier, 'verify'>,
    private readonly lookup: LicenceLookup,
    private readonly opener: OpenCredential,
    private readonly context: { clock: Clock; crypto: CryptoPort },
  ) {}

  async verify(subject: Subject, options: VerifyOptions = {}): Promise<Verified> {
    const verified = await this.judge(subject, options);
    verificationsCounted.inc({ verdict: verified.report.verdict });
    return verified;
  }

  private judge(subject: Subject, options: VerifyOptions): Promise<Verified> {
    if (subject.kind === 'credential') return this.credential(subject, options);
    if (subject.kind === 'record') return this.record(subject, options);
    return this.carriers.verify(subject, choosePolicy(options.policy), options.at);
  }

  private async credential(subject: Subject & { kind: 'credential' }, options: VerifyOptions): Promise<Verified> {
    const { evidence, standing } = await this.gatherer.gather(subject, options.at);
    const report = verify(
      evidence,
      choosePolicy(options.policy),
      options.at ?? this.context.clock(),
      this.context.crypto,
    );
    if (report.checks[0]?.code === 'intact') this.gatherer.intact(evidence);
    const receipt = 'value' in evidence.receipt ? evidence.receipt.value : null;
    return { report, evidence: { credential: subject.credential, receipt }, standing, basis: basisOf(evidence) };
  }

  private async record(subject: Subject & { kind: 'record' }, options: VerifyOptions): Promise<Verified> {
    const at = options.at ?? this.context.clock();
    let row: PublicLicence | undefined;
    try {
      row = await this.lookup.find({ identifier: subject.identifier, code: subject.code });
    } catch (error) {
      if (error instanceof Overloaded) throw error;
      return this.nothing(unknownRecordReport('unavailable', choosePolicy(options.policy), at));
    }
    // A wrong code and an unknown identifier are answered alike.
    if (!row) return this.nothing(unknownRecordReport('unknown', choosePolicy(options.policy), at));
    const credential = this.opener.open(row);
    const brought = { credential, identifier: subject.identifier, row };
    const { evidence } = await this.gatherer.gather(brought, options.at);
    const { licence, ...report } = verify(evidence, choosePolicy(options.policy), at, this.context.crypto);
    const receipt = 'value' in evidence.receipt ? evidence.receipt.value : null;
    return {
      report: { ...report, ...(licence ? { licence: maskLicence(licence) } : {}) },
      evidence: { credential: `${credential.slice(0, credential.indexOf('~'))}~`, receipt },
      standing: row,
      basis: basisOf(evidence),
    };
  }

  private nothing(report: Report): Verified {
    return { report, evidence: { credential: '', receipt: null }, standing: undefined, basis: {} };
  }
}
