import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { compileLicenceType, faceSchema, type LicenceType } from '../../../../catalogue/index.js';
import { isoDate } from '../../../../platform/index.js';
import { demoLicences } from '../licences.js';
import { licenceTypes } from './index.js';

const ajv = new Ajv2020({ allErrors: false, formats: { date: (text) => isoDate.safeParse(text).success } });
const types = licenceTypes.map((row): [string, LicenceType] => [
  row.name.en,
  compileLicenceType({ ...row, version: 1 }),
]);
const schemaCheck = (type: LicenceType) => ajv.compile(faceSchema(type.name['zh-CN'], type.definition.fields));
type Face = Record<string, unknown>;

// What a careless or a hostile client may put where a value stood.
const hostile = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '2026-02-30',
    '2026-13-01',
    '01.5',
    '1.',
    '1e3',
    '\u202e甲',
    '甲\u0000',
    '甲\n',
    '男',
    '其他',
    '\ud800',
  ),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constant('长'.repeat(4001)),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.constant([]),
  fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }), { maxKeys: 2 }),
);
const mutation = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace', 'remove', 'add', 'swap', 'inside'),
  value: hostile,
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(face: Face, { at, how, value }: Mutation): Face {
  const names = Object.keys(face);
  const name = names[at % names.length];
  if (name === undefined) return face;
  const other = names[(at * 7 + 1) % names.length]!;
  if (how === 'remove') return Object.fromEntries(Object.entries(face).filter(([key]) => key !== name));
  if (how === 'add') return { ...face, [`${name}2`]: value };
  if (how === 'swap') return { ...face, [name]: face[other], [other]: face[name] };
  const list = names.find((key) => Array.isArray(face[key]) && Object.keys((face[key] as Face[])[0] ?? {}).length > 1);
  if (how === 'inside' && list) {
    const [first, ...rest] = face[list] as Face[];
    return { ...face, [list]: [mutate(first!, { at, how: 'replace', value }), ...rest] };
  }
  return { ...face, [name]: value };
}

const isNfc = (value: unknown): boolean => JSON.stringify(value) === JSON.stringify(value).normalize('NFC');

describe.each(types)('%s', (_, type) => {
  const { example } = type.definition;

  it('has an example that its checker and its schema take', () => {
    expect(type.checkFace(example.faceData)).toEqual([]);
    const check = schemaCheck(type);
    expect([check(example.faceData), check.errors]).toEqual([true, null]);
    expect(example).not.toHaveProperty('licenceNumber');
  });

  it('shows every one of its fields in the example', () => {
    const optional = type.definition.fields.filter((field) => !(field.name in example.faceData));
    expect(optional.map((field) => field.name)).toEqual([]);
  });

  it('has licences in the demo that its checker takes', () => {
    const own = demoLicences().filter(({ body }) => body.typeCode === type.code);
    expect(own.length).toBeGreaterThanOrEqual(10);
    for (const { body } of own) expect(type.checkFace(body.faceData)).toEqual([]);
  });

  it('is judged alike by checker and schema, whatever is sent', () => {
    const check = schemaCheck(type);
    let refused = 0;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 2 }), (mutations) => {
        const face = mutations.reduce<Face>(mutate, example.faceData);
        // A body comes as JSON: -0, NaN and the like never arrive.
        const sent = JSON.parse(JSON.stringify(face)) as Face;
        const taken = type.checkFace(sent).length === 0;
        if (!taken) refused++;
        // Unicode's form NFC is beyond JSON Schema; all else it says too.
        expect(taken).toBe(check(sent) && isNfc(sent));
      }),
      { numRuns: 300, seed: 36903 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('points to each field that is spoilt', () => {
    for (const { name } of type.definition.fields) {
      expect(type.checkFace({ ...example.faceData, [name]: null })).toEqual([
        { pointer: `/faceData/${name}`, code: 'field-type-wrong', detail: expect.any(String) },
      ]);
    }
  });
});
