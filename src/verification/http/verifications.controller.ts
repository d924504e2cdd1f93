import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ClientCaller, MaybeClient } from '../../access/index.js';
import { CLOCK, type Clock, problem, SETTINGS, type Settings, validatedBy } from '../../platform/index.js';
import { EvidenceStore } from '../evidence.store.js';
import { readQr, type Subject } from '../read-question.js';
import { VerifyLicence, type VerifyOptions } from '../verify-licence.js';
import { readUpload } from './read-upload.js';
import {
  VerificationAnswer,
  type VerificationForm,
  VerificationRequest,
  verificationForm,
} from './verifications.schema.js';

type Asked = { policy?: VerifyOptions['policy']; at?: string; evidence?: boolean };

@ApiTags('anyone')
@Controller('v1/verifications')
export class VerificationsController {
  constructor(
    @Inject(VerifyLicence) private readonly verifier: VerifyLicence,
    @Inject(EvidenceStore) private readonly store: EvidenceStore,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers whether a licence is valid, and why. Needs no login; gives away nothing that the asker did not bring or the code does not open. */
  @Post()
  @HttpCode(200)
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiOkResponse({ standardSchema: VerificationAnswer })
  async verify(
    @Body(validatedBy(VerificationRequest, verificationForm)) body: VerificationForm,
    @MaybeClient() client: ClientCaller | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VerificationAnswer> {
    reply.header('cache-control', 'no-store');
    return this.answer(this.subjectOf(body), body, client);
  }

  private async answer(
    subject: Subject,
    options: Asked,
    client: ClientCaller | undefined,
  ): Promise<VerificationAnswer> {
    const at = options.at === undefined ? undefined : Date.parse(options.at);
    const { report, evidence, standing } = await this.verifier.verify(subject, { policy: options.policy, at });
    if (client && standing) {
      await this.store.recordVerification({
        organisationId: client.organisationId,
        actor: `client:${client.clientId}`,
        objectId: standing.licenceId,
        result: report.verdict,
        at: new Date(this.clock()),
      });
    }
    if (!options.evidence) return report as VerificationAnswer;
    const statusToken = standing ? ((await this.store.statusToken(standing.statusList)) ?? null) : null;
    return { ...(report as VerificationAnswer), evidence: { ...evidence, statusToken } };
  }

  private subjectOf(body: VerificationForm): Subject {
    if ('file' in body) return readUpload(body.file);
    if ('credential' in body) {
      const { credential, receipt, keyBinding } = body;
      return { kind: 'credential', credential, receipt, keyBinding };
    }
    if ('identifier' in body) return { kind: 'record', identifier: body.identifier, code: body.code };
    const read = readQr(body.qr, [this.settings.baseUrl, this.settings.identity]);
    if (read.ok) return read.value;
    throw problem(read.code, { errors: [{ pointer: '/qr', code: read.code, detail: read.detail ?? read.code }] });
  }
}
