import { z } from 'zod';
import { plainText } from '../platform/index.js';
import { bilingual } from './type/definition.js';

const code = z.string().regex(/^[a-z][a-z0-9-]{1,63}$/);

/** Fields that a matter may ask of any licence beside those of its face. */
export const commonFields = [
  'licenceNumber',
  'holders',
  'validFrom',
  'validUntil',
  'issuer',
  'state',
  'issuanceDate',
] as const;

const proof = z.strictObject({
  code,
  name: bilingual,
  /** How the paper is replaced. */
  handling: z.literal('e-licence'),
  /** Any one of these types will do. */
  typeCodes: z.array(z.string().length(21)).min(1).max(20),
  /** The minimum that the matter needs. */
  fields: z.array(z.string().max(64)).min(1).max(60),
});

/** A matter 事项 of a relying institution: what it asks for, and by which law. */
export const matterForm = z.strictObject({
  code,
  name: bilingual,
  version: z.number().int().min(1),
  role: z.enum(['hospital', 'bank', 'school']),
  legalBasis: plainText(500),
  proofs: z.array(proof).min(1).max(20),
});

export type Matter = z.infer<typeof matterForm>;
export type Proof = z.infer<typeof proof>;

/** An institution that handles a matter, as a holder chooses it. */
export interface Receiver {
  name: { 'zh-CN': string; en: string };
  creditCode: string;
}
