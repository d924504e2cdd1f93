import { z } from 'zod';
import type { JsonValue } from '../../core/index.js';
import { isoDate, plainText } from '../../platform/index.js';

/** A text in the two languages of the house. */
export const bilingual = z.strictObject({ 'zh-CN': plainText(200), en: plainText(200) });
export type Bilingual = z.infer<typeof bilingual>;

const fieldName = z.string().regex(/^[a-z][a-zA-Z0-9]{0,63}$/);
const pattern = z.string().max(200).refine(compiles, 'is no regular expression');

const fieldBase = { name: fieldName, label: bilingual, required: z.boolean() };
const text = z.strictObject({
  ...fieldBase,
  type: z.literal('text'),
  /** In code points. */
  maxLength: z.number().int().min(1).max(4000),
  /** A regular expression (ECMA-262, flag u) of the whole text, as HTML's `pattern` is. */
  pattern: pattern.optional(),
  /** The only values that are allowed. */
  values: z.array(plainText(200)).min(1).max(200).optional(),
});
// A decimal travels as text, since a JSON number may lose its digits on the way: 120.50 stays 120.50.
const plain = z.strictObject({ ...fieldBase, type: z.enum(['date', 'integer', 'decimal', 'boolean']) });
const list = z.strictObject({
  ...fieldBase,
  type: z.literal('list'),
  /** The fields of each item, which is an object. */
  items: z
    .array(z.discriminatedUnion('type', [text, plain]))
    .min(1)
    .max(30)
    .refine(distinct, 'names a field twice'),
});

/** A picture of the holder: the JPEG in base64 that `readPortrait` takes. */
const portrait = z.strictObject({ ...fieldBase, type: z.literal('portrait') });

const field = z.discriminatedUnion('type', [text, plain, list, portrait]);
/** One field of the face data 照面信息. */
export type FieldDefinition = z.infer<typeof field>;

const holderKind = z.enum(['person', 'organisation']);
/** A body of `POST /v1/licences` that the type accepts; without `licenceNumber`, so that it can be sent again and again. */
const example = z.strictObject({
  typeCode: z.string().length(21),
  holders: z
    .array(z.strictObject({ kind: holderKind, codeType: z.string().length(3), code: z.string(), name: plainText(200) }))
    .min(1)
    .max(50),
  faceData: z.record(
    fieldName,
    z.custom<JsonValue>((value) => value !== undefined),
  ),
  validFrom: isoDate.optional(),
  validUntil: isoDate.optional(),
  legalBasis: plainText(500).optional(),
});
export type ExampleBody = z.infer<typeof example>;

/** The source that matches a whole text: half a match would let anything in around it. */
export const wholeText = (source: string): string => `^(?:${source})$`;

/** What one version of a licence type says; immutable once published. */
export const licenceTypeDefinition = z.strictObject({
  holderKinds: z.array(holderKind).min(1),
  maxHolders: z.number().int().min(1).max(50),
  /** Whether licences of the type have an end: `validUntil` is refused, may stand or must stand. */
  validity: z.enum(['none', 'optional', 'required']),
  fields: z
    .array(field)
    .min(1)
    .max(60)
    .refine(distinct, 'names a field twice')
    .refine((fields) => fields.filter((one) => one.type === 'portrait').length <= 1, 'has more than one portrait'),
  example,
});
export type LicenceTypeDefinition = z.infer<typeof licenceTypeDefinition>;

function compiles(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

function distinct(fields: readonly { name: string }[]): boolean {
  return new Set(fields.map((one) => one.name)).size === fields.length;
}
