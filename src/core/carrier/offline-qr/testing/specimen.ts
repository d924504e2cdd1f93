import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { formatDigest } from '../../../bytes/index.js';
import type { EcPublicJwk } from '../../../crypto/index.js';
import { nobleCrypto } from '../../../crypto/noble.js';
import { formatLicenceIdentifier } from '../../../identifier/index.js';
import { assembleOfflineQr, type OfflineQrInput } from '../index.js';

export const deflate = (data: Uint8Array) => deflateSync(data, { level: 9 });

/** A carrier key with the id that it has in a trust list. */
export function newCarrierKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string };
  const jwk: EcPublicJwk = { kty: 'EC', crv: 'P-256', x, y };
  return {
    keyId: nobleCrypto.digestText(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y })),
    publicKey: jwk,
    pem: publicKey.export({ format: 'pem', type: 'spki' }) as string,
    sign: (data: Uint8Array) => new Uint8Array(sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  };
}

export const specimenInput: OfflineQrInput = {
  identifier: formatLicenceIdentifier({
    typeCode: '11100000000013338W011',
    issuerCode: '11440300MB2D01234X',
    serial: '914403001922038216',
    version: 1,
  }),
  masterDigest: formatDigest(nobleCrypto.sha256(new Uint8Array(1))),
  issuanceDate: '2026-11-25',
  validFrom: '1969-12-31',
  validUntil: '2046-11-24',
  licenceNumber: '岚(2021)青澜市不动产权第1000101号',
  holders: ['样本一', '样本二'],
  faceData: { name: '样本一', sex: '女', floors: -3, shared: true },
};

/** The frame of a WebP of 96 by 128 dots around noise, `length` bytes in all; it is read here, not seen. */
export function smallWebp(length: number, change: (bytes: Uint8Array) => void = () => undefined): Uint8Array {
  const bytes = Uint8Array.from(randomBytes(length));
  const view = new DataView(bytes.buffer);
  bytes.set(Buffer.from('RIFF    WEBPVP8     '), 0);
  view.setUint32(4, length - 8, true);
  view.setUint32(16, length - 20, true);
  bytes.set([0x10, 0, 0, 0x9d, 0x01, 0x2a, 96, 0, 128, 0], 20);
  change(bytes);
  return bytes;
}

/** The text of a code over this input. */
export function madeText(input: OfflineQrInput, key: ReturnType<typeof newCarrierKey>, pack = deflate): string {
  const assembled = assembleOfflineQr(input, key.keyId);
  if (!assembled.ok) throw new Error(`${assembled.code} ${assembled.pointer}`);
  const text = assembled.value.finish(key.sign(assembled.value.signingInput), pack);
  if (!text.ok) throw new Error(text.code);
  return text.value;
}

export { nobleCrypto as crypto };
