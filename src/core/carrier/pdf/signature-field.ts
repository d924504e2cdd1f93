import { fromHex } from '../../bytes/index.js';
import { demand, notOurs } from './form.js';
import { numbersOf, type Pattern } from './match.js';
import { keepRef, type Objects, sameRef } from './objects.js';
import type { PdfPage } from './page.js';
import { textOf } from './syntax.js';

/** What the signature's field says, and what is under the signature. */
export interface SignatureField {
  issuer: string;
  reason: string;
  /** The CMS as it stands in the file, zeros behind it. */
  contents: Uint8Array;
  /** Where the hexadecimal of the signature begins and ends, its brackets within. */
  gap: readonly [start: number, end: number];
}

/** Reads the form with its one field, over the seal, and the signature that certifies the file against any change. */
export function readSignatureField(
  objects: Objects,
  form: number,
  signature: number,
  page: PdfPage,
  madeAt: string,
): SignatureField {
  objects.take(form, { Fields: [sameRef(page.widget)], SigFlags: 3, DR: { Font: {} } });
  let [blank, issuer, title, reason] = [0, '', '', ''];
  let corner: number[] = [];
  objects.take(page.widget, {
    Type: '/Annot',
    Subtype: '/Widget',
    FT: '/Sig',
    T: '(Seal',
    TU: text((found) => (title = found)),
    V: sameRef(signature),
    F: 132,
    Rect: (value) => {
      const [left = -1, bottom = -1, right = -1, top = -1, ...rest] = numbersOf(value, 'Rect');
      demand(rest.length === 0, 'entry-wrong', 'Rect');
      corner = [right - left, top - bottom];
      return left >= 0 && bottom >= 0 && left < right && bottom < top && right <= page.width && top <= page.height;
    },
    P: sameRef(page.ref),
    AP: { N: keepRef((found) => (blank = found)) },
  });
  const length =
    (index: number): Pattern =>
    (value) =>
      typeof value === 'number' && Math.abs(value - (corner[index] as number)) < 0.001;
  const look = objects.inflate(
    blank,
    { Type: '/XObject', Subtype: '/Form', BBox: [0, 0, length(0), length(1)], Resources: {} },
    16,
  );
  demand(look.length === 1 && look[0] === 0x0a, 'entry-wrong', 'AP');

  let [range, hex]: [readonly number[], string] = [[], ''];
  objects.take(signature, {
    Type: '/Sig',
    Filter: '/Adobe.PPKLite',
    SubFilter: '/ETSI.CAdES.detached',
    ByteRange: (value) => {
      range = numbersOf(value, 'ByteRange');
    },
    Contents: (value) => {
      hex = typeof value === 'object' && 'hex' in value ? value.hex : '';
      demand(hex.length > 0, 'signature-contents');
    },
    M: `(${madeAt}`,
    Name: text((found) => (issuer = found)),
    Reason: text((found) => (reason = found)),
    Reference: [
      {
        Type: '/SigRef',
        TransformMethod: '/DocMDP',
        TransformParams: { Type: '/TransformParams', P: 1, V: '/1.2' },
      },
    ],
  });
  demand(title === `${issuer}电子印章`, 'issuer-name');
  return { issuer, reason, contents: fromHex(hex) ?? notOurs('signature-contents'), gap: gapOf(objects, range, hex) };
}

const text = (keep: (text: string) => void): Pattern => {
  return (value, entry) => keep(textOf(value) ?? notOurs('entry-wrong', entry));
};

/** All of the file is signed but the hexadecimal of the signature itself, which stands where the range says. */
function gapOf({ file }: Objects, range: readonly number[], hex: string): readonly [number, number] {
  const { source } = file;
  const [from, start = -1, end = -1, rest = -1] = range;
  demand(range.length === 4 && from === 0 && end + rest === source.length, 'byte-range');
  const contents = `/Contents <${hex}>`;
  const at = source.indexOf(contents);
  demand(at === start - '/Contents '.length && end - start === hex.length + 2, 'byte-range');
  demand(source.lastIndexOf(contents) === at, 'byte-range');
  return [start, end];
}
