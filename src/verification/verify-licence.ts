import { choosePolicy, type PolicyChoice, type Report } from '../core/index.js';
import { type Deadline, nextTurn, Overloaded, verificationsCounted } from '../platform/index.js';
import type { LicenceLookup, OpenCredential, PublicLicence } from '../registry/index.js';
import { behindChain, type GatherEvidence } from './gather-evidence.js';
import { type Judging, judge } from './judge.js';
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
    private readonly context: Judging & { registry: Deadline },
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
    await nextTurn();
    const { evidence, standing } = await this.gatherer.gather(subject, options.at);
    const report = judge(evidence, choosePolicy(options.policy), options.at, this.context);
    if (report.checks[0]?.code === 'intact') this.gatherer.intact(evidence);
    const receipt = 'value' in evidence.receipt ? evidence.receipt.value : null;
    return { report, evidence: { credential: subject.credential, receipt }, standing, basis: basisOf(evidence) };
  }

  private async record(subject: Subject & { kind: 'record' }, options: VerifyOptions): Promise<Verified> {
    const policy = choosePolicy(options.policy);
    const askedAt = this.context.clock();
    let row: PublicLicence | undefined;
    let credential = '';
    try {
      row = await this.context.registry.within(() => this.lookup.find(subject));
      if (this.context.watch?.isBehindChain()) throw new Error(behindChain);
      if (row) credential = this.opener.open(row);
    } catch (error) {
      if (error instanceof Overloaded) throw error;
      // It did not answer, or with something that is not this licence's: then nothing is known about it.
      return this.nothing(unknownRecordReport('unavailable', policy, options.at ?? askedAt));
    }
    // A wrong code and an unknown identifier are answered alike.
    if (!row) return this.nothing(unknownRecordReport('unknown', policy, options.at ?? askedAt));
    const brought = { credential, identifier: subject.identifier, row, askedAt };
    const { evidence } = await this.gatherer.gather(brought, options.at);
    const { licence, ...report } = judge(evidence, policy, options.at, this.context);
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
