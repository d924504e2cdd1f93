import { z } from 'zod';
import type { JsonObject } from '../../core/index.js';
import { isoDate, plainText } from '../../platform/index.js';

const HolderRequest = z.strictObject({
  kind: z.enum(['person', 'organisation']),
  codeType: z.string().min(1).max(8),
  code: z.string().min(1).max(64),
  name: plainText(200),
});

// Not `z.record`, which would drop a field named __proto__ in silence, nor `z.custom`, which has no JSON Schema. The body
// was read by the strict JSON reader, so that every value is JSON already.
const FaceData = z
  .unknown()
  .refine((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
    message: 'must be an object',
    params: { code: 'face-data-not-an-object' },
  })
  .meta({ type: 'object' }) as z.ZodType<JsonObject>;

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);
/** The holder's own public key, to which the licence is bound (`cnf`): a JWK of P-256 and nothing else in it. */
const HolderKey = z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate });

/** The body of an issue. What belongs to the type (fields, holders, validity) is judged by the verb. */
export const IssueRequest = z.strictObject({
  typeCode: z.string().min(1).max(64),
  holders: z.array(HolderRequest).min(1).max(50),
  holderKey: HolderKey.optional(),
  licenceNumber: plainText(100).optional(),
  faceData: FaceData,
  validFrom: isoDate.optional(),
  validUntil: isoDate.optional(),
  legalBasis: plainText(1000).optional(),
});
export type IssueRequest = z.output<typeof IssueRequest>;

/** The body of suspend, resume, rescind, revoke and cancel. */
export const StateChangeRequest = z.strictObject({
  reasonCode: z.string().min(1).max(64),
  reason: plainText(1000),
  legalBasis: plainText(1000).optional(),
});
export type StateChangeRequest = z.output<typeof StateChangeRequest>;
