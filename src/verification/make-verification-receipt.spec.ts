import { describe, expect, it } from '@jest/globals';
import {
  type ListedKey,
  readTrustList,
  readVerificationReceipt,
  standard,
  type TrustEvidence,
  type TrustList,
} from '../core/index.js';
import { at, crypto, iso, newSigner, World } from '../core/verification/testing/world.js';
import { MakeVerificationReceipt } from './make-verification-receipt.js';
import { unknownRecordReport } from './unknown-record.js';

const w = new World();
const signer = newSigner();
const key = { keyId: 'receipts', sign: (data: Uint8Array) => Buffer.from(signer.sign(data)) };
const listed: ListedKey = { use: 'verification', keyId: key.keyId, publicKey: signer.jwk, from: iso(at - 1_000) };

function evidence(keys: ListedKey[]): TrustEvidence {
  const read = readTrustList(w.trustJws({ keys: [...w.list.keys, ...keys] }), w.root.jwk, { at }, crypto);
  if (!read.ok) throw new Error(read.code);
  return { list: read.value, asOf: iso(at) };
}
const maker = (trust: TrustEvidence, by: typeof key | undefined = key) =>
  new MakeVerificationReceipt(by, { evidence: () => trust }, 'https://registry.example', { clock: () => at, crypto });

describe(MakeVerificationReceipt.name, () => {
  it.each<[string, MakeVerificationReceipt]>([
    [
      'no key',
      new MakeVerificationReceipt(undefined, { evidence: () => evidence([listed]) }, 'x', { clock: () => at, crypto }),
    ],
    ['no trust list', maker({ unavailable: 'away' })],
    ['a list that does not name it', maker(evidence([]))],
    ['a list that names it for another use', maker(evidence([{ ...listed, use: 'status' }]))],
    ['a list that has ended it', maker(evidence([{ ...listed, until: iso(at) }]))],
    ['a list that says it is compromised', maker(evidence([{ ...listed, compromisedAt: iso(at + 1) }]))],
  ])('is not ready with %s', (_what, made) => {
    expect(made.isReady()).toBe(false);
    expect(() => made.make({ kind: 'record', identifier: 'x', code: 'y' }, {} as never)).toThrow('no key');
  });

  it('signs what a reader of the list believes, and tells nothing of a record that was not found', () => {
    const trust = evidence([listed]);
    const made = maker(trust);
    expect(made.isReady()).toBe(true);
    const report = unknownRecordReport('unknown', standard, at);
    const verified = { report, evidence: { credential: '', receipt: null }, standing: undefined, basis: {} };
    const text = made.make({ kind: 'record', identifier: '1.2.X', code: 'secret' }, verified, '91');
    const read = readVerificationReceipt(text, (trust as { list: TrustList }).list, { audience: '91' }, crypto);
    expect(read).toMatchObject({
      ok: true,
      value: { verdict: 'invalid', iat: at / 1000, policy: { name: 'standard' } },
    });
    const said = Buffer.from(text.split('.')[1]!, 'base64url').toString();
    expect(said).not.toMatch(/secret|1\.2\.X|brought|checkpoint/);
  });
});
