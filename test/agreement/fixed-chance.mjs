// Loaded before a recording: what node:crypto draws at random comes from a fixed beginning, and its signatures are
// deterministic (RFC 6979, RFC 8032), so that recording twice writes the same files.
import crypto from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';

// As core has it: another version may lie at the top.
const { p256 } = createRequire(new URL('../../src/core/package.json', import.meta.url))('@noble/curves/nist.js');
const { createECDH, createHash, createPrivateKey, createPublicKey, sign: signed, webcrypto } = crypto;
let drawn = 0;

function draw(length) {
  const parts = [];
  for (let got = 0; got < length; got += 32)
    parts.push(createHash('sha256').update(`elicence agreement vectors ${drawn++}`).digest());
  return Buffer.concat(parts).subarray(0, length);
}

function ecPair() {
  const ecdh = createECDH('prime256v1');
  const d = draw(32);
  d[0] &= 0x7f;
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const part = (from, to) => point.subarray(from, to).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: part(1, 33), y: part(33, 65), d: d.toString('base64url') };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

function edPair() {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), draw(32)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

crypto.randomBytes = draw;
crypto.generateKeyPairSync = (type) => {
  const privateKey = type === 'ec' ? ecPair() : edPair();
  return { privateKey, publicKey: createPublicKey(privateKey) };
};
crypto.sign = (algorithm, data, key) => {
  const object = key.key ?? key;
  if (object.asymmetricKeyType !== 'ec') return signed(algorithm, data, key);
  const d = Buffer.from(object.export({ format: 'jwk' }).d, 'base64url');
  const format = key.dsaEncoding === 'ieee-p1363' ? 'compact' : 'der';
  return Buffer.from(p256.sign(data, d, { prehash: true, lowS: false, format }));
};
// The keys that certify are handed to Web Crypto as bytes: their signatures are made where they are kept.
const kept = new WeakMap();
const { subtle } = webcrypto;
const importKey = subtle.importKey.bind(subtle);
const subtleSign = subtle.sign.bind(subtle);
subtle.importKey = async (format, data, ...rest) => {
  const key = await importKey(format, data, ...rest);
  if (format === 'pkcs8') kept.set(key, createPrivateKey({ key: Buffer.from(data), format: 'der', type: 'pkcs8' }));
  return key;
};
subtle.sign = async (algorithm, key, data) => {
  const object = kept.get(key);
  if (object === undefined) return subtleSign(algorithm, key, data);
  const signature = crypto.sign('sha256', Buffer.from(data), { key: object, dsaEncoding: 'ieee-p1363' });
  return new Uint8Array(signature).buffer;
};
syncBuiltinESMExports();
