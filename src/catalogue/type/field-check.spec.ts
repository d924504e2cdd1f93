import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { FieldDefinition } from './definition.js';
import { compileLicenceType } from './licence-type.js';

const label = { 'zh-CN': '项', en: 'Field' };
const fields: FieldDefinition[] = [
  { name: 'name', label, type: 'text', required: true, maxLength: 5 },
  { name: 'number', label, type: 'text', required: false, maxLength: 10, pattern: 'a|b[0-9]+' },
  { name: 'sex', label, type: 'text', required: false, maxLength: 2, values: ['男', '女'] },
  { name: 'born', label, type: 'date', required: false },
  { name: 'months', label, type: 'integer', required: false },
  { name: 'area', label, type: 'decimal', required: false },
  { name: 'open', label, type: 'boolean', required: false },
  {
    name: 'members',
    label,
    type: 'list',
    required: false,
    items: [{ name: 'name', label, type: 'text', required: true, maxLength: 5 }],
  },
];
const type = compileLicenceType({
  code: '11100000000013127D001',
  version: 3,
  name: label,
  definingAuthority: '公安部',
  fictitious: false,
  definition: {
    holderKinds: ['person'],
    maxHolders: 1,
    validity: 'none',
    fields,
    example: { typeCode: '11100000000013127D001', holders: [], faceData: { born: '2000-02-29', name: '甲' } },
  },
});
const faults = (given: object): string[] =>
  type.checkFace({ name: '甲', ...given }).map(({ pointer, code }) => `${pointer} ${code}`);

describe('the check of face data', () => {
  it('takes what the type asks for', () => {
    const good = {
      number: 'b12',
      sex: '女',
      born: '2000-02-29',
      months: 0,
      area: '120.50',
      open: false,
      members: [{ name: '乙' }],
    };
    expect(faults(good)).toEqual([]);
    expect(faults({ number: 'a' })).toEqual([]);
    expect(faults({ name: '𠮷𠮷𠮷𠮷𠮷' })).toEqual([]);
  });

  it.each([
    [{ name: undefined }, '/faceData/name field-type-wrong'],
    [{ name: '甲乙丙丁戊己' }, '/faceData/name field-too-long'],
    [{ name: '' }, '/faceData/name field-empty'],
    [{ name: null }, '/faceData/name field-type-wrong'],
    [{ name: ['甲'] }, '/faceData/name field-type-wrong'],
    [{ name: ' 甲' }, '/faceData/name field-not-plain'],
    [{ name: '甲\u202e' }, '/faceData/name field-not-plain'],
    [{ name: '甲\u0000' }, '/faceData/name field-not-plain'],
    [{ name: '甲\n乙' }, '/faceData/name field-not-plain'],
    [{ name: '\ud800' }, '/faceData/name field-not-plain'],
    [{ name: 'e\u0301' }, '/faceData/name field-not-plain'],
    [{ number: 'b1x' }, '/faceData/number field-pattern'],
    [{ number: 'ax' }, '/faceData/number field-pattern'],
    [{ sex: '未' }, '/faceData/sex field-not-in-list'],
    [{ born: '2001-02-29' }, '/faceData/born field-not-a-date'],
    [{ born: '20010228' }, '/faceData/born field-not-a-date'],
    [{ born: 20010228 }, '/faceData/born field-type-wrong'],
    [{ months: -1 }, '/faceData/months field-type-wrong'],
    [{ months: 1.5 }, '/faceData/months field-type-wrong'],
    [{ months: '1' }, '/faceData/months field-type-wrong'],
    [{ months: 2 ** 53 }, '/faceData/months field-type-wrong'],
    [{ area: 120.5 }, '/faceData/area field-type-wrong'],
    [{ area: '01' }, '/faceData/area field-pattern'],
    [{ area: '1e3' }, '/faceData/area field-pattern'],
    [{ open: 'true' }, '/faceData/open field-type-wrong'],
    [{ members: [] }, '/faceData/members field-empty'],
    [{ members: {} }, '/faceData/members field-type-wrong'],
    [{ members: [{ name: '乙' }, { name: '' }] }, '/faceData/members/1/name field-empty'],
    [{ members: [{}] }, '/faceData/members/0/name field-missing'],
    [{ members: ['乙'] }, '/faceData/members/0 field-type-wrong'],
    [{ other: 1 }, '/faceData/other field-unknown'],
    [{ 'a/b~c': 1 }, '/faceData/a~1b~0c field-unknown'],
    [JSON.parse('{"__proto__": {"name": "x"}}'), '/faceData/__proto__ field-unknown'],
    [{ constructor: 1 }, '/faceData/constructor field-unknown'],
  ])('tells what is wrong with %j', (given, fault) => {
    const body = Object.defineProperties({ name: '甲' }, Object.getOwnPropertyDescriptors(given));
    expect(type.checkFace(body).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([fault]);
  });

  it('asks for an object, and for every field that must be there', () => {
    expect(type.checkFace({})).toMatchObject([{ pointer: '/faceData/name', code: 'field-missing' }]);
    for (const odd of [null, undefined, [], 'x', 1]) {
      expect(type.checkFace(odd)).toMatchObject([{ pointer: '/faceData', code: 'field-type-wrong' }]);
    }
  });

  it('bounds its answer and never repeats a value', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, 'secret']));
    const errors = type.checkFace({ ...many, name: 'secret value', sex: 'secret' });
    expect(errors).toHaveLength(100);
    expect(JSON.stringify(errors)).not.toContain('secret');
    const tooMany = { members: Array.from({ length: 101 }, () => ({ name: '乙' })) };
    expect(faults(tooMany)).toEqual(['/faceData/members field-too-many']);
  });
});

describe('a licence type', () => {
  it('writes its metadata down in the same bytes for ever: masters name their digest', () => {
    const { text, integrity } = type.metadata('http://localhost');
    expect(integrity).toBe(`sha256-${createHash('sha256').update(text).digest('base64')}`);
    expect(integrity).toBe('sha256-APNUk7pyYvIr5JJpf1l3bokM45fzSbdRvme0drT1cQM=');
    expect(type.metadata('http://localhost')).toBe(type.metadata('http://localhost'));
    expect(type.metadata('http://other').integrity).not.toBe(integrity);
    const paths = JSON.parse(text).claims.map(({ path, sd }: { path: unknown[]; sd: string }) => [path.join('/'), sd]);
    expect(paths).toContainEqual(['face_data/members', 'always']);
    expect(paths).toContainEqual(['face_data/members/', 'allowed']);
  });

  it('shows its example in the order of its fields, and its address by version', () => {
    expect(Object.keys(type.definition.example.faceData)).toEqual(['name', 'born']);
    expect(type.vct('http://localhost')).toBe('http://localhost/types/11100000000013127D001/v3');
  });
});
