import type { ClientCaller } from '../../access/index.js';
import { type Clock, problem } from '../../platform/index.js';
import type { EvidenceStore } from '../evidence.store.js';
import type { MakeVerificationReceipt } from '../make-verification-receipt.js';
import type { ReadCodes } from '../picture/read-codes.js';
import { readQr, type Subject } from '../read-question.js';
import type { Verified } from '../verified.js';
import type { VerifyLicence, VerifyOptions } from '../verify-licence.js';
import type { WrongCodes } from '../wrong-codes.js';
import { readUpload } from './read-upload.js';
import type { VerificationAnswer, VerificationForm } from './verifications.schema.js';

export interface AnswerParts {
  store: Pick<EvidenceStore, 'recordVerification' | 'statusToken'>;
  pictures: Pick<ReadCodes, 'textsIn'>;
  receipts: Pick<MakeVerificationReceipt, 'isReady' | 'make'>;
  wrongCodes: WrongCodes;
  /** Addresses of this registry, whose verify pages a QR may lead to. */
  ownAddresses: readonly string[];
  clock: Clock;
}

/** Answers one question of the API, alone or as a line of a batch. @throws ProblemError for what can't be asked */
export class AnswerQuestion {
  constructor(
    private readonly verifier: Pick<VerifyLicence, 'verify'>,
    private readonly parts: AnswerParts,
  ) {}

  async answer(form: VerificationForm, client: ClientCaller | undefined): Promise<VerificationAnswer> {
    const { receipts } = this.parts;
    if (form.verificationReceipt && !receipts.isReady()) throw problem('verification-receipt-unavailable');
    const subject = await this.subjectOf(form);
    const verified = await this.verify(subject, form);
    if (client) await this.record(client, verified);
    const { report, evidence, standing } = verified;
    const answer = report as VerificationAnswer;
    const statusToken = form.evidence && standing ? await this.parts.store.statusToken(standing.statusList) : undefined;
    return {
      ...answer,
      ...(form.evidence ? { evidence: { ...evidence, statusToken: statusToken ?? null } } : {}),
      ...(form.verificationReceipt
        ? { verificationReceipt: receipts.make(subject, verified, client?.creditCode) }
        : {}),
    };
  }

  /** Judges a subject; what was asked by code is bounded. */
  async verify(subject: Subject, asked: { policy?: VerifyOptions['policy']; at?: string } = {}): Promise<Verified> {
    const { wrongCodes } = this.parts;
    const wait = subject.kind === 'record' ? wrongCodes.wait(subject.identifier) : 0;
    if (wait > 0) throw problem('rate-limited', { detail: 'Too many wrong codes', retryAfterSeconds: wait });
    const at = asked.at === undefined ? undefined : Date.parse(asked.at);
    const verified = await this.verifier.verify(subject, { policy: asked.policy, at });
    const opened = verified.standing !== undefined || verified.report.verdict === 'indeterminate';
    if (subject.kind === 'record' && !opened) wrongCodes.count(subject.identifier);
    return verified;
  }

  private async record(client: ClientCaller, { standing, report }: Verified): Promise<void> {
    if (!standing) return;
    await this.parts.store.recordVerification({
      organisationId: client.organisationId,
      actor: `client:${client.clientId}`,
      objectId: standing.licenceId,
      result: report.verdict,
      at: new Date(this.parts.clock()),
    });
  }

  private async subjectOf(form: VerificationForm): Promise<Subject> {
    const { ownAddresses, pictures } = this.parts;
    if ('file' in form) return readUpload(form.file, { ownAddresses, pictures });
    if ('credential' in form) {
      const { credential, keyBinding } = form;
      return {
        kind: 'credential',
        credential,
        receipt: form.receipt as Record<string, unknown> | undefined,
        keyBinding,
      };
    }
    if ('identifier' in form) return { kind: 'record', identifier: form.identifier, code: form.code };
    const read = readQr(form.qr, ownAddresses);
    if (read.ok) return read.value;
    throw problem(read.code, { errors: [{ pointer: '/qr', code: read.code, detail: read.detail ?? read.code }] });
  }
}
