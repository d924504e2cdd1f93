import { z } from 'zod';

const millimetres = z.number().min(0).max(1200);
const box = z.strictObject({ x: millimetres, y: millimetres, width: millimetres, height: millimetres });
/** A rectangle on the page in millimetres, from the upper left corner. */
export type Box = z.infer<typeof box>;

const colour = z.string().regex(/^#[0-9a-f]{6}$/);
const points = z.number().min(4).max(72);
const caption = z.string().min(1).max(200);
const weight = z.enum(['regular', 'bold']);

/** What a place shows: a field of the licence, or `faceData.` and the name of a field of its face. */
const source = z
  .string()
  .regex(
    /^(identifier|typeName|typeNameEn|issuer|licenceNumber|holders|issuedOn|validity|masterDigest|faceData\.[a-z][a-zA-Z0-9]{0,63})$/,
  );
const faceSource = z.string().regex(/^faceData\.[a-z][a-zA-Z0-9]{0,63}$/);
const form = z.enum(['text', 'date', 'boolean']).default('text');

const text = z.strictObject({
  kind: z.literal('text'),
  box,
  font: weight,
  size: points,
  align: z.enum(['left', 'center', 'right']),
  colour: colour.optional(),
  spacing: z.number().min(0).max(40).default(0),
  tag: z.enum(['H1', 'H2', 'P']).default('P'),
  /** Words that always stand there, before the field where there is one. */
  words: caption.optional(),
  source: source.optional(),
  as: form,
});
const row = z.strictObject({ label: caption, source, as: form, wide: z.boolean().default(false) });
const list = z.strictObject({
  label: caption,
  list: faceSource,
  columns: z
    .array(z.strictObject({ name: z.string().max(64), label: caption, as: form }))
    .min(1)
    .max(30),
});
const flow = z.strictObject({
  kind: z.literal('flow'),
  box,
  /** Size of type; too long a licence is set smaller, down to `minSize`, and refused below it. */
  size: points,
  minSize: points,
  columns: z.union([z.literal(1), z.literal(2)]),
  labelWidth: millimetres,
  /** Lines under each row, around each cell, or none. */
  rules: z.enum(['under', 'grid', 'none']).default('under'),
  /** Of the values; labels are always regular. */
  font: weight.default('regular'),
  items: z.array(z.union([row, list])).max(80),
});
/** A tinted or framed surface under what follows it; says nothing. */
const panel = z.strictObject({
  kind: z.literal('panel'),
  box,
  fill: colour.optional(),
  stroke: colour.optional(),
  /** Of the stroke, in points. */
  line: z.number().min(0.1).max(6).default(0.6),
  radius: millimetres.default(0),
});

/** How licences of a type look on paper: data, kept in the catalogue beside the type. */
export const pdfTemplate = z.strictObject({
  page: z.strictObject({ size: z.enum(['A3', 'A4', 'A5']), orientation: z.enum(['portrait', 'landscape']) }),
  colours: z.strictObject({ ink: colour, label: colour, title: colour, frame: colour, tint: colour, seal: colour }),
  frame: z.strictObject({ style: z.enum(['guilloche', 'double', 'none']), inset: millimetres }),
  /** What lies pale in the middle of the page. */
  background: z.enum(['rosette', 'waves', 'none']).default('rosette'),
  blocks: z
    .array(z.discriminatedUnion('kind', [text, flow, panel]))
    .min(1)
    .max(80),
  qr: z.strictObject({ x: millimetres, y: millimetres, size: millimetres }),
  seal: z.strictObject({ x: millimetres, y: millimetres, diameter: millimetres, words: caption }),
  /** The place of the type's portrait; the shape of a head where a licence has none. */
  photo: z.strictObject({ box, label: caption }).optional(),
  /** Big pale words over the page, as 样本 (specimen) in a demo. */
  watermark: z
    .strictObject({ words: caption, size: z.number().min(20).max(300), angle: z.number(), opacity: z.number() })
    .optional(),
});
export type PdfTemplate = z.infer<typeof pdfTemplate>;
export type TextBlock = z.infer<typeof text>;
export type FlowBlock = z.infer<typeof flow>;
export type PanelBlock = z.infer<typeof panel>;
export type FlowItem = FlowBlock['items'][number];
export type Form = z.infer<typeof form>;
export type Colours = PdfTemplate['colours'];
