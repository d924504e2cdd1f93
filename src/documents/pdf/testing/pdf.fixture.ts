import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { NewLicenceType } from '../../../catalogue/index.js';
import { createCa, issueLeaf } from '../../../signing/index.js';
import { type DefaultLook, defaultTemplate } from '../default-template.js';
import type { PdfInput, PdfSigner } from '../input.js';

const period = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A carrier key certified by a CA of its own; the CA's certificate is the last of the chain. */
export async function carrierSigner(): Promise<PdfSigner> {
  const ca = await createCa(pair().privateKey, 'Elicence demo CA', period);
  const { privateKey, publicKey } = pair();
  const certificates = await issueLeaf(
    ca,
    { name: '云渡市数据局', creditCode: '11430000006122244L', publicKey },
    period,
  );
  return { certificates, sign: (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }) };
}

/** The example licence of a type, ready to print. */
export function printed(type: NewLicenceType, issuer: string, look: DefaultLook = {}): PdfInput {
  const { example } = type.definition;
  const master = Buffer.from(`eyJhbGciOiJFUzI1NiJ9.${'e30'.repeat(400)}.c2ln~WyJzYWx0IiwiYSIsMV0~`);
  return {
    template: defaultTemplate(type.definition, { specimen: true, ...look }),
    licence: {
      identifier: `1.2.156.3005.2.${type.code}.11430000006122244L.0000000001.001.A`,
      masterDigest: `sha-256:${createHash('sha256').update(master).digest('base64url')}`,
      typeName: type.name,
      issuer,
      licenceNumber: '430102-2026-000001',
      holders: example.holders,
      issuedOn: '2026-11-02',
      ...(example.validFrom !== undefined && { validFrom: example.validFrom }),
      ...(example.validUntil !== undefined && { validUntil: example.validUntil }),
      faceData: example.faceData,
    },
    master,
    qr: `https://licences.example.cn/v/${type.code}.11430000006122244L.0000000001.001.A#ABCD-EFGH-JKMN`,
    madeAt: new Date('2026-11-02T01:02:03Z'),
  };
}

/** The parts of a signed file: ByteRange, the bytes under it and the CMS without its padding. */
export function signatureOf(file: Buffer): { range: number[]; content: Buffer; cms: Buffer } {
  const found = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/.exec(file.toString('latin1'));
  if (!found) throw new Error('no ByteRange');
  const range = found.slice(1).map(Number);
  const [from, length, second, rest] = range as [number, number, number, number];
  const content = Buffer.concat([file.subarray(from, length), file.subarray(second, second + rest)]);
  const padded = Buffer.from(file.toString('latin1', length + 1, second - 1), 'hex');
  return { range, content, cms: padded.subarray(0, 4 + padded.readUInt16BE(2)) };
}
