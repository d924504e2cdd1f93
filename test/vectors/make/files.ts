import type { LicenceFile } from '../../../src/core/index.js';
import { at, c, iso, nested, statusToken, trustOf, w } from './scene.js';
import { stated, statement } from './statements.js';
import type { Overlay } from './vector.js';

/** A file that is brought whole: what refuses it is its reader, or a check once it was read. */
export interface FileCrime {
  name: string;
  source: string;
  signed: boolean;
  /** The code of the reader. */
  refusedBy: { reader: string };
  make: () => Uint8Array | string;
}

const parts = (): Omit<LicenceFile, 'carrier'> & { carrier: { kind: string; content: string } } => {
  const overlay: Overlay = stated((anchor) => [statement({ ...anchor })]);
  const receipt = overlay['/receipt/value'] as LicenceFile['receipt'];
  const { statements } = overlay['/anchors'] as { statements: string[] };
  return {
    carrier: { kind: 'sd-jwt', content: w.issued.credential },
    receipt,
    statusToken: statusToken(),
    anchors: statements,
    made: iso(at),
  };
};
/** The text of a licence file, whether a reader takes it or not. */
const file = (change: object = {}): string =>
  JSON.stringify({ format: 'elicence/1', ...parts(), receipt: null, anchors: [], statusToken: null, ...change });

const crime = (name: string, source: string, reader: string, make: () => Uint8Array | string): FileCrime => ({
  name,
  source,
  signed: false,
  refusedBy: { reader },
  make,
});
const form = (name: string, change: object) =>
  crime(name, 'own: exactly its members', 'licence-file-form', () => file(change));
const json = (name: string, source: string, change: (text: string) => string | Uint8Array) =>
  crime(name, source, 'licence-file-json', () => change(file()));

export const licenceFiles: FileCrime[] = [
  json('a member twice', 'RFC 8259 §4', (text) => text.replace('{', '{"made":"2020-01-01T00:00:00Z",')),
  json('a member twice, once in escapes', 'RFC 8259 §4', (text) =>
    text.replace('{', '{"m\\u0061de":"2020-01-01T00:00:00Z",'),
  ),
  json('cut short', 'RFC 8259 §2', (text) => text.slice(0, -1)),
  json('something behind the JSON', 'RFC 8259 §2', (text) => `${text}x`),
  json('nested nine deep', 'own: bounded', (text) => text.replace('{', `{"x":${nested(9)},`)),
  json('nested a million deep', 'own: bounded', (text) => text.replace('{', `{"x":${nested(1_000_000)},`)),
  json('a number beyond a double', 'RFC 8259 §6', (text) => text.replace('{', '{"x":1e999,')),
  json('a lone surrogate', 'RFC 8259 §8.2', (text) => text.replace('{', '{"x":"\\udead",')),
  crime('a file of five million letters', 'own: bounded', 'licence-file-too-large', () =>
    file({ statusToken: 'x'.repeat(5_000_000) }),
  ),
  crime('no format', 'own: says what it is', 'licence-file-format', () => file({ format: undefined })),
  crime('another version of the format', 'own: says what it is', 'licence-file-format', () =>
    file({ format: 'elicence/2' }),
  ),
  crime('the format as list', 'own: says what it is', 'licence-file-format', () => file({ format: ['elicence/1'] })),
  form('one member more', { verdict: 'valid' }),
  form('no carrier', { carrier: undefined }),
  form('a carrier of an unknown kind', { carrier: { kind: 'exe', content: 'x' } }),
  form('a carrier with a member more', { carrier: { ...parts().carrier, trusted: true } }),
  form('a carrier without content', { carrier: { kind: 'sd-jwt', content: '' } }),
  form('no receipt', { receipt: undefined }),
  form('the receipt as text', { receipt: 'x' }),
  form('the receipt as list', { receipt: [] }),
  form('the token as object', { statusToken: {} }),
  form('a token of two million letters', { statusToken: 'x'.repeat(2_000_000) }),
  form('seventeen statements', { anchors: Array(17).fill('x\n') }),
  form('a statement of twenty thousand letters', { anchors: ['x'.repeat(20_000)] }),
  form('statements as object', { anchors: {} }),
  form('a made that is no moment', { made: 'today' }),
  form('a master with disclosures', { master: w.issued.credential }),
  form('a master that is no JWT', { master: '~' }),
  form('a promise that is none', { promise: {} }),
  form('a trust list of its own', { trust: { jws: trustOf() } }),
  crime('a credential of three hundred thousand letters', 'own: bounded', 'licence-file-carrier', () =>
    file({ carrier: { kind: 'sd-jwt', content: 'x'.repeat(300_000) } }),
  ),
  crime('a PDF that is no base64', 'own: one spelling', 'licence-file-carrier', () =>
    file({ carrier: { kind: 'pdf', content: '***' } }),
  ),
  crime('a PDF of three megabytes', 'own: bounded', 'licence-file-carrier', () =>
    file({ carrier: { kind: 'pdf', content: 'A'.repeat(4_100_000) } }),
  ),
];

const pdf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const page = (body: string) =>
  `%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n${body}\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n0000000115 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n170\n%%EOF\n`;
/** PDF files that are no carrier; more of them, signed ones among them, are made by the tests beside the reader. */
export const pdfs: { name: string; source: string; content: () => Uint8Array | string }[] = [
  { name: 'a head and no body', source: 'ISO 32000-2 §7.5', content: () => pdf('%PDF-1.7\n') },
  {
    name: 'a page without a signature',
    source: 'own: a carrier is signed',
    content: () => pdf(page('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>')),
  },
  {
    name: 'a page that is its own parent and child',
    source: 'own: bounded',
    content: () => pdf(page('<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 /Parent 3 0 R >>')),
  },
  {
    name: 'lists fifty thousand deep',
    source: 'own: bounded',
    content: () => pdf(page(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)),
  },
  {
    name: 'dictionaries fifty thousand deep',
    source: 'own: bounded',
    content: () => pdf(page('<< /A '.repeat(50_000))),
  },
  {
    name: 'a script that runs at opening',
    source: 'own: no actions',
    content: () =>
      pdf(page('<< /Type /Page /Parent 2 0 R /AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >> >>')),
  },
  {
    name: 'a table that points beyond the end',
    source: 'ISO 32000-2 §7.5.4',
    content: () => pdf(page('<< >>').replace('startxref\n170', 'startxref\n99999999999')),
  },
  {
    name: 'an object table of a thousand million entries',
    source: 'own: bounded',
    content: () => pdf(page('<< >>').replace('0 4\n', '0 1000000000\n')),
  },
  {
    name: 'a stream that says to have 2^53 bytes',
    source: 'own: bounded',
    content: () => pdf(page('<< /Length 9007199254740992 >>\nstream\nx\nendstream')),
  },
  {
    name: 'an encrypted file',
    source: 'own: nothing hidden',
    content: () => pdf(page('<< >>').replace('/Root 1 0 R', '/Root 1 0 R /Encrypt 3 0 R')),
  },
  { name: 'an offline code in place of a PDF', source: 'own: one kind', content: () => c.qr() },
  {
    name: 'a picture in place of a PDF',
    source: 'own: one kind',
    content: () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
  },
];
