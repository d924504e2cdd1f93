// The trust list: who may sign what, between which dates.
import { createPublicKey, hash, verify } from 'node:crypto';

/** A trust list under its root, ready for look-ups. */
export function readTrust(jws, root) {
  const [header, payload, signature] = jws.split('.');
  const key = { key: createPublicKey({ key: root, format: 'jwk' }), dsaEncoding: 'ieee-p1363' };
  const good = verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
  const list = JSON.parse(Buffer.from(payload, 'base64url'));
  if (!good || Date.parse(list.expiresAt) < Date.now()) throw new Error('the trust list is not to be believed');
  const ms = (text) => (text === undefined ? Number.POSITIVE_INFINITY : Date.parse(text));
  const signers = new Map();
  for (const authority of list.authorities) {
    const rights = authority.rights.map((right) => ({ ...right, from: ms(right.from), until: ms(right.until) }));
    for (const certificate of authority.certificates) {
      const { x, y } = certificate.publicKey;
      const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
      const period = { from: ms(certificate.notBefore), until: ms(certificate.notAfter) };
      const es256 = { key: publicKey, dsaEncoding: 'ieee-p1363' };
      signers.set(certificate.thumbprint, {
        authority,
        rights,
        es256,
        ...period,
        stolen: ms(certificate.compromisedAt),
      });
    }
  }
  const logs = new Map(
    list.logs.map(({ origin, noteKey }) => {
      const raw = Buffer.from(noteKey.slice(noteKey.indexOf('+', noteKey.indexOf('+') + 1) + 1), 'base64').subarray(1);
      const id = hash('sha256', Buffer.concat([Buffer.from(`${origin}\n\u0001`), raw]), 'buffer').subarray(0, 4);
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') };
      return [origin, { id, key: createPublicKey({ key: jwk, format: 'jwk' }) }];
    }),
  );
  return { signers, logs, types: new Map(list.types.map((type) => [type.code, type])) };
}
