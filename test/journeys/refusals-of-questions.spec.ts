import { beforeAll, describe, expect, it } from '@jest/globals';
import { issueExample } from '../support/licences.js';
import { refusal } from '../support/refusal.js';
import { ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
}, 240_000);

describe('a verification is refused', () => {
  it.each<[string, () => unknown, unknown[]]>([
    ['nothing asked', () => ({}), [400, 'body-invalid']],
    ['two things at once', () => ({ credential: 'x', qr: 'y' }), [400, 'body-invalid']],
    ['an unknown field', () => ({ qr: 'y', surprise: 1 }), [400, 'body-invalid']],
    ['an unknown policy', () => ({ qr: 'y', policy: 'lenient' }), [400, 'body-invalid']],
    ['a moment that is none', () => ({ qr: 'y', at: 'yesterday' }), [400, 'body-invalid']],
    [
      'a foreign address',
      () => ({ qr: 'https://evil.example/v/x#y' }),
      [422, 'qr-foreign-address', '/qr qr-foreign-address'],
    ],
    ['a text of nobody', () => ({ qr: 'hello' }), [422, 'qr-unreadable', '/qr qr-unreadable']],
  ])('%s', async (_what, body, expected) => {
    const answer = refusal(await ask(demo.baseUrl, '/v1/verifications', { body: body() }));
    expect(answer.slice(0, expected.length)).toEqual(expected);
  });

  it('garbage in a credential is judged, not refused', async () => {
    for (const credential of ['x', '~', 'a.b.c~', '.'.repeat(1000), '\u0000', '{"payload":"x"}', 'a.b.c.d.e']) {
      const { status, body } = await ask(demo.baseUrl, '/v1/verifications', { body: { credential } });
      expect([credential, status, body.verdict]).toEqual([credential, 200, 'invalid']);
    }
  });

  it('a question that no database could be asked fails no other that shares its statement', async () => {
    const { identifier, code } = await issueExample(demo);
    const forged = [{ alg: 'ES256' }, { licence_id: 'a\u0000b' }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const hostile = [{ identifier: 'a\u0000b', code }, { credential: `${forged.join('.')}.AAAA~` }];
    const questions = Array.from({ length: 20 }, () => [{ identifier, code }, ...hostile]).flat();
    const answers = await Promise.all(
      questions.map((body) => ask(demo.baseUrl, '/v1/verifications', { body, key: null })),
    );
    for (const [i, { status, body }] of answers.entries())
      expect([status, body.verdict]).toEqual([200, i % 3 === 0 ? 'valid' : 'invalid']);
  });

  it.each<[string, string | Buffer, string]>([
    ['nothing', '', 'file-unreadable'],
    ['a picture that is none', Buffer.from('89504e470d0a1a0a', 'hex'), 'picture-unreadable'],
    ['JSON of another kind', '{"a":1}', 'file-unreadable'],
    ['a name twice', '{"credential":"a","credential":"b"}', 'file-unreadable'],
  ])('a file with %s', async (_what, content, code) => {
    const form = new FormData();
    form.append('file', new Blob([content as never]), '../../etc/passwd');
    const answer = await fetch(`${demo.baseUrl}/v1/verifications`, { method: 'POST', body: form });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code, errors: [{ pointer: '/file', code }] });
  });

  it('a file over the limit', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(4 * 1024 * 1024 + 1)]), 'x');
    const answer = await fetch(`${demo.baseUrl}/v1/verifications`, { method: 'POST', body: form });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, 'body-too-large']);
  });
});
