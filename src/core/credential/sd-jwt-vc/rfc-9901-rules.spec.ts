import { describe, expect, it } from '@jest/globals';
import { toBase64url, utf8Encode } from '../../bytes/index.js';
import { standard } from '../../verification/policy.js';
import { at, crypto, newSigner, signJws, World } from '../../verification/testing/world.js';
import { verify } from '../../verification/verify.js';
import { finishKeyBinding, kbSigningInput } from './bind-holder.js';
import { parseSdJwt } from './parse-sd-jwt.js';

const w = new World();
const holder = newSigner();
const bound = w.issue({ holderKey: holder.jwk });
const part = (value: unknown) => toBase64url(utf8Encode(JSON.stringify(value)));
const digest = (text: string) => crypto.digestText(text);
const [header = '', payload = ''] = bound.credential.split('.');
const said = JSON.parse(Buffer.from(payload, 'base64url').toString());

/** A master with other claims and these disclosures; how it parses does not hang on its signature. */
function outcome(claims: object, disclosures: string[] = []): string {
  const jwt = `${header}.${part({ ...said, ...claims })}.${toBase64url(new Uint8Array(64))}`;
  const parsed = parseSdJwt(`${[jwt, ...disclosures].join('~')}~`, crypto);
  return parsed.ok ? 'accepted' : parsed.code;
}
const face = (disclosures: string[], more: object = {}) => ({ face_data: { _sd: disclosures.map(digest), ...more } });
const item = (disclosure: string) => ({ face_data: { list: [{ '...': digest(disclosure) }] } });

const name = part(['salt', 'name', 'x']);
const other = part(['salt', 'other', 'x']);
const element = part(['salt', 'x']);
const nested = (inner: string) => part(['salt', 'outer', { _sd: [digest(inner)] }]);

describe('RFC 9901 §7.1, steps 2.4 to 6: what must be rejected', () => {
  it.each<[string, object, string[], string]>([
    ['2.4 an _sd_alg that is not understood', { _sd_alg: 'sha3-256' }, [], 'digest-algorithm'],
    ['3.3.2.1 two elements under _sd', face([element]), [element], 'disclosure-malformed'],
    ['3.3.2.1 no array under _sd', face([part({})]), [part({})], 'disclosure-malformed'],
    [
      '3.3.2.2 the name _sd',
      face([part(['salt', '_sd', []])]),
      [part(['salt', '_sd', []])],
      'disclosure-reserved-name',
    ],
    [
      '3.3.2.2 the name ...',
      face([part(['salt', '...', 'x'])]),
      [part(['salt', '...', 'x'])],
      'disclosure-reserved-name',
    ],
    ['3.3.2.3 a name that is there', face([name], { name: 'y' }), [name], 'disclosure-name-taken'],
    [
      '3.3.2.3 a name disclosed twice',
      face([name, part(['2', 'name', 'x'])]),
      [name, part(['2', 'name', 'x'])],
      'disclosure-name-taken',
    ],
    [
      '3.3.2.5 the same inside a disclosure',
      face([nested(element)]),
      [nested(element), element],
      'disclosure-malformed',
    ],
    ['3.3.3.1 three elements in a list', item(name), [name], 'disclosure-malformed'],
    [
      '3.3.3.3 the same inside a list’s item',
      item(part(['s', { _sd: [digest(element)] }])),
      [part(['s', { _sd: [digest(element)] }]), element],
      'disclosure-malformed',
    ],
    ['4 a digest twice', face([name, name]), [name], 'digest-twice'],
    ['4 a digest without disclosure twice', face([name, name]), [], 'digest-twice'],
    ['4 a digest twice through a disclosure', face([nested(name), name]), [nested(name), name], 'digest-twice'],
    ['5 a disclosure without digest', face([name]), [name, other], 'disclosure-unreferenced'],
    ['5 a disclosure whose parent is held back', face([nested(name)]), [name], 'disclosure-unreferenced'],
    ['6 no time of issue', { iat: undefined }, [], 'sd-jwt-claims'],
    ['6 no status', { status: undefined }, [], 'sd-jwt-claims'],
    ['6 an end that is no time', { exp: 'tomorrow' }, [], 'sd-jwt-claims'],
  ])('step %s', (_rule, claims, disclosures, code) => {
    expect(outcome(claims, disclosures)).toBe(code);
  });

  it('accepts the same shapes where they are right', () => {
    expect(outcome(face([name, other]), [name, other])).toBe('accepted');
    expect(outcome(face([nested(name)]), [nested(name), name])).toBe('accepted');
    expect(outcome(item(element), [element])).toBe('accepted');
    expect(outcome(item(element), [])).toBe('accepted');
  });
});

describe('RFC 9901 §7.1, step 2: the issuer-signed JWT', () => {
  it('refuses alg none, and a signature of another key', () => {
    const none = part({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), alg: 'none' });
    expect(parseSdJwt(`${none}.${payload}.${toBase64url(new Uint8Array(64))}~`, crypto)).toMatchObject({
      code: 'sd-jwt-algorithm',
    });
    const forged = w.issue({}, newSigner(), w.a.certificate);
    const report = verify(w.evidence({}, forged), standard, at, crypto);
    expect(report.verdict).toBe('invalid');
    expect(report.checks[0]).toMatchObject({ outcome: 'failed', code: 'signature-wrong' });
  });
});

describe('RFC 9901 §7.3: the key binding', () => {
  const asked = { audience: 'https://guard.example', nonce: 'n-1' };
  const request = { ...asked, issuedAt: at / 1000 };
  const judged = (credential: string) => {
    const check = verify(w.evidence({ credential, keyBinding: asked }, bound), standard, at, crypto).checks[6];
    return `${check?.outcome} ${check?.code}`;
  };
  const answer = (change: Partial<typeof request> = {}, signer = holder, shown = bound.credential) => {
    const input = kbSigningInput(shown, { ...request, ...change }, crypto);
    return finishKeyBinding(shown, input, signer.sign(Buffer.from(input)));
  };
  const claims = { iat: at / 1000, aud: asked.audience, nonce: asked.nonce, sd_hash: digest(bound.credential) };

  it.each<[string, string, string]>([
    ['2 none where it is required', bound.credential, 'key-binding-missing'],
    ['5.1 no key in the credential', answer({}, holder, w.issued.credential), 'key-binding-without-key'],
    [
      '5.2 alg none',
      bound.credential + signJws({ alg: 'none', typ: 'kb+jwt' }, claims, holder),
      'key-binding-malformed',
    ],
    ['5.3 a signature of another key', answer({}, newSigner()), 'key-binding-signature-wrong'],
    [
      '5.4 another typ',
      bound.credential + signJws({ alg: 'ES256', typ: 'jwt' }, claims, holder),
      'key-binding-malformed',
    ],
    ['5.5 too old', answer({ issuedAt: at / 1000 - 400 }), 'key-binding-not-fresh'],
    ['5.5 from the future', answer({ issuedAt: at / 1000 + 61 }), 'key-binding-not-fresh'],
    ['5.6 another nonce', answer({ nonce: 'n-2' }), 'key-binding-of-another-request'],
    ['5.6 another audience', answer({ audience: 'https://other.example' }), 'key-binding-of-another-request'],
    ['5.7 another set of disclosures', answer().replace(/~[^~]+~/, '~'), 'key-binding-of-another-presentation'],
    [
      '5.8 no nonce',
      bound.credential + signJws({ alg: 'ES256', typ: 'kb+jwt' }, { ...claims, nonce: undefined }, holder),
      'key-binding-malformed',
    ],
  ])('step %s', (_rule, credential, code) => {
    expect(judged(credential)).toBe(`failed ${code}`);
  });

  it('passes what the holder’s key signed, and is not asked for because one came along (step 1)', () => {
    expect(judged(answer())).toBe('passed holder-bound');
    expect(verify(w.evidence({ credential: answer() }, bound), standard, at, crypto).checks[6]).toMatchObject({
      outcome: 'not-applicable',
      code: 'key-binding-not-asked',
    });
  });
});
