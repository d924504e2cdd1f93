import { demand, notOurs } from './form.js';
import { arrayOf, match, type Pattern } from './match.js';
import { keepRef, type Objects } from './objects.js';
import type { PdfValue } from './syntax.js';
import { readToUnicode } from './to-unicode.js';

/** A font of the page: how wide each glyph is, in thousandths of its size, and what it means. */
export interface PdfFont {
  readonly widths: readonly number[];
  /** `undefined` for a glyph that means nothing, which no text may use. */
  readonly meanings: readonly (string | undefined)[];
}

const files = /^[A-Z]{6}\+NotoSansSC-(?:Regular|Bold)$/;
const isNumber: Pattern = (value) => typeof value === 'number';

/** Reads one font: a subset of TrueType glyphs behind Identity-H, as pdfkit embeds it. */
export function readFont(objects: Objects, ref: number): PdfFont {
  let [descendant, toUnicode, descriptor, file] = [0, 0, 0, 0];
  let baseName = '';
  const sameName: Pattern = (value) => {
    const name = typeof value === 'object' && 'name' in value ? value.name : '';
    if (baseName === '') baseName = name;
    return files.test(name) && name === baseName;
  };
  objects.take(ref, {
    Type: '/Font',
    Subtype: '/Type0',
    BaseFont: sameName,
    Encoding: '/Identity-H',
    DescendantFonts: [keepRef((found) => (descendant = found))],
    ToUnicode: keepRef((found) => (toUnicode = found)),
  });
  let widths: number[] = [];
  objects.take(descendant, {
    Type: '/Font',
    Subtype: '/CIDFontType2',
    BaseFont: sameName,
    CIDSystemInfo: { Registry: '(Adobe', Ordering: '(Identity', Supplement: 0 },
    FontDescriptor: keepRef((found) => (descriptor = found)),
    W: (value) => {
      widths = readWidths(value);
    },
    CIDToGIDMap: '/Identity',
  });
  objects.take(descriptor, {
    Type: '/FontDescriptor',
    FontName: sameName,
    Flags: 4,
    FontBBox: [isNumber, isNumber, isNumber, isNumber],
    ItalicAngle: 0,
    Ascent: isNumber,
    Descent: isNumber,
    CapHeight: isNumber,
    XHeight: isNumber,
    StemV: 0,
    FontFile2: keepRef((found) => (file = found)),
  });
  demandAdvances(objects.inflate(file, {}, 12 * 1024 * 1024), widths);
  const meanings = readToUnicode(objects.inflate(toUnicode, {}, 1024 * 1024));
  demand(meanings.length === widths.length, 'font-map');
  return { widths, meanings };
}

function readWidths(value: PdfValue): number[] {
  match(value, [0, (list) => arrayOf(list).length > 0], 'W');
  return arrayOf(arrayOf(value)[1]).map((width) => {
    return typeof width === 'number' && width >= 0 && width <= 4000 ? width : notOurs('font', 'W');
  });
}

/** The widths that the page is laid out by have to be those of the glyphs themselves, or glyphs would lie on one another. */
function demandAdvances(file: Uint8Array, widths: readonly number[]): void {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const within = (at: number, length: number) => at >= 0 && at + length <= file.length;
  const tables = new Map<string, number>();
  demand(within(0, 12) && view.getUint32(0) === 0x74727565, 'font');
  const count = view.getUint16(4);
  demand(count <= 16 && within(12, 16 * count), 'font');
  for (let at = 12; at < 12 + 16 * count; at += 16) {
    const tag = String.fromCharCode(...file.subarray(at, at + 4));
    demand(!tables.has(tag) && within(view.getUint32(at + 8), view.getUint32(at + 12)), 'font');
    tables.set(tag, view.getUint32(at + 8));
  }
  const [head, hhea, hmtx] = ['head', 'hhea', 'hmtx'].map((tag) => tables.get(tag) ?? notOurs('font'));
  demand(within(head as number, 54) && within(hhea as number, 36), 'font');
  const unitsPerEm = view.getUint16((head as number) + 18);
  const metrics = view.getUint16((hhea as number) + 34);
  demand(metrics === widths.length && unitsPerEm > 0 && within(hmtx as number, 4 * metrics), 'font');
  widths.forEach((width, glyph) => {
    const advance = view.getUint16((hmtx as number) + 4 * glyph) * (1000 / unitsPerEm);
    demand(Math.abs(advance - width) < 0.01, 'font', 'W');
  });
}
