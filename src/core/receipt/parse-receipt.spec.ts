import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../json/index.js';
import { World } from '../verification/testing/world.js';
import { parsePromise, parseReceipt } from './parse-receipt.js';
import { promiseSigningInput } from './promise-signing-input.js';

const w = new World();
const { receipt } = w.log(w.issued);
const promise = w.promiseFor(w.issued);
const anchor = receipt.anchor!;

describe(parseReceipt.name, () => {
  it('reads a receipt, anchored or not', () => {
    expect(parseReceipt(JSON.parse(JSON.stringify(receipt)))).toEqual({ ok: true, value: receipt });
    expect(parseReceipt({ ...receipt, anchor: null, previousAnchor: null }).ok).toBe(true);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['an array', [receipt]],
    ['a member too many', { ...receipt, note: '' }],
    ['a member of the prototype', Object.create(receipt)],
    ['a missing anchor', { ...receipt, anchor: undefined }],
    ['a short salt', { ...receipt, salt: 'AAAA' }],
    ['a padded salt', { ...receipt, salt: `${receipt.salt}=` }],
    ['a digest in hex', { ...receipt, entry: '00'.repeat(32) }],
    ['a negative index', { ...receipt, index: -1 }],
    ['minus zero', { ...receipt, index: -0 }],
    ['a size beyond 2^53', { ...receipt, treeSize: 2 ** 53 }],
    ['a size as text', { ...receipt, treeSize: '5' }],
    ['a proof of 65 steps', { ...receipt, inclusionProof: Array(65).fill(receipt.entry) }],
    ['a proof with a hole', { ...receipt, inclusionProof: [null] }],
    ['an unknown command', { ...receipt, event: { ...receipt.event, command: 'forge' } }],
    ['an event with more', { ...receipt, event: { ...receipt.event, holder: 'x' } }],
    ['a time without zone', { ...receipt, event: { ...receipt.event, time: '2026-03-02T01:00:00' } }],
    ['a contract in Cyrillic', { ...receipt, anchor: { ...anchor, contract: anchor.contract.replace('0x', '0х') } }],
    ['an odd hash', { ...receipt, anchor: { ...anchor, transactionHash: anchor.transactionHash.slice(1) } }],
    ['a chain id as text', { ...receipt, anchor: { ...anchor, chainId: '1337' } }],
    ['an anchor of nothing', { ...receipt, anchor: { ...anchor, treeSize: 0 } }],
    ['a huge checkpoint', { ...receipt, checkpoint: 'x'.repeat(100_000) }],
  ])('refuses %s', (_what, value) => {
    expect(parseReceipt(value)).toMatchObject({ ok: false, code: 'receipt-malformed' });
  });
});

describe(parsePromise.name, () => {
  it('reads a promise and nothing else', () => {
    expect(parsePromise(promise)).toEqual({ ok: true, value: promise });
    expect(parsePromise({ ...promise, signature: 'AAAA' }).ok).toBe(false);
    expect(parsePromise(receipt).ok).toBe(false);
  });
});

describe(promiseSigningInput.name, () => {
  it('is the domain, a zero byte and three members in canonical JSON', () => {
    const { entry, loggedBy, time } = promise;
    expect(Buffer.from(promiseSigningInput(promise)).toString()).toBe(
      `elicence-promise-v1\u0000${canonicalJson({ entry, loggedBy, time })}`,
    );
  });
});
