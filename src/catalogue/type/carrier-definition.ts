import { z } from 'zod';
import type { FieldDefinition } from './definition.js';
import { type PdfTemplate, pdfTemplate } from './pdf-template.js';

const fieldName = z.string().regex(/^[a-z][a-zA-Z0-9]{0,63}$/);

/** What the carriers of a type say and how its PDF looks: data beside the type, changed without touching its versions. */
export const carrierDefinition = z.strictObject({
  /** What a guard reads in the offline QR beside identifier, type, issuer and dates. */
  guard: z.strictObject({
    /** Single values of the face, in the order in which they are shown. */
    fields: z
      .array(fieldName)
      .max(32)
      .refine((fields) => new Set(fields).size === fields.length, 'names a field twice'),
    licenceNumber: z.boolean(),
    holders: z.boolean(),
  }),
  pdf: pdfTemplate,
});
export type CarrierDefinition = z.infer<typeof carrierDefinition>;

/** A carrier definition with its number: a kept carrier names the one that it was made from. */
export interface NumberedCarrierDefinition {
  number: number;
  definition: CarrierDefinition;
}

/** A place of a definition that does not fit the type; the pointer is an RFC 6901 one into the definition. */
export interface CarrierFault {
  pointer: string;
  detail: string;
}

/** Holds a carrier definition against the fields of its type; no fault means that every name in it is one of theirs. */
export function checkCarrierDefinition(
  definition: CarrierDefinition,
  fields: readonly FieldDefinition[],
): CarrierFault[] {
  return [...usesOf(definition)].flatMap(({ pointer, name, ofList, wants }) => {
    const list = ofList === undefined ? undefined : fields.find((field) => field.name === ofList);
    if (ofList !== undefined && list?.type !== 'list') return [];
    const field = (list?.type === 'list' ? list.items : fields).find((one) => one.name === name);
    if (field === undefined) return [{ pointer, detail: `the type has no field ${name}` }];
    return kindOf(field) === wants ? [] : [{ pointer, detail: `${name} is no ${wants}` }];
  });
}

interface Use {
  pointer: string;
  name: string;
  /** The list that the field is one of the items' of. */
  ofList?: string;
  wants: 'single value' | 'list';
}

const singles = new Set(['text', 'date', 'integer', 'decimal', 'boolean']);
const kindOf = ({ type }: { type: string }): string => (singles.has(type) ? 'single value' : type);

function* usesOf({ guard, pdf }: CarrierDefinition): Generator<Use> {
  for (const [index, name] of guard.fields.entries()) {
    yield { pointer: `/guard/fields/${index}`, name, wants: 'single value' };
  }
  for (const [index, block] of pdf.blocks.entries()) yield* usesOfBlock(block, `/pdf/blocks/${index}`);
}

function* usesOfBlock(block: PdfTemplate['blocks'][number], pointer: string): Generator<Use> {
  const single = (source: string | undefined, at: string): Use[] => {
    const name = faceName(source);
    return name === undefined ? [] : [{ pointer: `${at}/source`, name, wants: 'single value' }];
  };
  if (block.kind === 'text') yield* single(block.source, pointer);
  if (block.kind !== 'flow') return;
  for (const [index, item] of block.items.entries()) {
    const at = `${pointer}/items/${index}`;
    if ('source' in item) yield* single(item.source, at);
    else {
      const ofList = faceName(item.list)!;
      yield { pointer: `${at}/list`, name: ofList, wants: 'list' };
      for (const [number, { name }] of item.columns.entries()) {
        yield { pointer: `${at}/columns/${number}/name`, name, ofList, wants: 'single value' };
      }
    }
  }
}

const faceName = (source: string | undefined): string | undefined =>
  source?.startsWith('faceData.') ? source.slice('faceData.'.length) : undefined;
