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

type Change = (content: string) => string;

async function read(change: Change) {
  const forge = Forge.open(good.file);
  forge.rewrite(forge.content, change);
  return readPdfCarrier(await resign(forge.build(), good.sign), nodeCrypto);
}

/** The text object of a table's cell, and what stands before it in its marked content. */
const cell = /(\/TD <<\n\/MCID \d+\n>> BDC\n)([\s\S]*?)(BT\n[\s\S]*?\nET)/;
const inCell = (change: (text: string) => string): Change => {
  return (content) => content.replace(cell, (_, mark, before, text) => `${mark}${before}${change(text)}`);
};
const beforeText = (operations: string): Change => inCell((text) => `${operations}\n${text}`);
const atEnd =
  (operations: string): Change =>
  (content) =>
    `${content}${operations}\n`;
/** Where the text of the first cell stands, y upwards. */
const placeOf = (content: string) =>
  cell
    .exec(content)![3]!
    .match(/1 0 0 1 (\S+) (\S+) Tm/)!
    .slice(1)
    .map(Number);
const overCell =
  (paint: string): Change =>
  (content) => {
    const [x, y] = placeOf(content) as [number, number];
    return `${content}q\n1 0 0 -1 0 595.28 cm\n${paint.replace('RE', `${x} ${y} 20 8 re`)}\nQ\n`;
  };
const underCell =
  (paint: string): Change =>
  (content) => {
    const [x, y] = placeOf(content) as [number, number];
    return content.replace(
      cell,
      (_, mark, before, text) =>
        `${mark}q\n1 0 0 -1 0 595.28 cm\n${paint.replace('RE', `${x} ${y} 20 8 re`)}\nQ\n${before}${text}`,
    );
  };

describe('texts that are not seen as they are read', () => {
  it.each<[string, string, Change]>([
    ['white', 'text-colour', beforeText('1 1 1 scn')],
    ['nearly white', 'text-colour', beforeText('0.9 0.9 0.88 scn')],
    ['invisible', 'operator-unknown Tr', inCell((text) => text.replace('BT', 'BT\n3 Tr'))],
    ['too small', 'text-too-small', inCell((text) => text.replace(/ \S+ Tf/, ' 0.1 Tf'))],
    ['huge', 'text-too-small', inCell((text) => text.replace(/ \S+ Tf/, ' 400 Tf'))],
    ['scaled down', 'text-turned', beforeText('0.01 0 0 0.01 0 0 cm')],
    ['turned', 'text-turned', inCell((text) => text.replace('1 0 0 1', '0 1 -1 0'))],
    ['mirrored', 'text-turned', beforeText('-1 0 0 1 841 0 cm')],
    ['off the page', 'text-off-page', inCell((text) => text.replace(/1 0 0 1 \S+/, '1 0 0 1 2000'))],
    ['below the page', 'text-off-page', inCell((text) => text.replace(/(1 0 0 1 \S+) \S+/, '$1 -20'))],
    ['clipped away', 'text-clipped', beforeText('0 0 1 1 re\nW n')],
    ['transparent', 'text-transparent', beforeText('/Gs2 gs')],
    ['stretched', 'operator-unknown Tz', inCell((text) => text.replace('BT', 'BT\n1 Tz'))],
    ['raised', 'operator-unknown Ts', inCell((text) => text.replace('BT', 'BT\n900 Ts'))],
    ['glyph upon glyph', 'text-squeezed', inCell((text) => text.replace(/> 0\] TJ/, '> 999 <0003>] TJ'))],
    ['torn apart', 'text-squeezed', inCell((text) => text.replace(/> 0\] TJ/, '> -9000 <0003>] TJ'))],
    ['spaced to nothing', 'text-squeezed', inCell((text) => text.replace('BT', 'BT\n-9 Tc'))],
    ['a glyph that is not there', 'glyph-without-meaning', inCell((text) => text.replace(/<[0-9a-f]{4}/, '<0fff'))],
    ['the glyph of what is missing', 'glyph-without-meaning', inCell((text) => text.replace(/<[0-9a-f]{4}/, '<0000'))],
    ['another font', 'resource-unknown Tf', inCell((text) => text.replace(/\/F\d/, '/F9'))],
    [
      'backwards',
      'text-out-of-order',
      inCell((text) => {
        const [x, y] = text
          .match(/1 0 0 1 (\S+) (\S+) Tm/)!
          .slice(1)
          .map(Number) as [number, number];
        return text.replace('ET', `1 0 0 1 ${x} ${y + 30} Tm\n[<0003> 0] TJ\nET`);
      }),
    ],
    [
      'in a second place',
      'text-out-of-order',
      inCell((text) => text.replace('ET', '1 0 0 1 40 40 Tm\n[<0003> 0] TJ\nET')),
    ],
    [
      'outside any mark',
      'text-unmarked',
      atEnd('q\n1 0 0 -1 0 595.28 cm\nBT\n1 0 0 1 400 300 Tm\n/F1 9 Tf\n[<0003> 0] TJ\nET\nQ'),
    ],
    [
      'in an artefact',
      'text-unmarked',
      atEnd(
        '/Artifact <<\n/Type /Layout\n>> BDC\nq\n1 0 0 -1 0 595.28 cm\nBT\n1 0 0 1 400 300 Tm\n/F1 9 Tf\n[<0003> 0] TJ\nET\nQ\nEMC',
      ),
    ],
  ])('%s: %s', async (_, reason, change) => {
    expect(await read(change)).toEqual({ ok: false, code: 'carrier-form-refused', detail: reason });
  });
});

describe('layers: something over a text, or under it', () => {
  it.each<[string, string, Change]>([
    [
      'a text over a text',
      'text-over-text',
      (content) => {
        const [x, y] = placeOf(content) as [number, number];
        const cells = content.split('/TD <<');
        return cells
          .map((one, i) => (i === 2 ? one.replace(/1 0 0 1 \S+ \S+ Tm/, `1 0 0 1 ${x} ${y} Tm`) : one))
          .join('/TD <<');
      },
    ],
    ['white over a text', 'painted-over-text', overCell('/DeviceRGB cs\n1 1 1 scn\nRE\nf')],
    ['even-odd over a text', 'painted-over-text', overCell('RE\nf*')],
    ['a broad line over a text', 'painted-over-text', overCell('9 w\nRE\nS')],
    [
      'a fine line through a text',
      'painted-over-text',
      (content) => {
        const [x, y] = placeOf(content) as [number, number];
        return `${content}q\n1 0 0 -1 0 595.28 cm\n0.1 w\n${x} ${y + 3} m\n${x + 50} ${y + 3} l\nS\nQ\n`;
      },
    ],
    ['ink under a text in ink', 'text-on-like-colour', underCell('/DeviceRGB cs\n0.1 0.1 0.1 scn\nRE\nf')],
    ['a form over a text', 'resource-unknown Do', overCell('/Fm1 Do')],
    ['an image that is not there', 'resource-unknown Do', atEnd('/I1 Do')],
    ['an image in the content', 'operator-unknown BI', atEnd('BI')],
    ['a shading', 'operator-unknown sh', atEnd('/Sh1 sh')],
    ['a pattern', 'operand cs', overCell('/Pattern cs\nRE\nf')],
    ['another colour space', 'operand cs', overCell('/DeviceCMYK cs\nRE\nf')],
    ['a grey by itself', 'operator-unknown g', atEnd('1 g')],
    ['a state that is not there', 'resource-unknown gs', atEnd('/Gs77 gs')],
  ])('%s: %s', async (_, reason, change) => {
    expect(await read(change)).toEqual({ ok: false, code: 'carrier-form-refused', detail: reason });
  });
});

describe('marks and operators', () => {
  it.each<[string, string, Change]>([
    ['a layer', 'mark', atEnd('/OC /MC0 BDC\nEMC')],
    ['a mark without properties', 'operator-unknown BMC', atEnd('/Span BMC\nEMC')],
    ['other words for a mark', 'entry-unknown ActualText', (c) => c.replace('/MCID 3\n', '/MCID 3\n/ActualText (x)\n')],
    ['a mark in a mark', 'mark', (c) => c.replace(/(\/TD <<[\s\S]*?BDC\n)/, '$1/Artifact <<\n/Type /Layout\n>> BDC\n')],
    ['a mark that does not end', 'mark', (c) => `${c.slice(0, c.lastIndexOf('EMC'))}`],
    ['an end without a mark', 'mark', atEnd('EMC')],
    ['a mark twice', 'entry-wrong MCID', (c) => c.replace('/MCID 3\n', '/MCID 2\n')],
    ['a mark under another tag', 'mark', (c) => c.replace('/TD <<', '/TH <<')],
    ['more states than any of ours', 'operator-misplaced q', atEnd(`${'q\n'.repeat(40)}${'Q\n'.repeat(40)}`)],
    ['a state too many taken back', 'operator-misplaced Q', atEnd('Q')],
    ['a state left open', 'operator-misplaced end', atEnd('q')],
    ['a text in a text', 'operator-misplaced BT', inCell((text) => text.replace('BT', 'BT\nBT'))],
    ['a path in a text', 'operator-misplaced re', inCell((text) => text.replace('ET', '0 0 9 9 re\nET'))],
    ['painting without a path', 'operator-misplaced f', atEnd('f')],
    ['a line from nowhere', 'operator-misplaced l', atEnd('9 9 l\nS')],
    ['operands too few', 'operand re', atEnd('9 9 re\nf')],
    ['operands too many', 'operand', atEnd('1 2 3 4 5 6 7 re')],
    ['a coordinate beyond any page', 'operand', atEnd('99999999 0 9 9 re\nf')],
    ['operands at the end', 'operand', atEnd('1 2')],
    ['a comment', 'syntax', atEnd('% hidden')],
    ['an operator that nobody knows', 'operator-unknown zz', atEnd('zz')],
    ['compatibility', 'operator-unknown BX', atEnd('BX zz EX')],
    ['more operators than any of ours', 'operators-too-many', atEnd('0 w\n'.repeat(400_001))],
  ])('%s: %s', async (_, reason, change) => {
    expect(await read(change)).toEqual({ ok: false, code: 'carrier-form-refused', detail: reason });
  });
});

describe('the smallest harmless changes of the same kind', () => {
  it.each<[string, Change]>([
    [
      'a text a little higher',
      inCell((text) => text.replace(/(1 0 0 1 \S+) (\S+) Tm/, (_, a, y) => `${a} ${Number(y) + 0.5} Tm`)),
    ],
    ['another dark colour', beforeText('0 0 0.4 scn')],
    ['a surface where no text is', atEnd('q\n1 1 1 scn\n1 1 2 2 re\nf\nQ')],
    ['pale colour under a text', underCell('/DeviceRGB cs\n0.95 0.95 0.8 scn\nRE\nf')],
    ['a fine line under a text', underCell('0.3 w\nRE\nS')],
    ['a clip that is over before the text', beforeText('q\n0 0 1 1 re\nW n\nQ')],
  ])('%s: accepted', async (_, change) => {
    expect(await read(change)).toMatchObject({ ok: true });
  });
});
