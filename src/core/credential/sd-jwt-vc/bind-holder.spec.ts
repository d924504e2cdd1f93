import { describe, expect, it } from '@jest/globals';
import { standard } from '../../verification/policy.js';
import { at, crypto, newSigner, World } from '../../verification/testing/world.js';
import { verify } from '../../verification/verify.js';
import { finishKeyBinding, kbSigningInput } from './bind-holder.js';
import { present } from './present.js';

const w = new World();
const holder = newSigner();
const members = [{ name: '张三' }, { name: '李四' }];
const bound = w.issue({ holderKey: holder.jwk, faceData: { scope: '餐饮', members }, faceFields: 6 });
const asked = { audience: 'https://guard.example', nonce: 'n-1' };

describe(kbSigningInput.name, () => {
  it('binds a presentation with fewer disclosures to one request, and the whole is valid', () => {
    const shown = present(bound.credential, ['/holders/0/name', '/face_data/members/1'], crypto);
    if (!shown.ok) throw new Error(shown.code);
    const input = kbSigningInput(shown.value, { ...asked, issuedAt: at / 1000 }, crypto);
    const credential = finishKeyBinding(shown.value, input, holder.sign(Buffer.from(input)));
    const report = verify(w.evidence({ credential, keyBinding: asked }, bound), standard, at, crypto);
    expect(report.verdict).toBe('valid');
    expect(report.checks[6]).toMatchObject({ outcome: 'passed', code: 'holder-bound' });
    expect(report.licence?.faceData).toEqual({ members: [{ name: '李四' }] });
    // Whoever got it can't show more of it, nor carry the binding over to less.
    const again = present(credential, ['/face_data'], crypto);
    expect(again.ok && again.value.split('~')).toHaveLength(1 + 2 + 1);
    expect(JSON.stringify(report)).not.toContain('餐饮');
  });

  it('throws on what is no presentation, or no signature', () => {
    expect(() => kbSigningInput('a.b.c', { ...asked, issuedAt: 1 }, crypto)).toThrow('ends with ~');
    expect(() => finishKeyBinding('a.b.c~d.e.f', 'x.y', new Uint8Array(64))).toThrow('ends with ~');
    expect(() => finishKeyBinding('a.b.c~', 'x.y', new Uint8Array(63))).toThrow('64 bytes');
  });
});
