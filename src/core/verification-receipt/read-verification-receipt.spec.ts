import { describe, expect, it } from '@jest/globals';
import { findRegistryKey, type ListedKey, readTrustList, type TrustList } from '../trust/index.js';
import {
  at,
  codeA,
  codeB,
  crypto,
  iso,
  newSigner,
  type Signer,
  signJws,
  World,
} from '../verification/testing/world.js';
import { finishVerificationReceipt, verificationReceiptSigningInput } from './assemble-verification-receipt.js';
import { readVerificationReceipt, type VerificationReceiptExpectation } from './read-verification-receipt.js';
import { type VerificationReceipt, verificationReceiptType } from './verification-receipt.js';

const w = new World();
const signer = newSigner();
const kid = 'receipts-2026';
const key: ListedKey = { use: 'verification', keyId: kid, publicKey: signer.jwk, from: iso(at - 3_600_000) };
const listed = (change: Partial<ListedKey> = {}): TrustList => {
  const jws = w.trustJws({ keys: [...w.list.keys, { ...key, ...change }] });
  const list = readTrustList(jws, w.root.jwk, { at }, crypto);
  if (!list.ok) throw new Error(list.code);
  return list.value;
};
const list = listed();
const receipt: VerificationReceipt = {
  iss: 'https://registry.example',
  iat: at / 1000,
  jti: '0198c0de',
  aud: codeA,
  identifier: w.issued.event.identifier,
  brought: { kind: 'sd-jwt', digest: digestOf(w.issued.credential) },
  masterDigest: w.issued.event.masterDigest,
  policy: { name: 'strict', attestationGrace: 0, statusMaxAge: 60 },
  at: iso(at),
  verdict: 'valid',
  checks: [{ check: 'integrity', outcome: 'passed', code: 'intact', asOf: iso(at) }],
  checkpoint: { origin: 'registry.example/log', size: 9, root: digestOf('root') },
  anchor: {
    chainId: 1,
    contract: `0x${'a1'.repeat(20)}`,
    logId: `0x${'1f'.repeat(32)}`,
    treeSize: 9,
    transactionHash: `0x${'2e'.repeat(32)}`,
    blockNumber: 7,
    blockTime: iso(at),
  },
  trustList: 4,
};

function digestOf(text: string): string {
  return `sha-256:${crypto.digestText(text)}`;
}
function sealed(change: object = {}, by: Signer = signer): string {
  const input = verificationReceiptSigningInput({ ...receipt, ...change }, kid);
  return finishVerificationReceipt(input, by.sign(Buffer.from(input)));
}
const read = (text: string, expected: VerificationReceiptExpectation = {}, by = list) =>
  readVerificationReceipt(text, by, expected, crypto);
/** Somebody else's claims under the genuine signature. */
function altered(change: object): string {
  const [header, , signature] = sealed().split('.');
  const claims = Buffer.from(JSON.stringify({ ...receipt, ...change })).toString('base64url');
  return [header, claims, signature].join('.');
}

describe(readVerificationReceipt.name, () => {
  it('gives back what a listed key signed, and passes over members that came later', () => {
    expect(read(sealed())).toEqual({ ok: true, value: receipt });
    expect(read(sealed({ later: 1 })).ok).toBe(true);
    const { aud: _a, identifier: _i, brought: _b, checkpoint: _c, anchor: _n, trustList: _t, ...least } = receipt;
    const input = verificationReceiptSigningInput(least, kid);
    expect(read(finishVerificationReceipt(input, signer.sign(Buffer.from(input))))).toEqual({ ok: true, value: least });
  });

  it.each<[keyof VerificationReceipt, unknown]>([
    ['iss', 'https://elsewhere.example'],
    ['iat', receipt.iat + 1],
    ['jti', 'another'],
    ['aud', codeB],
    ['identifier', `${receipt.identifier}X`],
    ['brought', { kind: 'sd-jwt', digest: digestOf('another') }],
    ['masterDigest', digestOf('another')],
    ['policy', { name: 'standard' }],
    ['at', iso(at + 1)],
    ['verdict', 'invalid'],
    ['checks', [{ ...receipt.checks[0], outcome: 'failed' }]],
    ['checkpoint', { ...receipt.checkpoint, size: 10 }],
    ['anchor', { ...receipt.anchor, blockNumber: 8 }],
    ['trustList', 5],
  ])('sees an altered %s', (claim, value) => {
    expect(Object.keys(receipt)).toContain(claim);
    expect(read(altered({ [claim]: value }))).toMatchObject({ ok: false, code: 'verification-receipt-signature' });
    expect(read(altered({ [claim]: undefined })).ok).toBe(false);
  });

  it('is altered in every claim there is by the test above', () => {
    expect(Object.keys(receipt)).toHaveLength(14);
  });

  it.each<[string, () => string, string]>([
    ['another signer', () => sealed({}, newSigner()), 'signature'],
    ['the status key of the same registry', () => signed({ kid: w.list.keys[1]!.keyId }, w.status), 'key-unknown'],
    ['a key that the list does not name', () => signed({ kid: 'other' }), 'key-unknown'],
    ['no key id', () => signed({ kid: undefined }), 'malformed'],
    ['the type of a status token', () => signed({ typ: 'statuslist+jwt' }), 'malformed'],
    ['the type of a trust list', () => signed({ typ: 'elicence-trust+jwt' }), 'malformed'],
    ['no type', () => signed({ typ: undefined }), 'malformed'],
    ['another algorithm', () => signed({ alg: 'ES384' }), 'malformed'],
    ['none', () => signed({ alg: 'none' }), 'malformed'],
    ['a key of its own', () => signed({ jwk: signer.jwk }), 'malformed'],
    ['a missing verdict', () => sealed({ verdict: undefined }), 'malformed'],
    ['a verdict that is none', () => sealed({ verdict: 'fine' }), 'malformed'],
    ['no check', () => sealed({ checks: [] }), 'malformed'],
    ['an unknown check', () => sealed({ checks: [{ ...receipt.checks[0], check: 'taste' }] }), 'malformed'],
    ['a time before the key', () => sealed({ iat: at / 1000 - 3_601 }), 'key-unknown'],
    ['one part less', () => sealed().split('.').slice(1).join('.'), 'malformed'],
    ['more than it may hold', () => sealed({ iss: 'x'.repeat(40_000) }), 'malformed'],
  ])('refuses %s', (_what, text, code) => {
    expect(read(text())).toMatchObject({ ok: false, code: `verification-receipt-${code}` });
  });

  it('believes a key within its time alone, and a compromised one never', () => {
    const until = iso(at + 1);
    expect(read(sealed(), {}, listed({ until })).ok).toBe(true);
    expect(read(sealed(), {}, listed({ until: iso(at) })).ok).toBe(false);
    expect(read(sealed(), {}, listed({ compromisedAt: iso(at + 3_600_000) })).ok).toBe(false);
    expect(findRegistryKey(list, 'status', kid, at)).toBeUndefined();
  });

  it('is held against who shows it and what it is to speak of', () => {
    const { credential } = w.issued;
    expect(read(sealed(), { audience: codeA, credential }).ok).toBe(true);
    expect(read(sealed(), { credential: Buffer.from(credential) }).ok).toBe(true);
    expect(read(sealed(), { audience: codeB })).toMatchObject({ code: 'verification-receipt-other-audience' });
    expect(read(sealed({ aud: undefined }), { audience: codeA }).ok).toBe(false);
    expect(read(sealed(), { credential: `${credential}x` })).toMatchObject({
      code: 'verification-receipt-other-credential',
    });
    expect(read(sealed({ brought: undefined }), { credential }).ok).toBe(false);
  });
});

const signed = (header: object, by: Signer = signer) =>
  signJws({ alg: 'ES256', typ: verificationReceiptType, kid, ...header }, receipt, by);
