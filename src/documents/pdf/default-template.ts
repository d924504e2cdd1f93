import type { LicenceTypeDefinition } from '../../catalogue/index.js';
import { type PdfTemplate, pdfTemplate } from './template.js';

/** What a generated template may be told. */
export interface DefaultLook {
  orientation?: 'portrait' | 'landscape';
  /** Leaves a place for the holder's portrait; unless told, where the type has a portrait. */
  photo?: boolean;
  /** Marks each page 样本. */
  specimen?: boolean;
}

const colours = {
  ink: '#1d1d1f',
  label: '#6b4a2b',
  title: '#9c1c1c',
  frame: '#b08d4a',
  tint: '#e9d9b4',
  seal: '#c8102e',
};

const portrait = {
  title: { x: 20, y: 26, width: 170, height: 16 },
  english: { x: 20, y: 43, width: 170, height: 6 },
  number: { x: 24, y: 53, width: 162, height: 6 },
  flow: { x: 24, y: 64, width: 162, height: 158 },
  besidePhoto: { x: 24, y: 64, width: 124, height: 158 },
  photo: { x: 154, y: 64, width: 32, height: 42 },
  qr: { x: 24, y: 231, size: 34 },
  scan: { x: 18, y: 266, width: 46, height: 5 },
  issuer: { x: 96, y: 240, width: 90, height: 8 },
  issued: { x: 96, y: 252, width: 90, height: 8 },
  seal: { x: 143, y: 226, diameter: 42 },
  identifier: { x: 20, y: 273.5, width: 170, height: 4 },
  digest: { x: 20, y: 278, width: 170, height: 4 },
};
const landscape: typeof portrait = {
  title: { x: 24, y: 22, width: 249, height: 16 },
  english: { x: 24, y: 38, width: 249, height: 6 },
  number: { x: 26, y: 47, width: 245, height: 6 },
  flow: { x: 26, y: 57, width: 245, height: 82 },
  besidePhoto: { x: 26, y: 57, width: 204, height: 82 },
  photo: { x: 237, y: 57, width: 34, height: 45 },
  qr: { x: 26, y: 144, size: 34 },
  scan: { x: 20, y: 179, width: 46, height: 5 },
  issuer: { x: 181, y: 153, width: 90, height: 8 },
  issued: { x: 181, y: 165, width: 90, height: 8 },
  seal: { x: 228, y: 141, diameter: 42 },
  identifier: { x: 70, y: 184, width: 201, height: 4 },
  digest: { x: 70, y: 188.5, width: 201, height: 4 },
};

/**
 * The template of a type that has none of its own: every field of its face in its order, long texts and lists over the
 * whole width. Types with a list or many fields stand upright, the others lie.
 */
export function defaultTemplate(definition: LicenceTypeDefinition, look: DefaultLook = {}): PdfTemplate {
  const fields = definition.fields.filter((one) => one.type !== 'portrait');
  const photo = look.photo ?? fields.length < definition.fields.length;
  const tall = fields.length > 14 || fields.some((one) => one.type === 'list');
  const orientation = look.orientation ?? (tall ? 'portrait' : 'landscape');
  const places = orientation === 'portrait' ? portrait : landscape;
  const wide = orientation === 'landscape';
  return pdfTemplate.parse({
    page: { size: 'A4', orientation },
    colours,
    frame: { style: 'guilloche', inset: 9 },
    blocks: [
      line(places.title, 'typeName', {
        font: 'bold',
        size: 34,
        align: 'center',
        tag: 'H1',
        spacing: 10,
        colour: colours.title,
      }),
      line(places.english, 'typeNameEn', { size: 11, align: 'center', colour: colours.label }),
      line(places.number, 'licenceNumber', { size: 10.5, align: 'right', words: '编号：' }),
      {
        kind: 'flow',
        box: photo ? places.besidePhoto : places.flow,
        size: 12,
        minSize: 6.5,
        columns: wide ? 2 : 1,
        labelWidth: 38,
        items: [...fields.map(item), { label: '有效期', source: 'validity', wide: true }],
      },
      line(places.scan, undefined, { size: 7.5, align: 'center', words: '扫码核验', colour: colours.label }),
      line(places.issuer, 'issuer', { font: 'bold', size: 13, align: 'right' }),
      line(places.issued, 'issuedOn', { size: 12, align: 'right', as: 'date' }),
      line(places.identifier, 'identifier', { size: 7, align: wide ? 'right' : 'center', words: '证照标识：' }),
      line(places.digest, 'masterDigest', { size: 7, align: wide ? 'right' : 'center', words: '母本摘要：' }),
    ],
    qr: places.qr,
    seal: { ...places.seal, words: '电子证照专用章' },
    ...(photo && { photo: { box: places.photo, label: '照片' } }),
    ...(look.specimen && { watermark: { words: '样本', size: wide ? 170 : 190, angle: -35, opacity: 0.1 } }),
  });
}

function line(box: object, source: string | undefined, rest: object): object {
  return { kind: 'text', box, font: 'regular', ...(source && { source }), ...rest };
}

function item(field: LicenceTypeDefinition['fields'][number]): object {
  const label = field.label['zh-CN'];
  const source = `faceData.${field.name}`;
  if (field.type !== 'list') {
    return { label, source, as: formOf(field.type), wide: field.type === 'text' && field.maxLength >= 200 };
  }
  const columns = field.items.map((one) => ({ name: one.name, label: one.label['zh-CN'], as: formOf(one.type) }));
  return { label, list: source, columns };
}

const formOf = (type: string): string => (type === 'date' || type === 'boolean' ? type : 'text');
