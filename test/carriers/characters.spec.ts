import { describe, expect, it } from '@jest/globals';
import { readCarrier } from '../../src/core/carrier/read-carrier.js';
import type { CarrierKind } from '../../src/core/carrier/said.js';
import { crypto } from '../../src/core/verification/testing/world.js';
import { genuine } from './genuine.js';
import { alone, type Brought, c, withMaster } from './scene.js';

const seed = 20261125;
const characters = 400;
const bits = 80;
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~';
const base45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const texts = genuine
  .filter(({ kind }) => kind !== 'pdf')
  .map((one) => ({ ...one, alphabet: one.kind.startsWith('qr') ? base45 : base64url }));

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function numbers(state: number): () => number {
  let now = state;
  return () => {
    now = (now + 0x6d2b79f5) | 0;
    let mixed = Math.imul(now ^ (now >>> 15), 1 | now);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('a carrier with one character replaced', () => {
  it.each(texts)(`is never valid: $kind, ${characters} characters of seed ${seed}`, (brought) => {
    const next = numbers(seed);
    const text = brought.content as string;
    expect(withMaster(brought, {}).verdict).toBe('valid');
    for (let i = 0; i < characters; i++) {
      const at = Math.floor(next() * text.length);
      const other = brought.alphabet[Math.floor(next() * brought.alphabet.length)]!;
      if (other === text[at]) continue;
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      const given = { ...brought, content: changed, ...(brought.kind === 'sd-jwt' ? { master: changed } : {}) };
      const where = `character ${at} as ${other}`;
      expect({ where, verdict: withMaster(given, {}).verdict }).not.toEqual({ where, verdict: 'valid' });
      expect({ where, verdict: alone(given, {}).verdict }).not.toEqual({ where, verdict: 'valid' });
      const unasked = withMaster(given, { record: 'not asked' });
      // A code may be packed in other ways; then it says the very same, under the genuine signature.
      if (unasked.verdict !== 'valid') continue;
      expect(brought.alphabet).toBe(base45);
      expect({ where, said: saidBy(given) }).toEqual({ where, said: saidBy(brought) });
    }
  });
});

describe('a PDF with one bit flipped', () => {
  it(`is never valid: ${bits} bits of seed ${seed}`, () => {
    const next = numbers(seed);
    const brought = genuine.find(({ kind }) => kind === 'pdf')!;
    const file = brought.content as Uint8Array;
    const contents = Buffer.from(file).indexOf('/Contents <');
    expect(withMaster(brought, { record: 'not asked' }).verdict).toBe('valid');
    for (let i = 0; i < bits; i++) {
      const at = Math.floor(next() * file.length);
      const content = Uint8Array.from(file);
      content[at]! ^= 1 << Math.floor(next() * 8);
      const given = { ...brought, content };
      expect({ at, verdict: withMaster(given, {}).verdict }).toEqual({ at, verdict: 'invalid' });
      expect({ at, verdict: alone(given, {}).verdict }).not.toEqual({ at, verdict: 'valid' });
      if (withMaster(given, { record: 'not asked' }).verdict === 'invalid') continue;
      // Inside the CMS stands what nobody signs and nothing here reads: the certificate above the signer's.
      expect(at).toBeGreaterThan(contents);
      expect(at).toBeLessThan(file.indexOf('>'.charCodeAt(0), contents));
      expect({ at, said: saidBy(given) }).toEqual({ at, said: saidBy(brought) });
    }
  });
});

function saidBy({ kind, content }: Brought) {
  const read = readCarrier(kind as CarrierKind, content, crypto);
  return read.ok ? { said: read.value.said, signed: read.value.signedBy(c.key.publicKey) } : read.code;
}
