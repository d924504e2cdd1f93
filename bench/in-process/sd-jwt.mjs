// Row P1: an SD-JWT VC of 15 claims, each behind a disclosure of its own, issued and verified by `core` and by
// @sd-jwt/sd-jwt-vc, both with the same node:crypto underneath. Forked with `<build>`.
import { generateKeyPairSync, hash, randomBytes, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { licence } from './licence.mjs';
import { altered, inTurn, mustJudge, serve } from './turns.mjs';

const part = (name) => import(pathToFileURL(join(process.argv[2], 'src', name)).href);
const { assembleMaster, finishMaster, parseSdJwt } = await part('core/index.js');
const { nodeCrypto } = await part('platform/crypto/node-crypto.js');
const { ecSigner } = await part('signing/keystore/signers.js');

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const der = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const signer = ecSigner('bench', { kind: 'ec', key: der, certificates: [] });
const es256 = { key: publicKey, dsaEncoding: 'ieee-p1363' };
const x5c = [randomBytes(600).toString('base64')];
const identifier = '1.2.156.3005.2.11100000MB03001000001.11350100003600000X.0LXK3F2M7Q9ABCDEFGHJ.001.K';

/** Both take salts of 16 bytes out of one pool. */
const pool = randomBytes(1 << 16);
let at = 0;
const salt = () => {
  at = (at + 16) % (pool.length - 16);
  return pool.subarray(at, at + 16);
};
const clear = {
  iss: 'https://licences.example/authorities/11350100003600000X',
  vct: 'https://licences.example/types/11100000MB03001000001/v1',
  issuance_date: '2026-11-01',
  status: { status_list: { idx: 4711, uri: 'https://licences.example/status-lists/1' } },
};
const issuedAt = 1_793_500_000;
const now = issuedAt + 3_600;

function issueOurs(n) {
  const { licenceNumber, holders, faceData } = licence(n);
  const { signingInput, disclosures } = assembleMaster(
    {
      issuer: clear.iss,
      vct: clear.vct,
      identifier,
      x5c,
      issuedAt,
      issuanceDate: clear.issuance_date,
      notBefore: issuedAt,
      expires: issuedAt + 86_400,
      status: { uri: clear.status.status_list.uri, index: clear.status.status_list.idx },
      licenceNumber,
      holders,
      faceData,
    },
    { salt, crypto: nodeCrypto },
  );
  return finishMaster(signingInput, signer.sign(Buffer.from(signingInput)), disclosures);
}

function verifyOurs(text) {
  const read = parseSdJwt(text, nodeCrypto);
  if (!read.ok) throw new Error(read.code);
  const { signingInput, signature, clear: said } = read.value;
  if (!nodeCrypto.verifyEs256(signer.publicKey, signingInput, signature)) throw new Error('signature');
  if (now < said.nbf || now >= said.exp) throw new Error('not in force');
  return read.value.claims;
}

/** The library as one sets it up for ES256. Status is none of this row: its check would fetch the list. */
class Theirs extends SDJwtVcInstance {
  async verifyStatus() {}
}
const theirs = new Theirs({
  hasher: (data) => hash('sha256', typeof data === 'string' ? data : Buffer.from(data), 'buffer'),
  hashAlg: 'sha-256',
  saltGenerator: () => salt().toString('base64url'),
  signer: (data) =>
    sign('sha256', Buffer.from(data), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url'),
  signAlg: 'ES256',
  verifier: (data, signature) => verify('sha256', Buffer.from(data), es256, Buffer.from(signature, 'base64url')),
});
const holderFrame = { _sd: ['kind', 'code_type', 'code', 'name'] };
const frame = {
  _sd: ['licence_number'],
  holders: { _sd: [], 0: holderFrame },
  face_data: { _sd: Object.keys(licence(0).faceData) },
};

function issueTheirs(n) {
  const { licenceNumber, holders, faceData } = licence(n);
  const payload = {
    ...clear,
    licence_id: identifier,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + 86_400,
    holders: holders.map(({ kind, codeType, code, name }) => ({ kind, code_type: codeType, code, name })),
    face_data: faceData,
    licence_number: licenceNumber,
  };
  return theirs.issue(payload, frame, { header: { x5c } });
}
const verifyTheirs = (text) => theirs.verify(text, { currentDate: now });

const some = 300;
const ours = Array.from({ length: some }, (_, n) => issueOurs(n));
const others = [];
for (let n = 0; n < some; n++) others.push(await issueTheirs(n));

const forgeriesOf = (text) => ({
  payload: altered(text, text.indexOf('.') + 80),
  signature: altered(text, text.indexOf('~') - 40),
  'header of another': `${Buffer.from('{"alg":"ES256","typ":"dc+sd-jwt"}').toString('base64url')}${text.slice(text.indexOf('.'))}`,
});
/** The library takes these: what no digest vouches for it leaves out, and a doubled one it reads twice. RFC 9901 §7.1 refuses them. */
const oursAlone = (text) => ({
  disclosure: altered(text, text.length - 20),
  'a disclosure twice': `${text}${text.split('~')[1]}~`,
  'a disclosure of another': `${text}${Buffer.from('["c2FsdHNhbHRzYWx0c2FsdA","name","x"]').toString('base64url')}~`,
});
for (const text of [ours[0], others[0]]) {
  await mustJudge('core', verifyOurs, text, { ...forgeriesOf(text), ...oursAlone(text) });
  await mustJudge('@sd-jwt/sd-jwt-vc', verifyTheirs, text, forgeriesOf(text));
}
const claims = JSON.stringify((await verifyTheirs(ours[7])).payload);
if (claims !== JSON.stringify(verifyOurs(ours[7]))) throw new Error('the two read different claims');
if (ours[0].split('~').length !== others[0].split('~').length || ours[0].split('~').length !== 17)
  throw new Error('not 15 disclosures each');

serve(async (limits) => ({
  issue: await inTurn({ ours: issueOurs, other: issueTheirs }, limits),
  verify: await inTurn(
    { ours: (n) => verifyOurs(ours[n % some]), other: (n) => verifyTheirs(others[n % some]) },
    limits,
  ),
}));
