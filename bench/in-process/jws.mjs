// Row P2: a compact JWS with a licence in it, signed and verified by `core` and the keystore's signer, against the same in a
// few lines on node:crypto. Forked with `<build>`.
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { canonical, strictJson } from '../straight-line/verify.mjs';
import { licence } from './licence.mjs';
import { altered, inTurn, mustJudge, serve } from './turns.mjs';

const part = (name) => import(pathToFileURL(join(process.argv[2], 'src', name)).href);
const { hasHeader, parseCompactJws, toBase64url, utf8Encode } = await part('core/index.js');
const { nodeCrypto } = await part('platform/crypto/node-crypto.js');
const { ecSigner } = await part('signing/keystore/signers.js');

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const der = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const signer = ecSigner('bench', { kind: 'ec', key: der, certificates: [] });
const header = { alg: 'ES256', typ: 'licence+jwt', kid: signer.keyId };
const limits = { maxLength: 65_536, maxDepth: 8 };

const encoded = (value) => toBase64url(utf8Encode(JSON.stringify(value)));
function issueOurs(n) {
  const input = `${encoded(header)}.${encoded(licence(n))}`;
  return `${input}.${toBase64url(signer.sign(utf8Encode(input)))}`;
}
function verifyOurs(text) {
  const jws = parseCompactJws(text, limits);
  if (!jws.ok || !hasHeader(jws.value.header, 'licence+jwt', ['kid'])) return false;
  return nodeCrypto.verifyEs256(signer.publicKey, jws.value.signingInput, jws.value.signature) && jws.value.payload;
}

const signing = { key: privateKey, dsaEncoding: 'ieee-p1363' };
const verifying = { key: publicKey, dsaEncoding: 'ieee-p1363' };
const plain = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
function issueStraight(n) {
  const input = `${plain(header)}.${plain(licence(n))}`;
  return `${input}.${sign('sha256', Buffer.from(input), signing).toString('base64url')}`;
}
function verifyStraight(text) {
  if (text.length > limits.maxLength) return false;
  const [head, body, tail, ...more] = text.split('.');
  if (tail === undefined || more.length > 0) return false;
  const { alg, typ, kid, ...others } = strictJson(canonical(head));
  if (alg !== 'ES256' || typ !== 'licence+jwt' || typeof kid !== 'string') return false;
  if (Object.keys(others).length > 0) return false;
  const payload = strictJson(canonical(body));
  const signature = canonical(tail);
  return verify('sha256', Buffer.from(text.slice(0, head.length + 1 + body.length)), verifying, signature) && payload;
}

const some = 500;
const made = Array.from({ length: some }, (_, n) => (n % 2 ? issueOurs(n) : issueStraight(n)));
const signed = (head, body) => {
  const input = `${plain(head)}.${Buffer.from(body).toString('base64url')}`;
  return `${input}.${sign('sha256', Buffer.from(input), signing).toString('base64url')}`;
};
const forgeries = {
  payload: altered(made[0], made[0].indexOf('.') + 40),
  signature: altered(made[0], made[0].length - 30),
  header: altered(made[0], 6),
  'alg none': signed({ ...header, alg: 'none' }, '{}'),
  'a key of its own': signed({ ...header, jwk: signer.publicKey }, '{}'),
  'another type': signed({ ...header, typ: 'jwt' }, '{}'),
  'a member twice': signed(header, '{"a":1,"a":2}'),
  'four parts': `${made[0]}.AA`,
};
for (const [name, judge] of Object.entries({ core: verifyOurs, 'node:crypto': verifyStraight }))
  for (const text of made.slice(0, 2)) await mustJudge(name, judge, text, forgeries);

serve(async (turns) => ({
  issue: await inTurn({ ours: issueOurs, other: issueStraight }, turns),
  verify: await inTurn(
    { ours: (n) => verifyOurs(made[n % some]), other: (n) => verifyStraight(made[n % some]) },
    turns,
  ),
}));
