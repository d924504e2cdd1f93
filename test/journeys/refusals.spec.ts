import { beforeAll, describe, expect, it } from '@jest/globals';
import { citizenNumberCheckCharacter } from '../../src/core/index.js';
import { authoritiesOf, exampleOf } from '../support/licences.js';
import { raw, refusal } from '../support/refusal.js';
import { ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let token: string;
let example: Body;
let authorities: Awaited<ReturnType<typeof authoritiesOf>>;

interface Body {
  typeCode: string;
  holders: { kind: string; codeType: string; code: string; name: string }[];
  faceData: Record<string, unknown>;
  [name: string]: unknown;
}

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  authorities = await authoritiesOf(demo);
  token = authorities[0]!.token;
  example = (await exampleOf(demo, token, authorities[0]!.typeCodes[0]!)) as Body;
}, 240_000);

const bearer = () => ({ authorization: `Bearer ${token}` });
const issueWith = (body: unknown) => ask(demo.baseUrl, '/v1/licences', { token, body });
const text = () => JSON.stringify(example);
const holder = (change: object): Body => ({ ...example, holders: [{ ...example.holders[0]!, ...change }] });
const face = (change: object): Body => ({ ...example, faceData: { ...example.faceData, ...change } });
const code = () => example.holders[0]!.code;
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('an issue is refused, each with its own code and pointer', () => {
  it.each<[string, () => unknown, unknown[]]>([
    ['no JSON at all', () => '{"typeCode": ', [400, 'body-malformed']],
    ['an empty body', () => '', [400, 'body-malformed']],
    ['NaN', () => text().replace('{', '{"x":NaN,'), [400, 'body-malformed']],
    ['a comment', () => `${text()}// yes`, [400, 'body-malformed']],
    ['bytes after the end', () => `${text()}{}`, [400, 'body-malformed']],
    ['a byte order mark', () => `\ufeff${text()}`, [400, 'body-malformed']],
    ['a name twice', () => text().replace('{', '{"typeCode":"x",'), [400, 'body-duplicate-key']],
    ['a name twice, once escaped', () => text().replace('{', '{"t\\u0079peCode":"x",'), [400, 'body-duplicate-key']],
    [
      'a name twice, deep inside',
      () => text().replace('"faceData":{', '"faceData":{"name":"a",'),
      [400, 'body-duplicate-key'],
    ],
    [
      '__proto__',
      () => text().replace('{', '{"__proto__":{"typeCode":"x"},'),
      [400, 'body-invalid', '/__proto__ field-unknown'],
    ],
    [
      'constructor',
      () => text().replace('{', '{"constructor":{},'),
      [400, 'body-invalid', '/constructor field-unknown'],
    ],
    ['200,000 brackets', () => text().replace('{', `{"x":${nested(200_000)},`), [400, 'body-too-deep']],
    ['33 brackets', () => text().replace('{', `{"x":${nested(33)},`), [400, 'body-too-deep']],
    ['an array', () => [example], [400, 'body-invalid', ' field-type-wrong']],
    ['null', () => 'null', [400, 'body-invalid', ' field-type-wrong']],
    [
      'nothing in it',
      () => ({}),
      [400, 'body-invalid', '/typeCode field-missing', '/holders field-missing', '/faceData face-data-not-an-object'],
    ],
    ['an unknown field', () => ({ ...example, surprise: 1 }), [400, 'body-invalid', '/surprise field-unknown']],
    [
      'an unknown field with odd characters',
      () => ({ ...example, 'a/b~c': 1 }),
      [400, 'body-invalid', '/a~1b~0c field-unknown'],
    ],
    ['an unknown field of a holder', () => holder({ age: 1 }), [400, 'body-invalid', '/holders/0/age field-unknown']],
    ['a number as type code', () => ({ ...example, typeCode: 1 }), [400, 'body-invalid', '/typeCode field-type-wrong']],
    ['holders that are none', () => ({ ...example, holders: [] }), [400, 'body-invalid', '/holders field-too-small']],
    [
      '51 holders',
      () => ({ ...example, holders: Array(51).fill(example.holders[0]) }),
      [400, 'body-invalid', '/holders field-too-big'],
    ],
    [
      'face data in an array',
      () => ({ ...example, faceData: [] }),
      [400, 'body-invalid', '/faceData face-data-not-an-object'],
    ],
    [
      'an impossible day',
      () => ({ ...example, validFrom: '2026-02-30' }),
      [400, 'body-invalid', '/validFrom field-invalid-format'],
    ],
    [
      'a type that is not',
      () => ({ ...example, typeCode: '11100000000013127D999' }),
      [422, 'type-unknown', '/typeCode type-unknown'],
    ],
    ['a type as path', () => ({ ...example, typeCode: '../x' }), [422, 'type-unknown', '/typeCode type-unknown']],
    [
      'an end before the beginning',
      () => ({ ...example, validFrom: '2036-05-02', validUntil: '2036-05-01' }),
      [422, 'validity-invalid', '/validUntil validity-ends-before-it-begins'],
    ],
    [
      'a wrong check digit',
      () => holder({ code: code().replace(/.$/, (last) => (last === '1' ? '2' : '1')) }),
      [422, 'holder-invalid', '/holders/0/code citizen-number-check-character'],
    ],
    [
      '15 digits',
      () => holder({ code: code().slice(0, 6) + code().slice(8, 17) }),
      [422, 'holder-invalid', '/holders/0/code citizen-number-legacy'],
    ],
    [
      'an impossible birthday',
      () => holder({ code: withCheck(`${code().slice(0, 6)}19990230${code().slice(14, 17)}`) }),
      [422, 'holder-invalid', '/holders/0/code citizen-number-date'],
    ],
    [
      'a code type that is not',
      () => holder({ codeType: '777' }),
      [422, 'holder-invalid', '/holders/0/codeType holder-code-type-unknown'],
    ],
    [
      'an organisation as person',
      () => holder({ kind: 'organisation' }),
      [422, 'holder-invalid', '/holders/0/kind holder-kind-not-allowed', '/holders/0/codeType holder-kind-mismatch'],
    ],
    [
      'two holders of one card',
      () => ({ ...example, holders: [example.holders[0], example.holders[0]] }),
      [422, 'holder-invalid', '/holders holders-too-many', '/holders/1/code holder-repeated'],
    ],
    [
      'a face field too many',
      () => face({ surprise: 'x' }),
      [422, 'face-data-invalid', '/faceData/surprise field-unknown'],
    ],
    [
      'a face field too few',
      () => ({ ...example, faceData: without(example.faceData, 'sex') }),
      [422, 'face-data-invalid', '/faceData/sex field-missing'],
    ],
    [
      'a face field of another type',
      () => face({ name: ['a'] }),
      [422, 'face-data-invalid', '/faceData/name field-type-wrong'],
    ],
    [
      'a face field that is null',
      () => face({ name: null }),
      [422, 'face-data-invalid', '/faceData/name field-type-wrong'],
    ],
  ])('%s', async (_what, body, expected) => {
    expect(refusal(await issueWith(body()))).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['NUL', 'a\u0000b', 'field-characters-hostile'],
    ['a bidirectional override', 'a\u202eb', 'field-characters-hostile'],
    ['a bidirectional isolate', 'a\u2067b', 'field-characters-hostile'],
    ['a zero-width joiner', 'a\u200db', 'field-characters-hostile'],
    ['a byte order mark', '\ufeffa', 'field-characters-hostile'],
    ['a line break', 'a\nb', 'field-characters-hostile'],
    ['an escape', 'a\u001bb', 'field-characters-hostile'],
    ['a space before', ' a', 'field-ends-blank'],
    ['nothing', '', 'field-too-small'],
    ['201 characters', 'x'.repeat(201), 'field-too-big'],
  ])('a name with %s, for the holder and on the face', async (_what, name, field) => {
    expect(refusal(await issueWith(holder({ name })))).toEqual([400, 'body-invalid', `/holders/0/name ${field}`]);
    expect(refusal(await issueWith(face({ name })))).toEqual([
      422,
      'face-data-invalid',
      expect.stringMatching(/^\/faceData\/name field-/),
    ]);
  });

  it('a name with half a character', async () => {
    expect(refusal(await issueWith(holder({ name: 'a\ud800b' })))).toEqual([400, 'body-malformed']);
    expect(refusal(await issueWith(face({ name: 'a\ud800b' })))).toEqual([400, 'body-malformed']);
  });

  it('bytes that are not UTF-8, and UTF-16', async () => {
    for (const bytes of [Buffer.from('{"typeCode":"\xff"}', 'latin1'), Buffer.from(text(), 'utf16le')]) {
      const answer = await raw(
        demo.baseUrl,
        'POST',
        '/v1/licences',
        { ...bearer(), 'content-type': 'application/json' },
        bytes,
      );
      expect([answer.status, answer.body.code]).toEqual([400, 'body-malformed']);
    }
  });

  it('a body over the limit', async () => {
    expect(refusal(await issueWith({ ...example, legalBasis: 'x'.repeat(600_000) }))).toEqual([413, 'body-too-large']);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'the media type %s',
    async (type) => {
      const answer = await ask(demo.baseUrl, '/v1/licences', {
        token,
        body: text(),
        headers: { 'content-type': type },
      });
      expect(refusal(answer)).toEqual([415, 'media-type-unsupported']);
    },
  );

  it('another authority’s type, whoever asks', async () => {
    const types = authorities.flatMap(({ typeCodes }) => typeCodes);
    for (const { token: own, typeCodes } of authorities) {
      for (const typeCode of types.filter((one) => !typeCodes.includes(one))) {
        const answer = await ask(demo.baseUrl, '/v1/licences', { token: own, body: { ...example, typeCode } });
        expect(refusal(answer)).toEqual([403, 'right-to-issue-missing', '/typeCode right-to-issue-missing']);
      }
    }
  });

  it.each<[string, string, string]>([
    ['none', '', 'idempotency-key-invalid'],
    ['too long', 'k'.repeat(129), 'idempotency-key-invalid'],
    ['with a space inside', 'a b', 'idempotency-key-invalid'],
    ['beyond ASCII', 'é', 'idempotency-key-invalid'],
  ])('an idempotency key that is %s', async (_what, key, expected) => {
    expect(refusal(await ask(demo.baseUrl, '/v1/licences', { token, body: example, key }))).toEqual([400, expected]);
  });

  it('nothing of what was refused is echoed', async () => {
    const secret = 'ZQ-secret-7731';
    for (const body of [
      { ...example, typeCode: secret },
      holder({ code: secret }),
      face({ sex: secret }),
      `{"a":${secret}`,
    ]) {
      const { body: told } = await issueWith(body);
      expect(JSON.stringify(told)).not.toContain(secret);
    }
  });
});

const withCheck = (digits: string) => digits + citizenNumberCheckCharacter(digits);

function without(object: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: _left, ...rest } = object;
  return rest;
}
