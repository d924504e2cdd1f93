import { z } from 'zod';
import { carrierKinds, isJsonObject } from '../../core/index.js';

/** 64 KiB of credential is the most that core reads; a QR holds far less. */
const credential = z.string().min(1).max(65_536);

/** Any object, left as it is: core reads it. A record would be copied member by member. */
const receipt = z
  .unknown()
  .refine(isJsonObject, { params: { code: 'field-type-wrong' }, error: 'must be an object' })
  .meta({ type: 'object', additionalProperties: {} });

const anchor = z.enum(['required', 'within-grace', 'not-required']);

const policy = z.union([
  z.enum(['standard', 'strict', 'offline']),
  z.strictObject({
    /** Of a named policy the bounds narrow it and never widen it; a `custom` one is `standard` where they say nothing. */
    name: z.enum(['standard', 'strict', 'offline', 'custom']),
    anchor: anchor.optional(),
    /** Seconds, like the ages. */
    attestationGrace: z.number().int().min(0).max(86_400).optional(),
    statusMaxAge: z.number().int().min(0).max(604_800).optional(),
    trustMaxAge: z.number().int().min(0).max(604_800).optional(),
    /** JOSE names; those that core does not know are passed over. */
    algorithms: z
      .array(z.string().regex(/^[A-Za-z0-9-]{1,32}$/))
      .min(1)
      .max(16)
      .optional(),
  }),
]);

const options = {
  policy: policy.optional(),
  /** RFC 3339; may be in the past. */
  at: z.iso.datetime({ offset: true }).optional(),
  evidence: z.boolean().optional(),
  /** A signed statement of what was checked, when, and with which outcome (docs/verification-receipt.md). */
  verificationReceipt: z.boolean().optional(),
};

const saidTrue = z
  .enum(['true', 'false'])
  .transform((said) => said === 'true')
  .optional();

/** What the asker asked the holder to sign for (RFC 9901 §4.3): then the credential must end with a fresh key binding. */
const keyBinding = z.strictObject({
  audience: z.string().min(1).max(2_048),
  nonce: z.string().min(1).max(512),
  /** Seconds; 300 when not given. */
  maxAge: z.number().int().min(1).max(86_400).optional(),
});

const forms = {
  credential: z.strictObject({
    credential,
    receipt: receipt.optional(),
    keyBinding: keyBinding.optional(),
    ...options,
  }),
  qr: z.strictObject({ qr: z.string().min(1).max(8_192), ...options }),
  identifier: z.strictObject({ identifier: z.string().min(1).max(128), code: z.string().min(1).max(64), ...options }),
  /**
   * `multipart/form-data` with one `file`: a PDF, a licence file, a picture (PNG, JPEG) with a QR code in it, or as text a
   * credential, a `vc+jwt` or an offline code.
   */
  file: z.strictObject({
    file: z.custom<Buffer>(Buffer.isBuffer, 'must be a file'),
    policy: options.policy,
    at: options.at,
    evidence: saidTrue,
    verificationReceipt: saidTrue,
  }),
};

/** One question, in one of three forms. A receipt is judged by the verifier, not by this schema: a wrong one fails its check. */
export const VerificationRequest = z
  .union([forms.credential, forms.qr, forms.identifier])
  .meta({ id: 'VerificationRequest' });
export type VerificationForm = z.output<(typeof forms)[keyof typeof forms]>;

/** The form that a body means to be, by the first name that tells it. */
export function verificationForm(body: unknown): (typeof forms)[keyof typeof forms] {
  const has = (name: string) => typeof body === 'object' && body !== null && Object.hasOwn(body, name);
  if (has('qr')) return forms.qr;
  if (has('identifier')) return forms.identifier;
  return has('file') ? forms.file : forms.credential;
}

const id = z.string().min(1).max(128);

/** One line of a batch: a question, and beside it an `id` that its answer repeats. */
export const BatchQuestion = z
  .union([
    forms.credential.extend({ id: id.optional() }),
    forms.qr.extend({ id: id.optional() }),
    forms.identifier.extend({ id: id.optional() }),
  ])
  .meta({ id: 'BatchQuestion' });

/** The form of a line of a batch without its `id`; there are no files in it. */
export function batchForm(question: unknown): (typeof forms)['credential' | 'qr' | 'identifier'] {
  const form = verificationForm(question);
  return form === forms.file ? forms.credential : (form as ReturnType<typeof batchForm>);
}

const Check = z
  .object({
    check: z.enum(['integrity', 'issuer', 'right-to-issue', 'validity', 'status', 'attestation', 'holder']),
    outcome: z.enum(['passed', 'failed', 'indeterminate', 'not-applicable']),
    code: z.string(),
    detail: z.string(),
    asOf: z.string(),
  })
  .meta({ id: 'Check' });

const LocalText = z.object({ 'zh-CN': z.string(), en: z.string() });

/** The answer. `licence` holds what the asker brought, or, for identifier and code, what the code opens: holders masked, no face data. */
export const VerificationAnswer = z
  .object({
    verdict: z.enum(['valid', 'invalid', 'indeterminate']),
    checks: z.array(Check),
    licence: z
      .object({
        identifier: z.string(),
        typeCode: z.string(),
        typeName: LocalText.optional(),
        licenceNumber: z.string().optional(),
        holders: z.array(z.record(z.string(), z.string())),
        faceData: z.record(z.string(), z.unknown()).optional(),
        issuer: z.object({ name: LocalText, creditCode: z.string() }),
        issuanceDate: z.string(),
        validFrom: z.string().optional(),
        validUntil: z.string().optional(),
        state: z.string().optional(),
      })
      .optional(),
    /** As it was applied. */
    policy: z.object({
      name: z.enum(['standard', 'strict', 'offline', 'custom']),
      anchor,
      attestationGrace: z.number(),
      statusMaxAge: z.number(),
      trustMaxAge: z.number(),
      algorithms: z.array(z.string()),
    }),
    at: z.string(),
    /** Block times between which the licence's event was logged, and what it claims. */
    timeBound: z
      .object({
        claimed: z.string(),
        notAfter: z.string(),
        absentAt: z.string().optional(),
        notBefore: z.string().optional(),
        claimedIssuance: z.string().optional(),
      })
      .optional(),
    /** For a second verdict elsewhere. */
    evidence: z
      .object({
        /** With no disclosure that the asker did not bring; empty where no master was found. */
        credential: z.string(),
        receipt: z.unknown().nullable(),
        statusToken: z.string().nullable(),
        /** What led to the credential; the bytes of a PDF are left out. */
        carrier: z.object({ kind: z.enum(carrierKinds), content: z.string().nullable() }).optional(),
      })
      .optional(),
    /** Compact JWS, `typ` `elicence-verification-receipt+jwt`, when it was asked for. */
    verificationReceipt: z.string().optional(),
  })
  .meta({ id: 'VerificationAnswer' });
export type VerificationAnswer = z.output<typeof VerificationAnswer>;

const LineProblem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  /** Seconds, where another line or batch should wait. */
  retryAfter: z.number().int().optional(),
  id: id.optional(),
});

/** One line of a batch's answer: as for a single question, or a problem of that line alone. */
export const BatchAnswer = z
  .union([VerificationAnswer.extend({ id: id.optional() }), LineProblem])
  .meta({ id: 'BatchAnswer' });
