import { beforeAll, describe, expect, it } from '@jest/globals';
import { type GoodPdf, goodPdf } from '../../../documents/pdf/testing/good-pdf.js';
import { businessLicenceType } from '../../../entry/demo/world/types/business-licence.js';
import { nodeCrypto } from '../../../platform/index.js';
import { readPdfCarrier } from './index.js';
import { Forge, resign } from './testing/forge.js';

let good: GoodPdf;
beforeAll(async () => {
  good = await goodPdf(businessLicenceType);
});

type Change = (forge: Forge) => unknown;

async function read(change: Change) {
  const forge = Forge.open(good.file);
  change(forge);
  return readPdfCarrier(await resign(forge.build(), good.sign), nodeCrypto);
}
const addTo = (part: (forge: Forge) => { number: number; value: string }, entry: string): Change => {
  return (f) => f.edit(part(f) as Forge['page'], />>$/, `${entry}\n>>`);
};
const catalogue = (f: Forge) => f.catalogue;
const page = (f: Forge) => f.page;
const pages = (f: Forge) => f.find(/\/Type \/Pages/);
const names = (f: Forge) => f.find(/\/EmbeddedFiles/);
const filespec = (f: Forge) => f.find(/\/Type \/Filespec/);
const embedded = (f: Forge) => f.find(/\/Type \/EmbeddedFile\n/);
const widget = (f: Forge) => f.find(/\/Subtype \/Widget/);
const form = (f: Forge) => f.find(/\/SigFlags/);
const resources = (f: Forge) => f.find(/\/ProcSet/);
const state = (f: Forge) => f.parts.find((one) => one.value.includes('/Type /ExtGState'))!;
const titled = (f: Forge) => f.find(/\/T \(\/faceData\/legalRepresentative\)/);
const regular = (f: Forge) => f.find(/\/Subtype \/CIDFontType2\n\/BaseFont \/[A-Z]+\+NotoSansSC-Regular/);
const toUnicode = (f: Forge) =>
  f.at(Number(/\/ToUnicode (\d+)/.exec(f.find(/Type0\n\/BaseFont \/\w+\+NotoSansSC-Regular/).value)![1]));

describe('what our maker never writes is refused by name, though the key has signed it', () => {
  it.each<[string, string, Change]>([
    [
      'OpenAction: a URI',
      'entry-unknown OpenAction',
      addTo(catalogue, '/OpenAction <<\n/S /URI\n/URI (https://evil.example)\n>>'),
    ],
    [
      'JavaScript at opening',
      'entry-unknown JavaScript',
      (f) => f.edit(names(f), '/Dests', '/JavaScript <<\n/Names []\n>>\n/Dests'),
    ],
    ['additional actions', 'entry-unknown AA', addTo(page, '/AA <<\n/O 4 0 R\n>>')],
    ['hidden layers (OCG)', 'entry-unknown OCProperties', addTo(catalogue, '/OCProperties <<\n/OCGs []\n>>')],
    ['an XFA form', 'entry-unknown XFA', addTo(form, '/XFA 4 0 R')],
    ['NeedAppearances', 'entry-unknown NeedAppearances', addTo(form, '/NeedAppearances true')],
    ['a second field', 'entry-wrong Fields', (f) => f.edit(form(f), /\/Fields \[(\d+ 0 R)\]/, '/Fields [$1 $1]')],
    ['an extension of the format', 'entry-unknown Extensions', addTo(catalogue, '/Extensions <<\n>>')],
    ['a version in the catalogue', 'entry-unknown Version', addTo(catalogue, '/Version /2.0')],
    ['no mark of tagging', 'entry-wrong Marked', (f) => f.edit(f.find(/\/Marked true/), 'true', 'false')],
    [
      'evil annotation: a second one',
      'entry-wrong Annots',
      (f) => f.edit(f.page, /\/Annots \[(\d+ 0 R)\]/, '/Annots [$1 $1]'),
    ],
    [
      'evil annotation: a note in place of the field',
      'entry-wrong Subtype',
      (f) => f.edit(widget(f), '/Subtype /Widget', '/Subtype /FreeText'),
    ],
    [
      'a field whose look covers the page',
      'entry-wrong Rect',
      (f) => f.edit(widget(f), /\/Rect \[[^\]]*\]/, '/Rect [-1 0 900 900]'),
    ],
    [
      'a field that shows something',
      'entry-wrong AP',
      (f) => f.rewrite(f.find(/\/Subtype \/Form/), () => '0 0 9 9 re f'),
    ],
    [
      'a look with fonts',
      'entry-unknown Font',
      (f) => f.edit(f.find(/\/Subtype \/Form/), '/Resources <<\n>>', '/Resources <<\n/Font <<\n>>\n>>'),
    ],
    ['a turned page', 'entry-unknown Rotate', addTo(page, '/Rotate 90')],
    ['a cropped page', 'entry-unknown CropBox', addTo(page, '/CropBox [0 0 100 100]')],
    ['a page in other units', 'entry-wrong UserUnit', (f) => f.edit(f.page, '/UserUnit 1', '/UserUnit 100')],
    ['a page of another size', 'page-size', (f) => f.edit(f.page, /\/MediaBox \[[^\]]*\]/, '/MediaBox [0 0 100 100]')],
    ['a page that begins elsewhere', 'page-size', (f) => f.edit(f.page, '/MediaBox [0', '/MediaBox [200')],
    ['inherited resources', 'entry-unknown Resources', addTo(pages, '/Resources <<\n>>')],
    ['a page in two parts', 'entry-wrong Contents', (f) => f.edit(f.page, /\/Contents (\d+ 0 R)/, '/Contents [$1 $1]')],
    ['a transparency group', 'entry-unknown Group', addTo(page, '/Group <<\n>>')],
    [
      'a form in the resources',
      'entry-wrong Subtype',
      (f) =>
        f.edit(
          resources(f),
          '/ColorSpace',
          `/XObject <<\n/I1 ${f.add('<<\n/Type /XObject\n/Subtype /Form\n/Length 2\n/Filter /FlateDecode\n>>', 'xx')} 0 R\n>>\n/ColorSpace`,
        ),
    ],
    ['a pattern', 'entry-unknown Pattern', addTo(resources, '/Pattern <<\n>>')],
    ['properties of layers', 'entry-unknown Properties', addTo(resources, '/Properties <<\n>>')],
    [
      'another colour space under the old name',
      'entry-unknown DeviceRGB',
      (f) => f.edit(resources(f), '/ColorSpace <<\n', '/ColorSpace <<\n/DeviceRGB 4 0 R\n'),
    ],
    ['a blend mode', 'entry-unknown BM', (f) => addTo(state, '/BM /Difference')(f)],
    ['a soft mask', 'entry-unknown SMask', (f) => addTo(state, '/SMask /None')(f)],
    [
      'another colour profile',
      'colour-profile',
      (f) => f.rewrite(f.find(/\/N 3\n/), (icc) => icc.replace('sRGB', 'sRGC')),
    ],
    [
      'metadata of another licence',
      'metadata',
      (f) => f.store(f.find(/\/Type \/Metadata/), f.find(/\/Type \/Metadata/).raw!.replace('001.A<', '002.A<')),
    ],
    [
      'other dates',
      'dates-differ',
      (f) => f.edit(f.parts.find((one) => one.value === '(D:20261102010203Z)')!, '2026', '2020'),
    ],
  ])('%s: %s', async (_, reason, change) => {
    expect(await read(change)).toEqual({ ok: false, code: 'carrier-form-refused', detail: reason });
  });
});

describe('what is attached is the one master, under its one name', () => {
  it.each<[string, string, Change]>([
    ['two attachments', 'entry-wrong Names', (f) => f.edit(names(f), /(\([^)]*\) \d+ 0 R)/, '$1 $1')],
    ['an associated file more', 'entry-wrong AF', (f) => f.edit(f.catalogue, /\/AF \[(\d+ 0 R)\]/, '/AF [$1 $1]')],
    [
      'another name',
      'attachment-name',
      (f) => [names(f), filespec(f)].map((one) => (one.value = one.value.replaceAll('.sd-jwt)', '.exe)'))),
    ],
    [
      'the identifier of another licence',
      'title-differs',
      (f) => [names(f), filespec(f)].map((one) => (one.value = one.value.replaceAll('001.A.sd-jwt)', '002.A.sd-jwt)'))),
    ],
    ['two names', 'entry-wrong UF', (f) => f.edit(filespec(f), /\/UF \(1/, '/UF (2')],
    ['a file elsewhere', 'entry-unknown FS', addTo(filespec, '/FS /URL')],
    ['a size that is not its own', 'attachment Size', (f) => f.edit(embedded(f), /\/Size \d+/, '/Size 1')],
    ['something else than an SD-JWT', 'attachment', (f) => f.rewrite(embedded(f), (text) => `<${text.slice(1)}`)],
    [
      'another kind of data',
      'entry-wrong Subtype',
      (f) => f.edit(embedded(f), /application#2Fdc\+sd-jwt/, 'text#2Fhtml'),
    ],
  ])('%s: %s', async (_, reason, change) => {
    expect(await read(change)).toEqual({ ok: false, code: 'carrier-form-refused', detail: reason });
  });
});

describe('fonts and structure', () => {
  it.each<[string, string, Change]>([
    [
      'another encoding',
      'entry-wrong Encoding',
      (f) => f.edit(f.find(/Type0\n\/BaseFont \/\w+\+NotoSansSC-Regular/), '/Identity-H', '/GBK-EUC-H'),
    ],
    ['another font', 'entry-wrong BaseFont', (f) => f.edit(regular(f), 'NotoSansSC-Regular', 'EvilSans')],
    [
      'glyphs in another order',
      'entry-wrong CIDToGIDMap',
      (f) => f.edit(regular(f), '/CIDToGIDMap /Identity', '/CIDToGIDMap 4 0 R'),
    ],
    ['widths that lay glyphs on one another', 'font W', (f) => f.edit(regular(f), '[0 [1000 657', '[0 [1000 1')],
    [
      'no font at all',
      'font',
      (f) =>
        f.rewrite(
          f.at(Number(/\/FontFile2 (\d+)/.exec(f.find(/FontName \/\w+\+NotoSansSC-Regular/).value)![1])),
          () => 'true',
        ),
    ],
    [
      'a meaning that can not be seen',
      'glyph-without-meaning',
      (f) => f.rewrite(toUnicode(f), (map) => map.replace('<540d>', '<200b>')),
    ],
    [
      'a meaning that turns the direction',
      'glyph-without-meaning',
      (f) => f.rewrite(toUnicode(f), (map) => map.replace('<540d>', '<540d 202e>')),
    ],
    [
      'a second map',
      'font-map',
      (f) =>
        f.rewrite(toUnicode(f), (map) => map.replace('endcmap', '1 beginbfchar\n<0001> <0041>\nendbfchar\nendcmap')),
    ],
    ['a map with a hole', 'font-map', (f) => f.rewrite(toUnicode(f), (map) => map.replace('<540d> ', ''))],
    ['other words for screen readers', 'entry-unknown ActualText', addTo(titled, '/ActualText (other)')],
    ['an expansion', 'entry-unknown E', addTo(titled, '/E (other)')],
    ['a picture of a text', 'structure TD', addTo(titled, '/Alt (other)')],
    ['a tag of its own', 'structure Span', (f) => f.edit(titled(f), '/S /TD', '/S /Span')],
    [
      'an element in itself',
      'object-used-twice',
      (f) => f.edit(f.find(/\/S \/Table/), /\/K \[\d+/, `/K [${f.find(/\/S \/Table/).number}`),
    ],
    ['an element twice', 'object-used-twice', (f) => f.edit(f.find(/\/S \/Table/), /\/K \[(\d+ 0 R)/, '/K [$1 $1')],
    ['a field that is none', 'pointer', (f) => f.edit(titled(f), '/faceData/legalRepresentative', '/../x')],
    ['content of another element', 'structure', (f) => f.edit(titled(f), /\/K \[\d+\]/, '/K [0]')],
  ])('%s: %s', async (_, reason, change) => {
    expect(await read(change)).toEqual({ ok: false, code: 'carrier-form-refused', detail: reason });
  });

  it('a swapped ToUnicode is a form like ours, and makes the page say something else than the master', async () => {
    const saidBy = async (change: Change) => {
      const one = await read(change);
      if (!one.ok) throw new Error(one.detail);
      return one.value.said.texts!.find(({ pointer }) => pointer === '/faceData/legalRepresentative')!.text;
    };
    const name = await saidBy(() => undefined);
    expect(name).toBe(good.input.licence.faceData.legalRepresentative);
    const hex = name.charCodeAt(1).toString(16);
    const changed = await saidBy((f) => f.rewrite(toUnicode(f), (map) => map.replace(`<${hex}>`, '<5f20>')));
    expect(changed).toBe(`${name[0]}张${name.slice(2)}`);
  });
});
