import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { compactVerify, decodeProtectedHeader } from 'jose';
import {
  assembleMaster,
  finishMaster,
  type MasterInput,
  type ParsedSdJwt,
  parseSdJwt,
} from '../../credential/index.js';
import type { EcPublicJwk } from '../../crypto/index.js';
import { nobleCrypto as crypto } from '../../crypto/noble.js';
import { assembleVcJwt, finishVcJwt, readVcJwt, vcCredentialOf, verifyVcJwt } from './index.js';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = pair.publicKey.export({ format: 'jwk' }) as EcPublicJwk;
const identifier = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U';
const input: MasterInput = {
  issuer: 'https://registry.example/a',
  vct: 'https://registry.example/types/11100000000013338W011/v1',
  identifier,
  x5c: [randomBytes(300).toString('base64')],
  issuedAt: 1_772_413_200,
  issuanceDate: '2026-03-02',
  expires: 1_900_000_000,
  status: { uri: 'https://registry.example/status-lists/1', index: 3 },
  licenceNumber: 'No. 42',
  holders: [
    { kind: 'person', codeType: '111', code: '11010519491231002X', name: '张三' },
    { kind: 'organisation', codeType: '001', code: '11430000006122244L', name: '示例公司' },
  ],
  faceData: { scope: '餐饮', 'odd/~name': [1, null, { deep: true }], empty: '' },
};

function masterOf(change: Partial<MasterInput> = {}): ParsedSdJwt {
  const made = assembleMaster({ ...input, ...change }, { salt: () => randomBytes(16), crypto });
  const parsed = parseSdJwt(finishMaster(made.signingInput, randomBytes(64), made.disclosures), crypto);
  if (!parsed.ok) throw new Error(parsed.code);
  return parsed.value;
}
const signed = (text: string, key: KeyObject = pair.privateKey) =>
  finishVcJwt(text, sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }));
const assembled = (from: ParsedSdJwt) => {
  const made = assembleVcJwt(from, 'carrier-1');
  if (!made.ok) throw new Error(made.code);
  return made.value;
};
const master = masterOf();
const text = signed(assembled(master));
const credentialOf = (from: ParsedSdJwt) => {
  const made = vcCredentialOf(from);
  if (!made.ok) throw new Error(made.code);
  return made.value;
};
const credential = credentialOf(master);
const head = { alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: 'carrier-1' };
const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const made = (header: unknown, payload: unknown) => signed(`${part(header)}.${part(payload)}`);

describe('a vc+jwt of a master', () => {
  it('says what the master says, its digest and identifier with it', () => {
    const read = readVcJwt(text);
    if (!read.ok) throw new Error(read.code);
    const { issuer, vct, issuanceDate, licenceNumber, holders, faceData, status } = input;
    expect(read.value).toMatchObject({
      kind: 'vc-jwt',
      keyId: 'carrier-1',
      identifier,
      masterDigest: master.masterDigest,
      credential,
    });
    expect(read.value.said).toEqual({
      identifier,
      typeCode: '11100000000013338W011',
      ...{ issuer, vct, issuanceDate, licenceNumber, holders, faceData, status },
      validFrom: input.issuedAt,
      validUntil: input.expires,
    });
    expect(verifyVcJwt(read.value, jwk, crypto)).toBe(true);
  });

  it('leaves out what the master leaves out, and begins when the master does', () => {
    const bare = masterOf({ expires: undefined, licenceNumber: undefined, notBefore: -86_400 });
    const read = readVcJwt(signed(assembled(bare)));
    if (!read.ok) throw new Error(read.code);
    expect(read.value.said).not.toHaveProperty('validUntil');
    expect(read.value.said).not.toHaveProperty('licenceNumber');
    expect(read.value.said.validFrom).toBe(-86_400);
  });

  it('is one that jose verifies, by its key alone', async () => {
    const { payload } = await compactVerify(text, pair.publicKey, { algorithms: ['ES256'] });
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual(credential);
    expect(decodeProtectedHeader(text)).toEqual(head);
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await expect(compactVerify(text, other.publicKey)).rejects.toThrow();
    const read = readVcJwt(text);
    const key = other.publicKey.export({ format: 'jwk' }) as EcPublicJwk;
    expect(read.ok && verifyVcJwt(read.value, key, crypto)).toBe(false);
  });

  it('fails with any one character changed', () => {
    for (let at = 0; at < text.length; at++) {
      const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
      const read = readVcJwt(changed);
      // The form is judged for all, the slow signature for a sample.
      if (read.ok && at % 37 === 0) expect([at, verifyVcJwt(read.value, jwk, crypto)]).toEqual([at, false]);
      if (read.ok)
        expect(Buffer.from(read.value.signingInput).toString() === assembled(master)).toBe(at > text.lastIndexOf('.'));
    }
  });

  it('is not made of a master whose holder is not disclosed, nor of one outside four-digit years', () => {
    expect(vcCredentialOf({ ...master, holders: [{}] })).toMatchObject({ code: 'vc-master-not-whole' });
    expect(vcCredentialOf(masterOf({ expires: 300_000_000_000 }))).toMatchObject({ code: 'vc-master-unsuitable' });
    const status = { uri: 'https://registry.example/lists/1', index: 3 };
    expect(vcCredentialOf(masterOf({ status }))).toMatchObject({ code: 'vc-master-unsuitable' });
    expect(() => finishVcJwt('a.b', new Uint8Array(70))).toThrow('64 bytes');
  });

  const c = credential as Record<string, unknown>;
  const subject = c.credentialSubject as Record<string, unknown>;
  const [w3c, ours] = c['@context'] as [string, string];
  const [revocation, suspension] = c.credentialStatus as [object, object];
  const payload = (change: object) => made(head, { ...c, ...change });
  const wrongSubject = (change: object) => payload({ credentialSubject: { ...subject, ...change } });
  it.each<[string, string, string]>([
    ['alg none', made({ ...head, alg: 'none' }, c), 'vc-jwt-algorithm'],
    ['alg HS256', made({ ...head, alg: 'HS256' }, c), 'vc-jwt-algorithm'],
    ['the type of a master', made({ ...head, typ: 'dc+sd-jwt' }, c), 'vc-jwt-type'],
    ['the type of a presentation', made({ ...head, typ: 'vp+jwt' }, c), 'vc-jwt-type'],
    ['a type in capitals', made({ ...head, typ: 'VC+JWT' }, c), 'vc-jwt-type'],
    ['another content type', made({ ...head, cty: 'vp' }, c), 'vc-jwt-header'],
    ['no kid', made({ ...head, kid: undefined }, c), 'vc-jwt-header'],
    ['a critical extension', made({ ...head, crit: ['b64'], b64: false }, c), 'vc-jwt-header'],
    ['its own key', made({ ...head, jwk }, c), 'vc-jwt-header'],
    ['the address of a key', made({ ...head, jku: 'https://a.example' }, c), 'vc-jwt-header'],
    ['its own certificates', made({ ...head, x5c: input.x5c }, c), 'vc-jwt-header'],
    ['a claim vc', payload({ vc: c }), 'vc-jwt-credential'],
    ['a claim vp', payload({ vp: {} }), 'vc-jwt-credential'],
    ['a claim exp', payload({ exp: 1 }), 'vc-jwt-credential'],
    ['a claim iss', payload({ iss: input.issuer }), 'vc-jwt-credential'],
    ['the credential in a claim vc only', made(head, { vc: c }), 'vc-jwt-credential'],
    ['our context first', payload({ '@context': [ours, w3c] }), 'vc-jwt-credential'],
    [
      'the context of VCDM 1.1',
      payload({ '@context': ['https://www.w3.org/2018/credentials/v1', ours] }),
      'vc-jwt-credential',
    ],
    ['one context', payload({ '@context': [w3c] }), 'vc-jwt-credential'],
    ['a context of its own', payload({ '@context': [w3c, {}] }), 'vc-jwt-credential'],
    ['a third context', payload({ '@context': [w3c, ours, ours] }), 'vc-jwt-credential'],
    [
      'another registry’s context',
      payload({ '@context': [w3c, ours.replace('registry', 'other')] }),
      'vc-jwt-credential',
    ],
    ['another type', payload({ type: ['VerifiableCredential', 'Other'] }), 'vc-jwt-credential'],
    ['an identifier that is none', payload({ id: 'urn:elicence:1' }), 'vc-jwt-credential'],
    [
      'an identifier with another check character',
      payload({ id: `urn:elicence:${identifier.slice(0, -1)}V` }),
      'vc-jwt-credential',
    ],
    ['a day as validFrom', payload({ validFrom: '2026-03-02' }), 'vc-jwt-credential'],
    ['a validFrom with a zone', payload({ validFrom: '2026-03-02T00:00:00+08:00' }), 'vc-jwt-credential'],
    ['a day that does not exist', payload({ validFrom: '2026-02-30T00:00:00Z' }), 'vc-jwt-credential'],
    ['an end before its beginning', payload({ validUntil: '2020-01-01T00:00:00Z' }), 'vc-jwt-credential'],
    ['no validFrom', payload({ validFrom: undefined }), 'vc-jwt-credential'],
    ['a short digest', payload({ masterDigest: 'sha-256:AAAA' }), 'vc-jwt-credential'],
    ['no digest', payload({ masterDigest: undefined }), 'vc-jwt-credential'],
    ['a proof of its own', payload({ proof: {} }), 'vc-jwt-credential'],
    ['one status', payload({ credentialStatus: [revocation] }), 'vc-jwt-credential'],
    ['the same status twice', payload({ credentialStatus: [revocation, revocation] }), 'vc-jwt-credential'],
    ['its statuses exchanged', payload({ credentialStatus: [suspension, revocation] }), 'vc-jwt-credential'],
    [
      'a status index as number',
      payload({ credentialStatus: [{ ...revocation, statusListIndex: 3 }, suspension] }),
      'vc-jwt-credential',
    ],
    ['two places', payload({ credentialStatus: [revocation, { ...suspension, id: 'x' }] }), 'vc-jwt-credential'],
    ['no holder', wrongSubject({ holders: [] }), 'vc-jwt-credential'],
    [
      'a holder with more',
      wrongSubject({ holders: [{ ...(subject.holders as object[])[0], age: 1 }] }),
      'vc-jwt-credential',
    ],
    ['a subject with an id', wrongSubject({ id: 'did:example:1' }), 'vc-jwt-credential'],
    ['a doubled member', made(head, JSON.stringify(c).replace('{', '{"id":"urn:elicence:1",')), 'vc-jwt-form'],
    ['a short signature', text.slice(0, -4), 'vc-jwt-form'],
    ['padding', `${text}==`, 'vc-jwt-form'],
    ['a disclosure behind', `${text}~`, 'vc-jwt-form'],
    ['too much text', 'A'.repeat(256 * 1024 + 1), 'vc-jwt-form'],
    ['no text', '', 'vc-jwt-form'],
  ])('with %s is refused', (_, wrong, code) => expect(readVcJwt(wrong)).toMatchObject({ ok: false, code }));
});
