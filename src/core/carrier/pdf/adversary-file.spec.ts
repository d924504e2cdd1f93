import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type GoodPdf, goodPdf } from '../../../documents/pdf/testing/good-pdf.js';
import { businessLicenceType } from '../../../entry/demo/world/types/business-licence.js';
import { nodeCrypto } from '../../../platform/index.js';
import { pdfLimits, readPdfCarrier } from './index.js';
import { Forge, resign, type Seams } from './testing/forge.js';

let good: GoodPdf;
beforeAll(async () => {
  good = await goodPdf(businessLicenceType);
});

const latin = (file: Uint8Array) => Buffer.from(file).toString('latin1');
const refused = (file: Uint8Array) => {
  const read = readPdfCarrier(file, nodeCrypto);
  return read.ok ? 'accepted' : read.detail;
};
/** What was changed by who signs it anew with the carrier's own key. */
const insider = async (change: (forge: Forge) => Seams | undefined) => {
  const forge = Forge.open(good.file);
  return resign(forge.build(change(forge)), good.sign);
};

/** A second revision as an editor appends it: these objects, a table of them, a trailer that names the one before. */
function revision(file: string, objects: { [number: number]: string }, prev = true): string {
  let text = file;
  const lines = Object.entries(objects).map(([number, value]) => {
    const line = `${number} 1\n${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += `${number} 0 obj\n${value}\nendobj\n`;
    return line;
  });
  const xref = text.length;
  const last = Number(/startxref\n(\d+)\n/.exec(file)![1]);
  const trailer = `<<\n/Size 99\n/Root 3 0 R\n${prev ? `/Prev ${last}\n` : ''}>>`;
  return `${text}xref\n${lines.join('')}trailer\n${trailer}\nstartxref\n${xref}\n%%EOF\n`;
}

describe('the file as it was signed, with something behind it (incremental saving attacks, shadow attacks)', () => {
  const stream = (text: string) => `<<\n/Length ${text.length}\n>>\nstream\n${text}\nendstream`;
  const page = () => Number(/(\d+) 0 obj\n<<\n\/Type \/Page\n/.exec(latin(good.file))![1]);
  const content = () => Forge.open(good.file).content.number;
  const field = () => Forge.open(good.file).find(/\/Subtype \/Widget/).number;

  it.each<[string, string, (file: string) => string]>([
    ['ISA: new content of the page', 'second-revision', (f) => revision(f, { [content()]: stream('BT (1) Tj ET') })],
    ['shadow hide: the covering object is dropped', 'second-revision', (f) => revision(f, { [content()]: '<<\n>>' })],
    ['shadow replace: a font is redefined', 'second-revision', (f) => revision(f, { 15: '<<\n/Type /Font\n>>' })],
    [
      'shadow replace: a field says another value',
      'second-revision',
      (f) => revision(f, { [field()]: '<<\n/V (x)\n>>' }),
    ],
    [
      'evil annotation: a note over the page',
      'second-revision',
      (f) => revision(f, { [page()]: '<<\n/Annots [1 0 R]\n>>' }),
    ],
    ['hide and replace: a table that points back', 'second-revision', (f) => revision(f, { 3: '<<\n>>' })],
    ['ISA: no /Prev', 'second-revision', (f) => revision(f, { [page()]: '<<\n/Type /Page\n>>' }, false)],
    [
      'ISA: the signature copied into a second revision',
      'second-revision',
      (f) => revision(f, { 64: Forge.open(good.file).signature.value }),
    ],
    ['ISA: objects without a table', 'end-of-file', (f) => `${f}8 0 obj\n<<\n>>\nendobj\n`],
    ['ISA: a comment', 'end-of-file', (f) => `${f}% nothing\n`],
    ['one more line feed', 'end-of-file', (f) => `${f}\n`],
    ['one line feed less', 'end-of-file', (f) => f.slice(0, -1)],
    ['a second %%EOF', 'second-revision', (f) => `${f}%%EOF\n`],
    ['bytes before the header', 'header', (f) => `MZ${f}`],
    ['an older version in the header', 'header', (f) => f.replace('%PDF-1.7', '%PDF-1.4')],
    ['nothing', 'header', () => ''],
    ['half of it', 'end-of-file', (f) => f.slice(0, f.length / 2)],
    ['more than any of ours', 'too-large', (f) => f + ' '.repeat(pdfLimits.bytes)],
  ])('%s: %s', (_, reason, forge) => {
    expect(refused(Buffer.from(forge(latin(good.file)), 'latin1'))).toBe(reason);
  });
});

describe('other objects than those that are seen, signed anew', () => {
  it.each<[string, string, (forge: Forge) => Seams | undefined]>([
    [
      'an object between objects',
      'gap-between-objects',
      (f) => ({ before: { [f.page.number]: '99 0 obj\n<<\n>>\nendobj\n' } }),
    ],
    [
      'hide and replace: one number twice',
      'gap-between-objects',
      (f) => ({ before: { [f.content.number]: `${f.content.number} 0 obj\n<<\n>>\nendobj\n` } }),
    ],
    ['a comment between objects', 'gap-between-objects', () => ({ before: { 3: '% hidden\n' } })],
    ['an object before the table', 'gap-between-objects', () => ({ beforeXref: '99 0 obj\n<<\n>>\nendobj\n' })],
    ['an object that nothing names', 'object-not-referenced', (f) => void f.add('<<\n/Type /Page\n>>')],
    ['a stream of objects', 'object-not-referenced', (f) => void f.add('<<\n/Type /ObjStm\n/Length 2\n>>', 'xx')],
    ['an empty object, of which there is one already', 'object-not-referenced', (f) => void f.add('<<\n>>')],
    [
      'a table that points one byte off',
      'gap-between-objects',
      () => ({
        table: (l) =>
          l.map((one, i) => (i === 8 ? one.replace(/^(\d{9})(\d)/, (_m, a, b) => a + ((Number(b) + 1) % 10)) : one)),
      }),
    ],
    [
      'a table that names one place twice',
      'xref',
      () => ({ table: (l) => l.map((one, i) => (i === 7 ? l[8]! : one)) }),
    ],
    [
      'a table that points into another object',
      'objects-overlap',
      () => ({ table: (l) => l.map((one, i) => (i === 7 ? `0000000030${one.slice(10)}` : one)) }),
    ],
    [
      'a table with a free entry',
      'xref',
      () => ({ table: (l) => l.map((one, i) => (i === 7 ? '0000000000 00001 f ' : one)) }),
    ],
    [
      'a table in two sections',
      'xref',
      (f) => ({ table: (l) => [...l.slice(0, 9), `9 ${f.parts.length - 8}`, ...l.slice(9)] }),
    ],
    [
      '/Prev that leads back to the same table',
      'entry-unknown Prev',
      () => ({ trailer: (t) => t.replace('>>', '/Prev 94922\n>>') }),
    ],
    ['/XRefStm', 'entry-unknown XRefStm', () => ({ trailer: (t) => t.replace('>>', '/XRefStm 20\n>>') })],
    ['/Encrypt', 'entry-unknown Encrypt', () => ({ trailer: (t) => t.replace('>>', '/Encrypt 3 0 R\n>>') })],
    ['another root', 'stream', (f) => ({ trailer: (t) => t.replace(/\/Root \d+/, `/Root ${f.content.number}`) })],
    ['a root that is not there', 'object-missing', () => ({ trailer: (t) => t.replace(/\/Root \d+/, '/Root 4000') })],
    [
      'pages within themselves',
      'object-used-twice',
      (f) => void f.edit(f.find(/\/Type \/Pages/), /\/Kids \[\d+/, `/Kids [${f.find(/\/Type \/Pages/).number}`),
    ],
    ['two pages', 'entry-wrong Count', (f) => void f.edit(f.find(/\/Type \/Pages/), '/Count 1', '/Count 2')],
    ['an entry twice', 'entry-twice Type', (f) => void f.edit(f.page, '/Type /Page\n', '/Type /Page\n/Type /Page\n')],
    [
      'an entry behind an escape',
      'entry-unknown Open#41ction',
      (f) => void f.edit(f.catalogue, '>>', '/Open#41ction 4 0 R\n>>'),
    ],
    [
      'arrays in arrays',
      'too-deep',
      (f) => void f.edit(f.page, '/UserUnit 1', `/UserUnit ${'['.repeat(50_000)}${']'.repeat(50_000)}`),
    ],
    ['a number beyond numbers', 'syntax', (f) => void f.edit(f.page, '/UserUnit 1', '/UserUnit 99999999999999999999')],
    ['a comment in a dictionary', 'syntax', (f) => void f.edit(f.page, '/UserUnit 1', '/UserUnit 1 % hidden')],
    ['a null', 'syntax', (f) => void f.edit(f.page, '/UserUnit 1', '/UserUnit null')],
    ['an octal escape', 'syntax', (f) => void f.edit(f.catalogue, '(zh-CN)', '(zh\\055CN)')],
    [
      'a stream whose length is elsewhere',
      'stream Length',
      (f) => void f.edit(f.content, /\/Length \d+/, '/Length 4 0 R'),
    ],
    [
      'a stream that ends before its bytes do',
      'stream Length',
      (f) => void f.edit(f.content, /\/Length \d+/, '/Length 20'),
    ],
    ['bytes behind what is inflated', 'stream', (f) => void f.store(f.content, `${f.content.raw}hidden`)],
    [
      'a bomb: 64 MB in 64 KB',
      'stream',
      (f) => void f.store(f.content, deflateSync(Buffer.alloc(64_000_000)).toString('latin1')),
    ],
    [
      'a second filter',
      'entry-wrong Filter',
      (f) => void f.edit(f.content, '/Filter /FlateDecode', '/Filter [/ASCIIHexDecode /FlateDecode]'),
    ],
    [
      'a stream kept elsewhere',
      'entry-unknown F',
      (f) => void f.edit(f.content, '/Filter', '/F (/etc/passwd)\n/Filter'),
    ],
  ])('%s: %s', async (_, reason, change) => {
    expect(refused(await insider(change))).toBe(reason);
  });
});

describe('the smallest harmless changes of the same kind', () => {
  it.each<[string, (forge: Forge) => Seams | undefined]>([
    ['none at all', () => undefined],
    ['objects in another order', (f) => void f.parts.reverse()],
    ['one more blank', (f) => void f.edit(f.page, '/UserUnit 1', '/UserUnit  1')],
    [
      'entries in another order',
      (f) => void f.edit(f.page, '/UserUnit 1\n/StructParents 0', '/StructParents 0\n/UserUnit 1'),
    ],
    ['another identity', () => ({ trailer: (t) => t.replace(/<[0-9a-f]{32}>/g, `<${'ab'.repeat(16)}>`) })],
    [
      'a stream deflated anew',
      (f) =>
        void f.store(
          f.content,
          deflateSync(Buffer.from(f.inflated(f.content), 'latin1'), { level: 1 }).toString('latin1'),
        ),
    ],
  ])('%s: accepted, and signed by the key', async (_, change) => {
    const read = readPdfCarrier(await insider(change), nodeCrypto);
    expect(read).toMatchObject({ ok: true });
    expect(read.ok && read.value.signedBy(good.publicKey)).toBe(true);
  });
});
