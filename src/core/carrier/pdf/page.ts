import { type PdfFont, readFont } from './fonts.js';
import { demand, pdfLimits } from './form.js';
import { type PdfImage, readImage } from './images.js';
import { dictOf, numbersOf, type Pattern, refOf } from './match.js';
import { keepRef, type Objects, sameRef } from './objects.js';
import type { PdfValue } from './syntax.js';

/** The one page with all that its content may name. */
export interface PdfPage {
  ref: number;
  width: number;
  height: number;
  content: Uint8Array;
  /** The annotation, which is the signature's field. */
  widget: number;
  fonts: Map<string, PdfFont>;
  images: Map<string, PdfImage>;
  /** How opaque a graphics state makes what is painted. */
  states: Map<string, number>;
}

/** A3, A4 and A5, upright and lying, as pdfkit measures them. */
const sizes = new Set(
  ['841.89 1190.55', '595.28 841.89', '419.53 595.28'].flatMap((size) => [size, size.split(' ').reverse().join(' ')]),
);

/** Reads the tree of pages, which has one. */
export function readPage(objects: Objects, pages: number): PdfPage {
  let ref = 0;
  objects.take(pages, { Type: '/Pages', Count: 1, Kids: [keepRef((found) => (ref = found))] });
  let [content, resources, widget, width, height] = [0, 0, 0, 0, 0];
  objects.take(ref, {
    Type: '/Page',
    Parent: sameRef(pages),
    MediaBox: (value) => {
      const [left, bottom, right = 0, top = 0, ...rest] = numbersOf(value, 'MediaBox');
      [width, height] = [right, top];
      demand(left === 0 && bottom === 0 && rest.length === 0 && sizes.has(`${right} ${top}`), 'page-size');
    },
    Contents: keepRef((found) => (content = found)),
    Resources: keepRef((found) => (resources = found)),
    UserUnit: 1,
    StructParents: 0,
    Annots: [keepRef((found) => (widget = found))],
    Tabs: '/S',
  });
  const page: PdfPage = {
    ref,
    width,
    height,
    content: objects.inflate(content, {}, pdfLimits.content),
    widget,
    fonts: new Map(),
    images: new Map(),
    states: new Map(),
  };
  objects.take(resources, {
    ProcSet: ['/PDF', '/Text', '/ImageB', '/ImageC', '/ImageI'],
    'ExtGState?': each(/^Gs\d{1,4}$/, (name, found) => page.states.set(name, readState(objects, found))),
    'Font?': each(/^F\d{1,2}$/, (name, found) => page.fonts.set(name, readFont(objects, found))),
    'XObject?': each(/^I\d{1,2}$/, (name, found) => page.images.set(name, readImage(objects, found))),
    ColorSpace: {},
  });
  return page;
}

function each(names: RegExp, read: (name: string, ref: number) => void): Pattern {
  return (value: PdfValue) => {
    for (const [name, one] of dictOf(value)) {
      demand(names.test(name), 'entry-unknown', name);
      read(name, refOf(one));
    }
  };
}

/** pdfkit writes a graphics state for a degree of opacity alone, the same for filling and stroking. */
function readState(objects: Objects, ref: number): number {
  let opacity = -1;
  const same: Pattern = (value) => {
    if (opacity < 0) opacity = typeof value === 'number' ? value : 2;
    return value === opacity && opacity >= 0 && opacity <= 1;
  };
  objects.take(ref, { Type: '/ExtGState', ca: same, CA: same });
  return opacity;
}
