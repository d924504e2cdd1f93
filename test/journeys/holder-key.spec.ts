import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nobleCrypto } from '../../src/core/crypto/noble.js';
import { finishKeyBinding, kbSigningInput, present } from '../../src/core/index.js';
import { authoritiesOf, exampleOf, type IssuedLicence, issue, sayings } from '../support/licences.js';
import { ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { kty, crv, x, y } = pair.publicKey.export({ format: 'jwk' });
const holderKey = { kty, crv, x, y };
const asked = { audience: 'https://bank.example', nonce: 'a nonce of the bank' };

let demo: Demo;
let token: string;
let body: Record<string, unknown>;
let licence: IssuedLicence;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  const [authority] = await authoritiesOf(demo);
  token = authority!.token;
  body = await exampleOf(demo, token, authority!.typeCodes[0]!);
  licence = await issue(demo, token, { ...body, holderKey });
}, 240_000);

function shownBy(key: KeyObject, nonce = asked.nonce): string {
  const shown = present(licence.credential, ['/holders/0/name'], nobleCrypto);
  if (!shown.ok) throw new Error(shown.code);
  const request = { audience: asked.audience, nonce, issuedAt: Math.floor(Date.now() / 1000) };
  const input = kbSigningInput(shown.value, request, nobleCrypto);
  return finishKeyBinding(shown.value, input, sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }));
}

async function judged(credential: string): Promise<[string, string]> {
  const answer = await ask(demo.baseUrl, '/v1/verifications', { body: { credential, keyBinding: asked }, key: null });
  expect(answer.status).toBe(200);
  return [answer.body.verdict, sayings(answer.body).holder!];
}

describe('a licence that is bound to its holder’s key', () => {
  it('is shown by who has the key, to who asked, and by nobody else', async () => {
    expect(await judged(shownBy(pair.privateKey))).toEqual(['valid', 'passed holder-bound']);
    const thief = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(await judged(shownBy(thief))).toEqual(['invalid', 'failed key-binding-signature-wrong']);
    const replayed = shownBy(pair.privateKey, 'a nonce of yesterday');
    expect(await judged(replayed)).toEqual(['invalid', 'failed key-binding-of-another-request']);
    expect(await judged(licence.credential)).toEqual(['invalid', 'failed key-binding-missing']);
  });

  it.each([
    ['a private key', { ...holderKey, d: 'A'.repeat(43) }, 400],
    ['a key of another curve', { ...holderKey, crv: 'P-384' }, 400],
    ['a point off the curve', { ...holderKey, x: holderKey.y }, 422],
  ])('%s is refused with its place', async (_, key, status) => {
    const answer = await ask(demo.baseUrl, '/v1/licences', { token, body: { ...body, holderKey: key } });
    expect(answer.status).toBe(status);
    expect(answer.body.errors[0].pointer).toMatch(/^\/holderKey/);
  });
});
