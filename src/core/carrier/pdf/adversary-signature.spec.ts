import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type GoodPdf, goodPdf } from '../../../documents/pdf/testing/good-pdf.js';
import { businessLicenceType } from '../../../entry/demo/world/types/business-licence.js';
import { degreeType } from '../../../entry/demo/world/types/degree.js';
import { nodeCrypto } from '../../../platform/index.js';
import type { EcPublicJwk } from '../../crypto/index.js';
import { readPdfCarrier } from './index.js';
import { altered, tlv } from './testing/der.js';
import { Forge, resign, type Signing } from './testing/forge.js';

let good: GoodPdf;
beforeAll(async () => {
  good = await goodPdf(businessLicenceType);
});

type Change = (forge: Forge) => unknown;
const refused = (detail: string) => ({ ok: false, code: 'carrier-form-refused', detail });
const addTo = (entry: string): Change => {
  return (f) => f.edit(f.signature, /\/Reference/, `${entry}\n/Reference`);
};
const range = (text: string): Change => {
  return (f) => f.edit(f.signature, /\/ByteRange \[[^\]]*\]/, `/ByteRange ${text}`);
};

/** The file with this changed and no signature made anew: what can be done without the key. */
function unsigned(change: Change) {
  const forge = Forge.open(good.file);
  change(forge);
  return readPdfCarrier(Buffer.from(forge.build(), 'latin1'), nodeCrypto);
}
async function signedAnew(change: Change, signing?: Signing) {
  const forge = Forge.open(good.file);
  change(forge);
  return readPdfCarrier(await resign(forge.build(), good.sign, signing), nodeCrypto);
}

describe('universal signature forgery: a signature that can not be checked', () => {
  it.each<[string, string, Change]>([
    ['no contents', 'entry-missing Contents', (f) => f.edit(f.signature, /\/Contents <[0-9a-f]+>\n/, '')],
    ['empty contents', 'signature-contents', (f) => f.edit(f.signature, /<[0-9a-f]+>\n/, '<>\n')],
    ['contents of zeros', 'cms', (f) => f.edit(f.signature, /<[0-9a-f]+>\n/, (hex: string) => hex.replace(/\w/g, '0'))],
    ['contents of another type', 'signature-contents', (f) => f.edit(f.signature, /<[0-9a-f]+>\n/, '(none)\n')],
    ['contents elsewhere', 'signature-contents', (f) => f.edit(f.signature, /<[0-9a-f]+>\n/, `${f.add('<00>')} 0 R\n`)],
    ['no range', 'entry-missing ByteRange', (f) => f.edit(f.signature, /\/ByteRange \[[^\]]*\] *\n/, '')],
    ['a null for a range', 'syntax', range('null')],
    ['a name for a range', 'entry-wrong ByteRange', range('/All')],
    ['an empty range', 'byte-range', range('[]')],
    ['zeros', 'byte-range', range('[0 0 0 0]')],
    ['a negative range', 'byte-range', range('[0 -1 -1 10]')],
    ['half a range', 'byte-range', range('[0 4000]')],
    ['names in a range', 'entry-wrong ByteRange', range('[0 /a 20000 100]')],
    ['no signature for the field', 'entry-missing V', (f) => f.edit(f.find(/\/Subtype \/Widget/), /\/V \d+ 0 R\n/, '')],
    ['no certification', 'entry-missing Perms', (f) => f.edit(f.catalogue, /\/Perms <<[^>]*>>\n/, '')],
  ])('%s: %s', (_, reason, change) => {
    expect(unsigned(change)).toEqual(refused(reason));
  });
});

describe('signature wrapping: a range that leaves out more than the signature, by who has the key', () => {
  it.each<[string, NonNullable<Signing['range']>]>([
    ['the second part begins later', (start, end, length) => `[0 ${start} ${end + 64} ${length - end - 64}]`],
    ['the first part ends sooner', (start, end, length) => `[0 ${start - 64} ${end} ${length - end}]`],
    ['the last bytes are not covered', (start, end, length) => `[0 ${start} ${end} ${length - end - 1}]`],
    ['the first bytes are not covered', (start, end, length) => `[9 ${start - 9} ${end} ${length - end}]`],
    ['the parts overlap', (start, _, length) => `[0 ${start} ${start - 20} ${length - start + 20}]`],
    ['the whole file', (_, __, length) => `[0 ${length} ${length} 0]`],
    ['three parts', (start, end, length) => `[0 ${start} ${end} 10 ${end + 10} ${length - end - 10}]`],
  ])('%s', async (_, say) => {
    expect(await signedAnew(() => undefined, { range: say })).toEqual(refused('byte-range'));
  });

  it('something between the signature and its range', async () => {
    const change: Change = (f) => f.edit(f.signature, /(<[0-9a-f]+>)\n/, '$1          \n');
    const gapped = (start: number, end: number, length: number) => `[0 ${start} ${end + 8} ${length - end - 8}]`;
    expect(await signedAnew(change, { range: gapped })).toEqual(refused('byte-range'));
  });

  it('the same contents in a second place', async () => {
    const change: Change = (f) => {
      const hex = /\/Contents <[0-9a-f]+>/.exec(f.signature.value)![0];
      f.store(f.find(/\/Type \/Metadata/), hex);
    };
    expect(unsigned(change).ok).toBe(false);
  });
});

describe('the signature’s dictionary', () => {
  it.each<[string, string, Change]>([
    ['fields may be filled in (DocMDP 2)', 'entry-wrong P', (f) => f.edit(f.signature, '/P 1\n', '/P 2\n')],
    ['notes may be added (DocMDP 3)', 'entry-wrong P', (f) => f.edit(f.signature, '/P 1\n', '/P 3\n')],
    ['no reference to DocMDP', 'entry-missing Reference', (f) => f.edit(f.signature, /\/Reference \[[\s\S]*\]\n/, '')],
    ['only fields are locked', 'entry-wrong TransformMethod', (f) => f.edit(f.signature, '/DocMDP', '/FieldMDP')],
    [
      'another kind of signature',
      'entry-wrong SubFilter',
      (f) => f.edit(f.signature, 'ETSI.CAdES.detached', 'adbe.pkcs7.detached'),
    ],
    [
      'a time stamp for a signature',
      'entry-wrong Type',
      (f) => f.edit(f.signature, '/Type /Sig\n', '/Type /DocTimeStamp\n'),
    ],
    ['a certificate beside the CMS', 'entry-unknown Cert', addTo('/Cert (x)')],
    ['changes of its own counting', 'entry-unknown Changes', addTo('/Changes [0 0 0]')],
    ['rights of use', 'entry-unknown UR3', (f) => f.edit(f.catalogue, /\/Perms <<\n/, '/Perms <<\n/UR3 4 0 R\n')],
    [
      'a second signature that certifies',
      'entry-wrong V',
      (f) => f.edit(f.catalogue, /\/DocMDP \d+/, `/DocMDP ${f.add(f.signature.value)}`),
    ],
    ['a document security store', 'entry-unknown DSS', (f) => f.edit(f.catalogue, '/Perms', '/DSS 4 0 R\n/Perms')],
    ['another time', 'entry-wrong M', (f) => f.edit(f.signature, '/M (D:2026', '/M (D:2020')],
    ['another reason', 'title-differs', (f) => f.edit(f.signature, '\0A)', '\0B)')],
    ['another name', 'issuer-name', (f) => f.edit(f.signature, /\/Name \([^)]*\)/, '/Name (Other)')],
  ])('%s: %s', async (_, reason, change) => {
    const forge = Forge.open(good.file);
    change(forge);
    expect(readPdfCarrier(Buffer.from(forge.build(), 'latin1'), nodeCrypto)).toEqual(refused(reason));
  });
});

describe('the CMS', () => {
  const hex = (from: string, to: string) => (cms: Buffer) => {
    const edited = cms.toString('hex').replace(from, to);
    if (edited === cms.toString('hex')) throw new Error('nothing to edit');
    return Buffer.from(edited, 'hex');
  };
  const stamp = tlv(0x30, Buffer.from('0203010203', 'hex'));
  const unsignedAttribute = (oid: string, value: Buffer) =>
    tlv(0xa1, tlv(0x30, Buffer.from(oid, 'hex'), tlv(0x31, value)));
  const stampOid = '060b2a864886f70d010910020e';

  it.each<[string, (cms: Buffer) => Buffer]>([
    [
      'a length of unknown end (BER)',
      (cms) => Buffer.concat([Buffer.from('3080', 'hex'), cms.subarray(4), Buffer.alloc(2)]),
    ],
    ['a length longer than needed (BER)', (cms) => Buffer.concat([Buffer.from('308300', 'hex'), cms.subarray(2)])],
    ['another digest', hex('300b0609608648016503040201', '300b0609608648016503040202')],
    ['another algorithm', hex('300a06082a8648ce3d04030204', '300a06082a8648ce3d04030304')],
    ['cut off', (cms) => cms.subarray(0, -40)],
    ['two signers', (cms) => altered(cms, { signers: (one) => [one, one] })],
    ['no certificate', (cms) => altered(cms, { certificates: () => [] })],
    ['the authority’s certificate first', (cms) => altered(cms, { certificates: (all) => [...all].reverse() })],
    ['an attribute less', (cms) => altered(cms, { attributes: (all) => all.slice(1) })],
    ['an attribute twice', (cms) => altered(cms, { attributes: (all) => [all[0]!, ...all] })],
    ['attributes in another order', (cms) => altered(cms, { attributes: (all) => [...all].reverse() })],
    [
      'an unsigned attribute that is no time stamp',
      (cms) => altered(cms, { unsigned: unsignedAttribute('06092a864886f70d010906', stamp) }),
    ],
    [
      'two time stamps in one',
      (cms) => altered(cms, { unsigned: unsignedAttribute(stampOid, Buffer.concat([stamp, stamp])) }),
    ],
    ['a negative number', (cms) => altered(cms, { signature: Buffer.from('30060201ff020101', 'hex') })],
    ['a number with a needless zero', (cms) => altered(cms, { signature: Buffer.from('300702020001020101', 'hex') })],
    ['numbers of zero', (cms) => altered(cms, { signature: Buffer.from('3006020100020100', 'hex') })],
    ['bytes behind the numbers', (cms) => altered(cms, { signature: Buffer.from('300602010102010100', 'hex') })],
  ])('%s: cms', async (_, change) => {
    expect(await signedAnew(() => undefined, { cms: change })).toEqual(refused('cms'));
  });

  it('bytes in the padding are refused', async () => {
    const cms = (one: Buffer) => Buffer.concat([one, Buffer.from('0001', 'hex')]);
    expect(await signedAnew(() => undefined, { cms })).toEqual(refused('signature-padding'));
  });

  it('one time stamp is kept, and the signature still verifies', async () => {
    const cms = (one: Buffer) => altered(one, { unsigned: unsignedAttribute(stampOid, stamp) });
    const read = await signedAnew(() => undefined, { cms });
    expect(read.ok && [Buffer.from(read.value.timeStamp!), read.value.signedBy(good.publicKey)]).toEqual([stamp, true]);
  });
});

describe('a form like ours under a signature that is not the key’s', () => {
  it('another identity of the file, the signature left as it was', () => {
    const forge = Forge.open(good.file);
    const trailer = (text: string) => text.replace(/<[0-9a-f]{32}>/g, `<${'ab'.repeat(16)}>`);
    const read = readPdfCarrier(Buffer.from(forge.build({ trailer }), 'latin1'), nodeCrypto);
    expect(read.ok && read.value.signedBy(good.publicKey)).toBe(false);
  });

  it('the signature of another file of the same maker', async () => {
    const other = await goodPdf(degreeType);
    const contents = (file: Uint8Array) => /\/Contents <[0-9a-f]+>/.exec(Buffer.from(file).toString('latin1'))![0];
    const text = Buffer.from(good.file).toString('latin1').replace(contents(good.file), contents(other.file));
    const read = readPdfCarrier(Buffer.from(text, 'latin1'), nodeCrypto);
    expect(read.ok && [good, other].map(({ publicKey }) => read.value.signedBy(publicKey))).toEqual([false, false]);
  });

  it('another key than the one that signed', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const read = readPdfCarrier(good.file, nodeCrypto);
    expect(read.ok && read.value.signedBy(publicKey.export({ format: 'jwk' }) as EcPublicJwk)).toBe(false);
    expect(read.ok && read.value.signedBy(good.publicKey)).toBe(true);
  });
});
