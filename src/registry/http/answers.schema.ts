import { z } from 'zod';
import { licenceStates } from '../../core/index.js';

const moment = z.iso.datetime({ precision: 3 });
const digest = z.string().regex(/^sha-256:[A-Za-z0-9_-]{43}$/);
const attestation = z.enum(['pending', 'logged', 'anchored']);
const state = z.enum(licenceStates);

const InclusionPromise = z.object({
  event: z.object({
    identifier: z.string(),
    typeCode: z.string(),
    typeVersion: z.number().int(),
    command: z.string(),
    masterDigest: digest,
    statusIndex: z.number().int(),
    previousEvent: digest.nullable(),
    time: moment,
  }),
  salt: z.string(),
  entry: digest,
  time: moment,
  loggedBy: moment,
  keyId: z.string(),
  signature: z.string(),
});

/** 201 of an issue. */
export const IssuedAnswer = z.object({
  identifier: z.string(),
  state: z.literal('active'),
  attestation: z.literal('pending'),
  carriers: z.object({
    'sd-jwt': z.string().meta({ description: 'the master itself, SD-JWT VC' }),
    qr: z.url(),
    'vc-jwt': z.url(),
    pdf: z.url(),
    'qr-photo': z.url().optional(),
  }),
  verificationUrl: z.string(),
  inclusionPromise: InclusionPromise,
});

/** 200 of suspend, resume, rescind, revoke and cancel. */
export const StateAnswer = z.object({
  identifier: z.string(),
  state,
  attestation: z.literal('pending'),
  inclusionPromise: InclusionPromise,
  stateChangedAt: moment,
});

const Holder = z.object({
  kind: z.enum(['person', 'organisation']),
  codeType: z.string(),
  code: z.string(),
  name: z.string(),
});

/** 200 of reading one's own licence. */
export const LicenceAnswer = z.object({
  identifier: z.string(),
  typeCode: z.string(),
  typeVersion: z.number().int(),
  state,
  stateChangedAt: moment,
  attestation,
  issuedAt: moment,
  validFrom: z.iso.date().optional(),
  validUntil: z.iso.date().optional(),
  supersededBy: z.string().optional(),
  supersedes: z.string().optional(),
  masterDigest: digest,
  licenceNumber: z.string().optional(),
  holders: z.array(Holder).optional(),
  faceData: z.record(z.string(), z.unknown()).optional(),
  verificationUrl: z.string().optional(),
  carriers: z.record(z.string(), z.string()),
});

/** 200 of a licence's events. */
export const EventPage = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      command: z.string(),
      reasonCode: z.string().optional(),
      reason: z.string().optional(),
      legalBasis: z.string().optional(),
      time: moment,
      attestation,
      inclusionPromise: InclusionPromise,
    }),
  ),
  next: z.string().nullable(),
});
