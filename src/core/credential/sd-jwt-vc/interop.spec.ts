import { createHash, createPublicKey, randomBytes, verify as verifyBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { compactVerify, importJWK } from 'jose';
import { standard } from '../../verification/policy.js';
import { at, crypto, newSigner, type Signer, World } from '../../verification/testing/world.js';
import { verify } from '../../verification/verify.js';
import { finishKeyBinding, kbSigningInput } from './bind-holder.js';
import { parseSdJwt } from './parse-sd-jwt.js';
import { present } from './present.js';

const w = new World();
const holder = newSigner();
const asked = { audience: 'https://guard.example', nonce: 'n-1' };
const members = [{ name: '张三' }, { name: '李四' }, { name: '王五' }];
const bound = w.issue({
  holderKey: holder.jwk,
  vctIntegrity: `sha256-${createHash('sha256').update('{}').digest('base64')}`,
  faceData: { scope: '餐饮', 'odd/~name': null, members },
  faceFields: 9,
});

const good = ({ jwk }: Pick<Signer, 'jwk'>, data: string, signature: string) =>
  verifyBytes(
    'sha256',
    Buffer.from(data),
    { key: createPublicKey({ key: { ...jwk }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
const signs = (signer: Signer) => (data: string) => Buffer.from(signer.sign(Buffer.from(data))).toString('base64url');

/** The library as one would set it up for ES256; the status list is no matter of the form. */
function theirs(issuer: Signer) {
  return new SDJwtVcInstance({
    hasher: (data: string | ArrayBuffer) =>
      createHash('sha256')
        .update(typeof data === 'string' ? data : Buffer.from(data))
        .digest(),
    hashAlg: 'sha-256',
    saltGenerator: (length: number) => randomBytes(length).toString('base64url'),
    signer: signs(issuer),
    signAlg: 'ES256',
    verifier: (data: string, signature: string) => good(issuer, data, signature),
    kbSigner: signs(holder),
    kbSignAlg: 'ES256',
    kbVerifier: (data, signature, payload) => good({ jwk: payload.cnf?.jwk as Signer['jwk'] }, data, signature),
    statusListFetcher: async () => w.statusToken(0),
    statusVerifier: () => true,
    statusValidator: async () => undefined,
  });
}
const times = { currentDate: at / 1000 };
const ours = (keep: string[]) => {
  const shown = present(bound.credential, keep, crypto);
  if (!shown.ok) throw new Error(shown.code);
  return shown.value;
};
const bind = (shown: string) => {
  const input = kbSigningInput(shown, { ...asked, issuedAt: at / 1000 }, crypto);
  return finishKeyBinding(shown, input, holder.sign(Buffer.from(input)));
};
const judged = (credential: string) =>
  verify(w.evidence({ credential, keyBinding: asked }, bound), standard, at, crypto);

describe('ours, read by others', () => {
  it('verifies with @sd-jwt/sd-jwt-vc, whole and with everything said', async () => {
    const { payload } = await theirs(w.a).verify(bound.credential, times);
    const parsed = parseSdJwt(bound.credential, crypto);
    if (!parsed.ok) throw new Error(parsed.code);
    expect(payload).toEqual(parsed.value.claims);
  });

  it('verifies with @sd-jwt/sd-jwt-vc with fewer disclosures and a key binding', async () => {
    const credential = bind(ours(['/holders/0/name', '/face_data/members/1']));
    const { payload, kb } = await theirs(w.a).verify(credential, { ...times, keyBindingNonce: asked.nonce });
    expect(payload).toMatchObject({ holders: [{ name: '张三' }], face_data: { members: [{ name: '李四' }] } });
    expect(kb?.payload).toMatchObject({ aud: asked.audience, nonce: asked.nonce });
    await expect(theirs(w.a).verify(credential, { ...times, keyBindingNonce: 'n-2' })).rejects.toThrow();
    await expect(theirs(newSigner()).verify(credential, times)).rejects.toThrow();
  });

  it('verifies with jose: the issuer’s JWT and the holder’s', async () => {
    const [jwt = '', ...rest] = bind(ours([])).split('~');
    const issued = await compactVerify(jwt, await importJWK({ ...w.a.jwk }, 'ES256'), { algorithms: ['ES256'] });
    expect(issued.protectedHeader.typ).toBe('dc+sd-jwt');
    const shown = await compactVerify(rest.at(-1) as string, await importJWK({ ...holder.jwk }, 'ES256'));
    expect(shown.protectedHeader).toEqual({ alg: 'ES256', typ: 'kb+jwt' });
    await expect(compactVerify(jwt, await importJWK({ ...holder.jwk }, 'ES256'))).rejects.toThrow();
  });
});

describe('of others, read by us', () => {
  it('takes a presentation that the library derived from our master and bound', async () => {
    const kb = { payload: { iat: at / 1000, aud: asked.audience, nonce: asked.nonce } };
    const frame = { face_data: { members: { 2: true } } };
    const credential = await theirs(w.a).present(bound.credential, frame, { kb });
    const report = judged(credential);
    expect(report.verdict).toBe('valid');
    expect(report.checks[6]).toMatchObject({ outcome: 'passed', code: 'holder-bound' });
    expect(report.licence?.faceData).toEqual({ members: [{ name: '王五' }] });
  });

  const claims = () => {
    const parsed = parseSdJwt(bound.credential, crypto);
    if (!parsed.ok) throw new Error(parsed.code);
    return structuredClone(parsed.value.claims) as Record<string, unknown> & { vct: string; iss: string };
  };
  const frame = {
    _sd: ['licence_number'],
    face_data: { _sd: ['scope', 'members'], _sd_decoy: 4, members: { _sd: [0, 1, 2], _sd_decoy: 1 } },
    holders: { 0: { _sd: ['kind', 'code_type', 'code', 'name'] } },
  };

  it('reads a master of our structure that the library made, decoys and nested disclosures among it', async () => {
    const header = { x5c: [w.a.certificate] };
    const credential = await theirs(w.a).issue(claims(), frame as never, { header });
    const parsed = parseSdJwt(credential, crypto);
    if (!parsed.ok) throw new Error(`${parsed.code} ${parsed.detail} ${parsed.pointer}`);
    expect(parsed.value.claims).toEqual(claims());
    // It says what ours says, but it is another master: the log has never seen it.
    const report = judged(credential);
    expect(report.checks[0]).toMatchObject({ outcome: 'passed' });
    expect(report.verdict).toBe('invalid');
  });

  it.each<[string, object, object, object, string]>([
    ['no certificate in the header', {}, {}, frame, 'sd-jwt-header'],
    ['holders behind a disclosure', {}, { x5c: [w.a.certificate] }, { _sd: ['holders'] }, 'sd-jwt-claims'],
    ['no status', { status: undefined }, { x5c: [w.a.certificate] }, frame, 'sd-jwt-claims'],
    ['no identifier', { licence_id: undefined }, { x5c: [w.a.certificate] }, frame, 'sd-jwt-claims'],
  ])('refuses by the rules of this profile: %s', async (_what, change, header, hidden, code) => {
    const credential = await theirs(w.a).issue({ ...claims(), ...change }, hidden as never, { header });
    expect(parseSdJwt(credential, crypto)).toMatchObject({ ok: false, code });
  });
});
