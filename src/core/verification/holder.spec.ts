import { describe, expect, it } from '@jest/globals';
import { standard } from './policy.js';
import { at, crypto, newSigner, signJws, World } from './testing/world.js';
import { verify } from './verify.js';

const w = new World();
const holder = newSigner();
const bound = w.issue({ holderKey: holder.jwk });
const now = at / 1000;
const asked = { audience: 'https://bank.example', nonce: 'n-1' };
const binding = (change: object = {}) => {
  const sd_hash = crypto.digestText(bound.credential);
  const payload = { iat: now, aud: asked.audience, nonce: asked.nonce, sd_hash, ...change };
  return bound.credential + signJws({ alg: 'ES256', typ: 'kb+jwt' }, payload, holder);
};
const judged = (change: object, keyBinding: object = asked) => {
  const credential = binding(change);
  const evidence = w.evidence({ credential, keyBinding: { ...asked, ...keyBinding } }, bound);
  return verify(evidence, standard, at, crypto).checks[6]?.code;
};

describe('how fresh a key binding is', () => {
  it.each<[string, object, object, string]>([
    ['of this second', {}, {}, 'holder-bound'],
    ['as old as allowed, with a minute of skew', { iat: now - 360 }, {}, 'holder-bound'],
    ['a second older', { iat: now - 361 }, {}, 'key-binding-not-fresh'],
    ['as old as the asker allowed', { iat: now - 70 }, { maxAge: 10 }, 'holder-bound'],
    ['older than the asker allowed', { iat: now - 71 }, { maxAge: 10 }, 'key-binding-not-fresh'],
    ['a minute ahead', { iat: now + 60 }, {}, 'holder-bound'],
    ['further ahead', { iat: now + 61 }, {}, 'key-binding-not-fresh'],
    ['that ends in a second', { exp: now + 1 }, {}, 'holder-bound'],
    ['that has ended', { exp: now }, {}, 'key-binding-not-fresh'],
    ['that begins within the skew', { nbf: now + 60 }, {}, 'holder-bound'],
    ['that begins later', { nbf: now + 61 }, {}, 'key-binding-not-fresh'],
    ['that began before it was made, a minute ahead', { nbf: now, iat: now + 61 }, {}, 'key-binding-not-fresh'],
    ['that began', { nbf: now - 9999 }, {}, 'holder-bound'],
    ['that ends at no whole second', { exp: now + 0.5 }, {}, 'key-binding-malformed'],
    ['that begins at a text', { nbf: '0' }, {}, 'key-binding-malformed'],
    ['for another audience', { aud: 'https://shop.example' }, {}, 'key-binding-of-another-request'],
    ['with another nonce', { nonce: 'n-2' }, {}, 'key-binding-of-another-request'],
    ['with claims that nobody asked for', { purpose: 'x' }, {}, 'holder-bound'],
  ])('%s', (_how, change, request, code) => {
    expect(judged(change, request)).toBe(code);
  });
});

describe('a key binding that nobody asked for', () => {
  const unasked = (credential: string, from = bound) =>
    verify(w.evidence({ credential }, from), standard, at, crypto).checks[6];

  it('is no matter, and whether the licence could have one is told', () => {
    const notAsked = { outcome: 'not-applicable', code: 'key-binding-not-asked' };
    expect(unasked(bound.credential)).toMatchObject(notAsked);
    expect(unasked(binding())).toMatchObject(notAsked);
    expect(unasked(w.issued.credential, w.issued)).toMatchObject({
      outcome: 'not-applicable',
      code: 'holder-binding-not-used',
    });
  });

  it('must be sound all the same, and of a bounded size', () => {
    expect(unasked(binding({ sd_hash: 'x' }))).toMatchObject({ code: 'key-binding-of-another-presentation' });
    expect(unasked(binding({ more: 'x'.repeat(6000) }))).toMatchObject({ code: 'key-binding-malformed' });
    expect(unasked(binding({ more: [[[[[1]]]]] }))).toMatchObject({ code: 'key-binding-malformed' });
    expect(unasked(binding({ more: [[1]] }))).toMatchObject({ code: 'key-binding-not-asked' });
  });
});
