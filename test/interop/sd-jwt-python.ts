/**
 * Masters of ours against Python's `sd-jwt`, both ways. Not part of `npm test`, since it needs Python:
 *   python3 -m venv .venv && .venv/bin/pip install sd-jwt==0.10.4
 *   node --import ./test/support/typescript.mjs test/interop/sd-jwt-python.ts .venv/bin/python
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { type EcPublicJwk, finishKeyBinding, kbSigningInput, parseSdJwt, present } from '../../src/core/index.js';
import { standard } from '../../src/core/verification/policy.js';
import { at, crypto, newSigner, World } from '../../src/core/verification/testing/world.js';
import { verify } from '../../src/core/verification/verify.js';

const world = new World();
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const holderKey = pair.publicKey.export({ format: 'jwk' }) as unknown as EcPublicJwk;
const members = [{ name: '张三' }, { name: '李四' }, { name: '王五' }];
const issued = world.issue({ holderKey, faceData: { scope: '餐饮', members }, faceFields: 9 });
const request = { audience: 'https://guard.example', nonce: 'n-1' };

const parsed = parseSdJwt(issued.credential, crypto);
const shown = present(issued.credential, ['/holders/0/name', '/face_data/members/1'], crypto);
assert(parsed.ok && shown.ok);
const input = kbSigningInput(shown.value, { ...request, issuedAt: at / 1000 }, crypto);
const signature = sign('sha256', Buffer.from(input), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' });

const answer = JSON.parse(
  execFileSync(process.argv[2] ?? 'python3', ['test/interop/sd_jwt_python.py'], {
    input: JSON.stringify({
      ...request,
      issuerKey: world.a.jwk,
      holderKey: pair.privateKey.export({ format: 'jwk' }),
      master: issued.credential,
      presentation: finishKeyBinding(shown.value, input, signature),
      forged: world.issue({}, newSigner(), world.a.certificate).credential,
      claims: parsed.value.claims,
      x5c: parsed.value.header.x5c,
    }),
    encoding: 'utf8',
  }),
);

assert.deepEqual(answer.whole, parsed.value.claims);
assert.deepEqual(answer.shown.face_data, { members: [{ name: '李四' }] });
assert.match(answer.refusals[0], /nonce/);
assert.match(answer.refusals[1], /InvalidJWSSignature/);
console.log('ok  ours verifies there: whole, with fewer disclosures and key binding; other nonce, other key refused');

const derived = parseSdJwt(answer.derived, crypto);
assert(derived.ok);
assert.deepEqual(derived.value.faceData, { members: [{ name: '李四' }] });
const now = JSON.parse(Buffer.from(derived.value.keyBinding?.split('.')[1] ?? '', 'base64url').toString()).iat * 1000;
const report = verify(
  world.evidence({ credential: answer.derived, keyBinding: request }, issued),
  standard,
  now,
  crypto,
);
const held = report.checks.find(({ code }) => code === 'holder-bound');
assert.equal(held?.outcome, 'passed');
console.log('ok  a presentation derived and bound there: the holder is proved here');

const own = parseSdJwt(answer.own, crypto);
assert(own.ok, own.ok ? '' : own.code);
assert.deepEqual(own.value.claims, parsed.value.claims);
assert(crypto.verifyEs256(answer.ownKey, own.value.signingInput, own.value.signature));
console.log('ok  a master of our structure made there is read here');

const decoyed = parseSdJwt(answer.decoyed, crypto);
assert(!decoyed.ok && decoyed.code === 'sd-jwt-claims');
console.log('ok  one with decoys in every object, in status and cnf too, is refused: those are read in clear alone');
