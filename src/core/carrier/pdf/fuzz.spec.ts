import { expect, it } from '@jest/globals';
import { goodPdf } from '../../../documents/pdf/testing/good-pdf.js';
import { businessLicenceType } from '../../../entry/demo/world/types/business-licence.js';
import { nodeCrypto } from '../../../platform/index.js';
import { readPdfCarrier } from './index.js';

const tries = Number(process.env.PDF_FUZZ ?? 1000);

/** A sequence of its own for each seed (mulberry32), so that what was found is found again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function spoil(file: Uint8Array, seed: number): Buffer {
  const next = numbers(seed);
  const bytes = Buffer.from(file);
  const at = next(bytes.length - 64);
  const end = at + 1 + next(64);
  switch (next(5)) {
    case 0:
      bytes[at]! ^= 1 << next(8);
      return bytes;
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    case 3:
      return bytes.subarray(0, at);
    default: {
      const from = next(bytes.length - 64);
      bytes.copyWithin(at, from, from + end - at);
      return bytes;
    }
  }
}

it(`${tries} spoilt files: none throws, none is taken for what the key signed but what says the very same`, async () => {
  const good = await goodPdf(businessLicenceType);
  const whole = readPdfCarrier(good.file, nodeCrypto);
  if (!whole.ok) throw new Error(whole.detail);
  let read = 0;
  for (let seed = 1; seed <= tries; seed++) {
    const bytes = spoil(good.file, seed);
    if (bytes.equals(good.file)) continue;
    const outcome = readPdfCarrier(bytes, nodeCrypto);
    if (!outcome.ok || !outcome.value.signedBy(good.publicKey)) continue;
    // Only inside the signature's own bytes, which it can't cover: certificates above the signer's.
    read++;
    expect(outcome.value.said).toEqual(whole.value.said);
    expect(outcome.value.master).toBe(whole.value.master);
  }
  expect(read).toBeLessThan(tries / 20);
});
