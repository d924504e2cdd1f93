import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import { businessLicenceType } from '../../entry/demo/world/types/business-licence.js';
import { licenceTypes } from '../../entry/demo/world/types/index.js';
import type { PdfInput, PdfSigner } from './input.js';
import { layOutPdf } from './lay-out.js';
import { makePdf } from './make-pdf.js';
import { carrierSigner, printed, signatureOf } from './testing/pdf.fixture.js';

const input = printed(businessLicenceType, '云渡市市场监督管理局');
let signer: PdfSigner;
let pdf: Buffer;

async function make(from: PdfInput): Promise<Buffer> {
  const made = await makePdf(from, signer);
  if (!made.ok) throw new Error(`${made.code} ${made.detail}`);
  return Buffer.from(made.value);
}

beforeAll(async () => {
  signer = await carrierSigner();
  pdf = await make(input);
});

describe('the PDF of a licence', () => {
  it('is one revision whose ByteRange leaves out the signature and nothing else', () => {
    const text = pdf.toString('latin1');
    for (const once of ['%%EOF', 'startxref', '\nxref', '/ByteRange']) expect(text.split(once)).toHaveLength(2);
    expect(text).not.toContain('/Prev');
    const { range } = signatureOf(pdf);
    expect([range[0], range[2]! + range[3]!]).toEqual([0, pdf.length]);
    expect(text.slice(range[1], range[2])).toMatch(/^<[0-9a-f]+>$/);
  });

  it('is certified against every change, with a field over the seal and no script', () => {
    const text = pdf.toString('latin1');
    expect(text).toMatch(/\/TransformMethod \/DocMDP\s+\/TransformParams <<\s*\/Type \/TransformParams\s+\/P 1\s/);
    expect(text).toMatch(/\/Perms <<\s*\/DocMDP \d+ 0 R/);
    expect(text.match(/\/Subtype \/Widget/g)).toHaveLength(1);
    expect(text).not.toMatch(/\/JavaScript|\/JS|\/OCProperties|\/OpenAction|\/URI/);
  });

  it('carries the master byte for byte as the data that it shows', () => {
    const text = pdf.toString('latin1');
    const start = text.indexOf('stream\n', text.indexOf('/Type /EmbeddedFile')) + 'stream\n'.length;
    expect(inflateSync(pdf.subarray(start)).equals(input.master)).toBe(true);
    expect(text).toContain('/AFRelationship /Data');
  });

  it('embeds both fonts in part, says that it is PDF/A-3b, is tagged and in Chinese', () => {
    const text = pdf.toString('latin1');
    expect(text.match(/\/FontFile2 \d+ 0 R/g)).toHaveLength(2);
    expect(text.match(/\/FontName \/[A-Z]{6}\+NotoSansSC-(Regular|Bold)/g)).toHaveLength(2);
    expect(text).not.toContain('/Type1');
    expect(pdf.length).toBeLessThan(200_000);
    expect(text).toMatch(/<pdfaid:part>3<[\s\S]*<pdfaid:conformance>B</);
    expect(text).toMatch(/\/Marked true/);
    expect(text).toContain('/Lang (zh-CN)');
    for (const tag of ['Document', 'H1', 'P', 'Table', 'TR', 'TH', 'TD', 'Figure'])
      expect(text).toContain(`/S /${tag}\n`);
  });

  it('is the same to the byte from the same input, up to the signature', async () => {
    const [one, other] = await Promise.all([layOutPdf(input), layOutPdf(input)]);
    expect(one).toEqual(other);
  });

  it.each(licenceTypes.map((type) => [type.name.en, type] as const))('prints a %s either way', async (_, type) => {
    for (const orientation of ['portrait', 'landscape'] as const) {
      const made = await make(printed(type, '云渡市公安局', { orientation, photo: true }));
      expect(made.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(1);
    }
  });
});

describe('what cannot be printed is refused before it is', () => {
  const face = (faceData: object): PdfInput => ({
    ...input,
    licence: { ...input.licence, faceData: { ...input.licence.faceData, ...faceData } },
  });

  it('a character that the fonts lack is named', async () => {
    expect(await makePdf(face({ legalRepresentative: '𠮷野' }), signer)).toEqual({
      ok: false,
      code: 'glyph-missing',
      detail: '𠮷',
    });
    expect((await makePdf(face({ legalRepresentative: '䶮㛃𬭚' }), signer)).ok).toBe(true);
  });

  it('a text longer than its place', async () => {
    const refused = await makePdf(face({ businessScope: '技术开发；'.repeat(800) }), signer);
    expect(refused).toMatchObject({ ok: false, code: 'does-not-fit' });
    expect((await makePdf(face({ businessScope: '技术开发；'.repeat(80) }), signer)).ok).toBe(true);
  });

  it('a photo that is none, and a QR text that no code holds', async () => {
    const photo = { ...printed(businessLicenceType, 'A', { photo: true }), photo: Buffer.from('GIF89a') };
    expect(await makePdf(photo, signer)).toEqual({ ok: false, code: 'photo-unreadable' });
    expect(await makePdf({ ...input, qr: 'x'.repeat(3000) }, signer)).toEqual({ ok: false, code: 'qr-too-long' });
  });
});

describe('its signature', () => {
  const parse = (cms: Buffer) => {
    const content = pki.ContentInfo.fromBER(new Uint8Array(cms));
    return new pki.SignedData({ schema: content.content });
  };
  const verify = (file: Buffer) => {
    const { cms, content } = signatureOf(file);
    const ca = pki.Certificate.fromBER(new Uint8Array(Buffer.from(signer.certificates[1]!, 'base64')));
    return parse(cms).verify({ signer: 0, data: new Uint8Array(content).buffer, trustedCerts: [ca], checkChain: true });
  };

  it('verifies to the authority, and not after any byte was changed', async () => {
    expect(await verify(pdf)).toBe(true);
    for (const at of [20, signatureOf(pdf).range[2]! + 10, pdf.length - 8]) {
      const changed = Buffer.from(pdf);
      changed[at]! ^= 1;
      await expect(verify(changed)).rejects.toThrow('Message digest');
    }
  });

  it('signs what B-B asks for: type, digest and certificate, and no time of its own', () => {
    const attributes = parse(signatureOf(pdf).cms).signerInfos[0]!.signedAttrs!.attributes;
    expect(attributes.map((one) => one.type).sort()).toEqual([
      '1.2.840.113549.1.9.16.2.47',
      '1.2.840.113549.1.9.3',
      '1.2.840.113549.1.9.4',
    ]);
    const certificate = attributes.find((one) => one.type.endsWith('.47'))!.values[0] as asn1.Sequence;
    const thumbprint = createHash('sha256').update(Buffer.from(signer.certificates[0]!, 'base64')).digest();
    // Three sequences around an octet string of 32 bytes.
    expect(Buffer.from(certificate.toBER())).toEqual(
      Buffer.concat([Buffer.from('3026302430220420', 'hex'), thumbprint]),
    );
  });
});
