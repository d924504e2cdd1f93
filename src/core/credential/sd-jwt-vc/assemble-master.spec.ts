import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { nobleCrypto as crypto } from '../../crypto/noble.js';
import { assembleMaster, finishMaster } from './assemble-master.js';
import { lintMaster } from './lint-master.js';
import { masterDigest } from './master-digest.js';
import type { MasterInput } from './master-input.js';
import { parseSdJwt } from './parse-sd-jwt.js';
import { present } from './present.js';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const input: MasterInput = {
  issuer: 'https://registry.example/a',
  vct: 'https://registry.example/t/1',
  identifier: '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
  x5c: [randomBytes(300).toString('base64')],
  keyId: 'a-1',
  issuedAt: 1_772_413_200,
  issuanceDate: '2026-03-02',
  notBefore: -86_400,
  expires: 1_900_000_000,
  status: { uri: 'https://registry.example/status-lists/1', index: 3 },
  licenceNumber: 'No. 42',
  holders: [
    { kind: 'person', codeType: '111', code: '11010519491231002X', name: '张三' },
    { kind: 'organisation', codeType: '001', code: '11430000006122244L', name: '示例公司' },
  ],
  faceData: { scope: '餐饮', 'odd/~name': [1, null, { deep: true }], empty: '' },
};
const salt = () => randomBytes(16);
const assembled = assembleMaster(input, { salt, crypto });
const signature = sign('sha256', Buffer.from(assembled.signingInput), {
  key: pair.privateKey,
  dsaEncoding: 'ieee-p1363',
});
const master = finishMaster(assembled.signingInput, signature, assembled.disclosures);

describe(assembleMaster.name, () => {
  it('makes a JWT that jose verifies, with the header it should have', async () => {
    const jwt = master.slice(0, master.indexOf('~'));
    const { payload } = await compactVerify(jwt, pair.publicKey, { algorithms: ['ES256'] });
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'ES256', typ: 'dc+sd-jwt', kid: 'a-1', x5c: input.x5c });
    expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({
      iss: input.issuer,
      licence_id: input.identifier,
    });
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await expect(compactVerify(jwt, other.publicKey)).rejects.toThrow();
  });

  it('keeps every datum of a holder and of the face out of the JWT', () => {
    const payload = Buffer.from(master.split('.')[1] as string, 'base64url').toString();
    for (const datum of [
      '张三',
      '11010519491231002X',
      'person',
      '示例公司',
      '餐饮',
      'scope',
      'No. 42',
      'licence_number',
    ]) {
      expect(payload).not.toContain(datum);
    }
    expect(assembled.disclosures).toHaveLength(2 * 4 + 3 + 1 + 3);
  });

  it('sorts digests and never repeats a salt', () => {
    const { face_data: face } = JSON.parse(Buffer.from(master.split('.')[1] as string, 'base64url').toString());
    expect(face._sd).toEqual([...face._sd].sort());
    const salts = assembled.disclosures.map((text) => JSON.parse(Buffer.from(text, 'base64url').toString())[0]);
    expect(new Set(salts).size).toBe(salts.length);
    expect(() => assembleMaster(input, { salt: () => randomBytes(15), crypto })).toThrow('16 bytes');
  });

  it('says again what it was told', () => {
    const parsed = parseSdJwt(master, crypto);
    if (!parsed.ok) throw new Error(parsed.code);
    const { holders, faceData, licenceNumber, clear, header } = parsed.value;
    expect({ holders, faceData, licenceNumber }).toEqual({
      holders: input.holders,
      faceData: input.faceData,
      licenceNumber: 'No. 42',
    });
    expect(clear).toMatchObject({ nbf: -86_400, exp: 1_900_000_000, iat: input.issuedAt });
    expect(header.x5c).toEqual(input.x5c);
  });

  it('refuses a signature of another length', () => {
    expect(() => finishMaster('a.b', new Uint8Array(70), [])).toThrow('64 bytes');
  });
});

describe(lintMaster.name, () => {
  it('passes what was assembled from the input', () => {
    expect(lintMaster(assembled.signingInput, assembled.disclosures, input, crypto)).toEqual({ ok: true, value: true });
    const bare: MasterInput = {
      ...input,
      keyId: undefined,
      licenceNumber: undefined,
      notBefore: undefined,
      expires: undefined,
    };
    const other = assembleMaster(bare, { salt, crypto });
    expect(lintMaster(other.signingInput, other.disclosures, bare, crypto).ok).toBe(true);
  });

  it.each<[string, Partial<MasterInput>]>([
    ['issuer', { issuer: 'https://registry.example/b' }],
    ['vct', { vct: 'https://registry.example/t/2' }],
    ['vctIntegrity', { vctIntegrity: `sha256-${'B'.repeat(43)}=` }],
    ['faceFields', { faceFields: 4 }],
    ['identifier', { identifier: 'x' }],
    ['x5c', { x5c: ['MIIBAAAA'] }],
    ['keyId', { keyId: undefined }],
    ['issuedAt', { issuedAt: 1 }],
    ['issuanceDate', { issuanceDate: '2026-03-03' }],
    ['notBefore', { notBefore: undefined }],
    ['expires', { expires: 1_900_000_001 }],
    ['status', { status: { uri: input.status.uri, index: 4 } }],
    ['licenceNumber', { licenceNumber: 'No. 43' }],
    ['holders', { holders: [...input.holders].reverse() }],
    ['faceData', { faceData: { ...input.faceData, empty: ' ' } }],
    ['holderKey', { holderKey: pair.publicKey.export({ format: 'jwk' }) as unknown as MasterInput['holderKey'] }],
  ])('refuses when %s is not what was meant', (_name, change) => {
    const answer = lintMaster(assembled.signingInput, assembled.disclosures, { ...input, ...change }, crypto);
    expect(answer).toMatchObject({ ok: false, code: 'lint-differs' });
  });

  it('refuses a lost disclosure, and a face that speaks the language of digests', () => {
    const lost = lintMaster(assembled.signingInput, assembled.disclosures.slice(1), input, crypto);
    expect(lost).toMatchObject({ code: 'lint-differs' });
    for (const faceData of [{ _sd: [] }, { a: { _sd: ['x'] } }, { a: [{ '...': 'x' }] }, { a: { '...': 'x' } }]) {
      const odd = { ...input, faceData } as unknown as MasterInput;
      const bytes = assembleMaster(odd, { salt, crypto });
      expect(lintMaster(bytes.signingInput, bytes.disclosures, odd, crypto).ok).toBe(false);
    }
  });
});

describe(present.name, () => {
  it('keeps what is asked for, and the digest of the master', () => {
    const shown = present(master, ['/holders/0/name', '/face_data/odd~1~0name', '/nothing'], crypto);
    if (!shown.ok) throw new Error(shown.code);
    const parsed = parseSdJwt(shown.value, crypto);
    if (!parsed.ok) throw new Error(parsed.code);
    expect(parsed.value.holders).toEqual([{ name: '张三' }, {}]);
    expect(parsed.value.faceData).toEqual({ 'odd/~name': [1, null, { deep: true }] });
    expect(parsed.value.licenceNumber).toBeUndefined();
    expect(masterDigest(shown.value, crypto)).toBe(masterDigest(master, crypto));
    expect(parsed.value.masterDigest).toBe(masterDigest(master, crypto));
  });

  it('keeps all below a pointer and refuses what is no master', () => {
    const shown = present(master, ['/holders'], crypto);
    expect(shown.ok && shown.value.split('~')).toHaveLength(1 + 8 + 1);
    expect(present('x', [], crypto)).toMatchObject({ ok: false, code: 'sd-jwt-form' });
  });
});
