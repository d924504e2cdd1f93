import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type EcPublicJwk,
  finishKeyBinding,
  type KeyBindingRequest,
  kbSigningInput,
  parseSdJwt,
  present,
  standard,
  verify,
} from '../core/index.js';
import { nodeCrypto } from '../platform/index.js';
import { checkHolderKey } from './check-holder-key.js';
import { request } from './testing/business-licence.js';
import { createRegistryWorld, type RegistryWorld } from './testing/registry-world.js';

let world: RegistryWorld;
beforeAll(async () => {
  world = await createRegistryWorld();
});
afterAll(() => world.close());

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { kty, crv, x, y } = pair.publicKey.export({ format: 'jwk' });
const holderKey = { kty, crv, x, y } as EcPublicJwk;
const now = Math.floor(Date.now() / 1000);
const asked: KeyBindingRequest = { audience: 'https://bank.example', nonce: 'n-1', issuedAt: now };

function bound(presentation: string, request = asked, key = pair.privateKey): string {
  const input = kbSigningInput(presentation, request, nodeCrypto);
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return finishKeyBinding(presentation, input, signature);
}

function holderCheck(credential: string) {
  const away = { unavailable: 'not in this test' };
  const { audience, nonce } = asked;
  const keyBinding = { audience, nonce };
  const evidence = { credential, trust: away, status: away, receipt: away, anchors: away, keyBinding };
  return verify(evidence, standard, now * 1000, nodeCrypto).checks.find(({ check }) => check === 'holder');
}

describe('a licence that is bound to its holder’s key', () => {
  it('names the key, and is shown by none but the one who has it', async () => {
    const caller = world.callers[0]!;
    const outcome = await world.issuing.issue({
      caller,
      idempotencyKey: 'bound',
      body: { ...request(31), holderKey },
    });
    if (!outcome.ok) throw new Error(outcome.code);
    const master = outcome.value.carriers['sd-jwt'];
    const parsed = parseSdJwt(master, nodeCrypto);
    expect(parsed.ok && parsed.value.clear.cnf).toEqual({ jwk: holderKey });

    const shown = present(master, ['/holders/0/name'], nodeCrypto);
    if (!shown.ok) throw new Error(shown.code);
    expect(holderCheck(bound(shown.value))).toMatchObject({ outcome: 'passed', code: 'holder-bound' });
    const thief = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(holderCheck(bound(shown.value, asked, thief))).toMatchObject({ code: 'key-binding-signature-wrong' });
    const elsewhere = bound(shown.value, { ...asked, audience: 'https://school.example' });
    expect(holderCheck(elsewhere)).toMatchObject({ code: 'key-binding-of-another-request' });
    expect(holderCheck(shown.value)).toMatchObject({ code: 'key-binding-missing' });
  });

  it('is not issued to a key off the curve, or to several holders', async () => {
    expect(checkHolderKey(undefined, 3)).toEqual([]);
    expect(checkHolderKey(holderKey, 1)).toEqual([]);
    expect(checkHolderKey(holderKey, 2)).toMatchObject([{ pointer: '/holderKey', code: 'holder-key-of-several' }]);
    const off = { ...holderKey, x: holderKey.y };
    expect(checkHolderKey(off, 1)).toMatchObject([{ code: 'holder-key-not-on-curve' }]);
    const caller = world.callers[0]!;
    const refused = await world.issuing.issue({
      caller,
      idempotencyKey: 'off the curve',
      body: { ...request(32), holderKey: off },
    });
    expect(refused).toMatchObject({ ok: false, code: 'holder-invalid', errors: [{ pointer: '/holderKey' }] });
  });
});
