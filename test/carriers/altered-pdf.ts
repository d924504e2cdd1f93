import { greyJpeg } from '../../src/catalogue/type/portrait/testing/grey-jpeg.js';
import { newCarrierKey } from '../../src/core/carrier/offline-qr/testing/specimen.js';
import { present } from '../../src/core/credential/index.js';
import { crypto, identifier } from '../../src/core/verification/testing/world.js';
import { badly, content, type Mutation } from './mutation.js';
import { type OtherPdf, pdfOf } from './pdf.js';
import { c, certify, issued, w } from './scene.js';

const latin = (bytes: unknown) => Buffer.from(bytes as Uint8Array).toString('latin1');
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const rewritten = (altered: string, rewrite: (file: string) => string): Mutation => ({
  altered,
  brought: content(({ content: file }) => bytesOf(rewrite(latin(file)))),
});
const flippedAt = (altered: string, find: (file: string) => number): Mutation => ({
  altered,
  brought: content(({ content: file }) => {
    const changed = Uint8Array.from(file as Uint8Array);
    changed[find(latin(file))]! ^= 1;
    return changed;
  }),
});

/** What is done to a PDF; those that say something else are made anew and signed. */
export async function pdfMutations(): Promise<Mutation[]> {
  const made = async (altered: string, change: OtherPdf): Promise<Mutation> => {
    const file = await pdfOf(change);
    const { master = issued.credential } = change;
    return { altered, brought: (genuine) => ({ ...genuine, content: file, master }) };
  };
  const said = (altered: string, licence: OtherPdf['licence']) =>
    made(`said, signed with the stolen carrier key: ${altered}`, { licence });
  const other = w.issue({ identifier: identifier({ version: 2 }) }).credential;
  const faceData = c.master().faceData;
  const branches = [{ name: '三店', opened: '2020-05-01' }];
  const all = await Promise.all([
    made('a bit of the signature', { key: { sign: badly(c.key.sign) } }),
    made('signed by a key of nobody', { key: c.stranger, certificates: await certify(newCarrierKey()) }),
    made('signed by a key of nobody, under the registry’s certificate', { key: c.stranger }),
    made('another master attached, signed with the stolen carrier key', { master: other }),
    made('a master with fewer disclosures attached, signed with the stolen carrier key', { master: less() }),
    made('another photo, signed with the stolen carrier key', { photo: greyJpeg(120, 160) }),
    said('the very same, made anew', {}),
    said('identifier', { identifier: identifier({ version: 2 }) }),
    said('master digest', { masterDigest: c.qrInput(c.master(w.issue())).masterDigest }),
    said('name of the type', { typeName: { 'zh-CN': '学历证书', en: 'Diploma' } }),
    said('name of the authority', { issuer: '机构J' }),
    said('day of issuing', { issuedOn: '2026-03-01' }),
    said('first day', { validFrom: '2026-03-01' }),
    said('last day', { validUntil: '2032-03-01' }),
    said('no last day', { validUntil: undefined }),
    said('licence number', { licenceNumber: '(2026) 0043' }),
    said('name of the holder', { holders: [{ name: '李四' }] }),
    said('a second holder', { holders: [{ name: '张三' }, { name: '李四' }] }),
    said('a field of the face', { faceData: { ...faceData, scope: '金融' } }),
    said('yes for no', { faceData: { ...faceData, chain: false } }),
    said('a cell of a list', { faceData: { ...faceData, branches } }),
    said('a field that the master has not', { faceData: { ...faceData, capital: '1000' } }),
  ]);
  return [...inFile, ...all].map((one) => ({ ...one, of: ['pdf'] as const }));
}

const inFile: Mutation[] = [
  rewritten('bytes after the end', (file) => `${file}\n% more`),
  rewritten('an incremental update', (file) => `${file}\n${file.slice(file.lastIndexOf('xref'))}`),
  rewritten('the last line left out', (file) => file.slice(0, file.lastIndexOf('%%EOF'))),
  rewritten('a comment after the first line', (file) => file.replace('\n', '\n%x\n')),
  flippedAt('a bit of the signed range', (file) => file.indexOf('/ByteRange') + 14),
];

function less(): string {
  const shown = present(issued.credential, ['/holders/0/name'], crypto);
  if (!shown.ok) throw new Error(shown.code);
  return shown.value;
}
