import { describe, expect, it } from '@jest/globals';
import { utf8Encode } from '../../bytes/index.js';
import { at, iso, World } from '../../verification/testing/world.js';
import { crypto, madeText, newCarrierKey, smallWebp, specimenInput } from '../offline-qr/testing/specimen.js';
import {
  formatLicenceFile,
  type LicenceFile,
  licenceFileLimits,
  offlineQrKind,
  readLicenceFile,
  recogniseBytes,
  recogniseText,
} from './index.js';

const w = new World();
const { receipt } = w.log(w.issued);
const jwt = w.issued.credential.split('~')[0]!;
const file: LicenceFile = {
  carrier: { kind: 'sd-jwt', content: w.issued.credential },
  receipt: { ...receipt } as unknown as LicenceFile['receipt'],
  statusToken: 'a.b.c',
  anchors: ['origin/anchor\n{}\n\n— origin x\n'],
  made: iso(at),
};
const written = (value: LicenceFile) => {
  const text = formatLicenceFile(value);
  if (!text.ok) throw new Error(text.code);
  return text.value;
};
/** The file's JSON with these members in place of its own. */
const changed = (members: Record<string, unknown>) => JSON.stringify({ ...JSON.parse(written(file)), ...members });
const carrying = (carrier: Record<string, unknown>) => changed({ carrier: { ...file.carrier, ...carrier } });

describe('a licence file', () => {
  it.each<[string, LicenceFile]>([
    ['a master', file],
    ['a QR with the master’s JWT', { ...file, carrier: { kind: 'qr', content: 'ELC1:AB' }, master: `${jwt}~` }],
    ['a PDF, byte for byte', { ...file, carrier: { kind: 'pdf', content: Uint8Array.of(0, 255, 37, 80) } }],
    [
      'a promise while nothing is logged',
      { ...file, receipt: null, statusToken: null, promise: w.promiseFor(w.issued), anchors: [] },
    ],
  ])('gives back %s as it was put in', (_what, value) => {
    expect(readLicenceFile(written(value))).toEqual({ ok: true, value });
  });

  it('is the same text for the same content', () => {
    expect(written(Object.fromEntries(Object.entries(file).reverse()) as unknown as LicenceFile)).toBe(written(file));
  });

  it.each<[string, string, string]>([
    ['no JSON', 'PK\u0003\u0004', 'licence-file-json'],
    ['JSON cut short', written(file).slice(0, -1), 'licence-file-json'],
    ['a member said twice', written(file).replace('{', '{"format":"elicence/1",'), 'licence-file-json'],
    ['a member said twice inside', written(file).replace('"kind"', '"kind":"qr","kind"'), 'licence-file-json'],
    [
      'JSON nested too deeply',
      written(file).replace('"receipt":{', `"receipt":{"x":${'['.repeat(9)}${']'.repeat(9)},`),
      'licence-file-json',
    ],
    ['a text over the limit', `${written(file)}${' '.repeat(licenceFileLimits.length)}`, 'licence-file-too-large'],
    ['JSON of something else', '{"credential":"x"}', 'licence-file-format'],
    ['a list', '[]', 'licence-file-format'],
    ['another version', changed({ format: 'elicence/2' }), 'licence-file-format'],
    ['a member that has no place', changed({ verdict: 'valid' }), 'licence-file-form'],
    ['a trust list of its own', changed({ trust: 'a.b.c' }), 'licence-file-form'],
    ['a member of the prototype', written(file).replace('{', '{"__proto__":{},'), 'licence-file-form'],
    ['a member left out', changed({ anchors: undefined }), 'licence-file-form'],
    ['a carrier of another kind', carrying({ kind: 'ofd' }), 'licence-file-form'],
    ['a carrier with more', carrying({ name: 'x' }), 'licence-file-form'],
    ['no content', carrying({ content: '' }), 'licence-file-form'],
    ['a master with disclosures', changed({ master: w.issued.credential }), 'licence-file-form'],
    ['a master without its end', changed({ master: jwt }), 'licence-file-form'],
    ['a receipt that is text', changed({ receipt: 'x' }), 'licence-file-form'],
    ['a promise that is none', changed({ promise: {} }), 'licence-file-form'],
    ['too many statements', changed({ anchors: Array(17).fill('x') }), 'licence-file-form'],
    ['a statement that is no text', changed({ anchors: [{}] }), 'licence-file-form'],
    ['a moment that is none', changed({ made: 'today' }), 'licence-file-form'],
    ['a PDF that is no base64', carrying({ kind: 'pdf', content: 'A_' }), 'licence-file-carrier'],
    ['a PDF in another spelling', carrying({ kind: 'pdf', content: 'JVB=' }), 'licence-file-carrier'],
    ['a PDF over its limit', carrying({ kind: 'pdf', content: 'A'.repeat(2.9 * 1024 * 1024) }), 'licence-file-carrier'],
    [
      'a text over its limit',
      carrying({ content: 'A'.repeat(licenceFileLimits.carrierText + 1) }),
      'licence-file-carrier',
    ],
  ])('refuses %s', (_what, text, code) => {
    expect(readLicenceFile(text)).toMatchObject({ ok: false, code });
  });

  it('is not written when it could not be read', () => {
    expect(formatLicenceFile({ ...file, carrier: { kind: 'qr', content: '' } })).toMatchObject({
      code: 'licence-file-form',
    });
  });

  it('never throws, whatever single character is changed', () => {
    const text = written({ ...file, carrier: { kind: 'pdf', content: Uint8Array.of(1, 2, 3) } });
    for (let i = 0; i < text.length; i += 7) {
      for (const other of ['"', '\\', '{', '\u0000', '\ud800']) {
        const read = readLicenceFile(text.slice(0, i) + other + text.slice(i + 1));
        expect(typeof read.ok).toBe('boolean');
      }
    }
  });
});

describe('the kind of an offline code', () => {
  it('is told by what is inside, and of one that cannot be read it is the smaller', () => {
    const key = newCarrierKey();
    const portrait = { field: 'portrait', digest: specimenInput.masterDigest, picture: smallWebp(1000) };
    expect(offlineQrKind(madeText(specimenInput, key), crypto)).toBe('qr');
    expect(offlineQrKind(madeText({ ...specimenInput, portrait }, key), crypto)).toBe('qr-photo');
    expect(offlineQrKind('ELC1:A', crypto)).toBe('qr');
  });
});

describe('what was brought', () => {
  it.each([
    ['a licence file', written(file), 'json'],
    ['an SD-JWT', ` ${w.issued.credential}\n`, 'sd-jwt'],
    ['a vc+jwt', 'aa.bb.cc\r\n', 'vc-jwt'],
    ['an offline code', 'ELC1:6BF$%', 'qr'],
    ['an address', 'https://elicence.example/v/x#y', undefined],
    ['two words', 'aa.bb.cc dd', undefined],
    ['nothing', '', undefined],
  ])('knows %s by its beginning', (_what, text, kind) => {
    expect(recogniseText(text)?.kind).toBe(kind);
    expect(recogniseBytes(utf8Encode(text))?.kind).toBe(kind);
  });

  it('knows a PDF by its first bytes alone, and bytes that are no text by nothing', () => {
    expect(recogniseBytes(utf8Encode('%PDF-1.7\n%\u00e2'))?.kind).toBe('pdf');
    expect(recogniseBytes(utf8Encode(' %PDF-1.7'))).toBeUndefined();
    expect(recogniseBytes(Uint8Array.of(0xff, 0xd8, 0xff))).toBeUndefined();
    expect(recogniseBytes(new Uint8Array(0))).toBeUndefined();
  });
});
