import { describe, expect, it } from '@jest/globals';
import { formatDigest } from '../bytes/index.js';
import { type ParsedSdJwt, parseSdJwt, present } from '../credential/index.js';
import type { JsonValue } from '../json/index.js';
import { crypto, identifier, World } from '../verification/testing/world.js';
import { type ComparedBy, compareCarrier, compareFields } from './compare.js';
import type { CarrierSaid, SaidText } from './said.js';

const w = new World();
const portrait = new Uint8Array([255, 216, 255, 1, 2]);
const { credential } = w.issue({
  holders: [
    { kind: 'person', codeType: '111', code: '11010519491231002X', name: '张三' },
    { kind: 'person', codeType: '111', code: '110105194912310038', name: '李四' },
  ],
  faceData: {
    scope: '餐饮',
    open: true,
    rooms: 3,
    'a/b~c': '1',
    members: [
      { name: '王五', born: '2000-02-29' },
      { name: '赵六', born: '2001-01-01' },
      { name: '孙七', born: '2002-02-02' },
    ],
    portrait: Buffer.from(portrait).toString('base64'),
  },
});
const read = (text: string): ParsedSdJwt => {
  const parsed = parseSdJwt(text, crypto);
  if (!parsed.ok) throw new Error(parsed.code);
  return parsed.value;
};
const whole = read(credential);
const shown = (...paths: string[]) => {
  const presentation = present(credential, paths, crypto);
  if (!presentation.ok) throw new Error(presentation.code);
  return read(presentation.value);
};
const said = (fields: Record<string, JsonValue>, more: Partial<CarrierSaid> = {}): CarrierSaid => ({
  identifier: identifier(),
  masterDigest: formatDigest(new Uint8Array(32)),
  fields: new Map(Object.entries(fields)),
  ...more,
});
const by: ComparedBy = { whole: true, crypto };
const part: ComparedBy = { whole: false, crypto };
const differs = (fields: Record<string, JsonValue>, master = whole, how = by) =>
  compareCarrier(said(fields), master, w.list, how)?.pointer;
const members = whole.faceData.members as JsonValue[];

describe(compareCarrier.name, () => {
  it.each<[string, JsonValue]>([
    ['/identifier', identifier()],
    ['/typeName', '营业执照'],
    ['/typeName', 'Business licence'],
    ['/issuer/name', '机构L'],
    ['/issuer/address', whole.clear.iss],
    ['/licenceNumber', '(2026) 0042'],
    ['/holders/1/name', '李四'],
    ['/holders/0/code', '11010519491231002X'],
    ['/faceData/scope', '餐饮'],
    ['/faceData/open', true],
    ['/faceData/rooms', 3],
    ['/faceData/a~1b~0c', '1'],
    ['/faceData/members/1/name', '赵六'],
    ['/faceData/members', members],
    ['/faceData', whole.faceData],
    ['/issuanceDate', '2026-03-02'],
    ['/validFrom', '2026-03-02'],
    ['/validUntil', '2031-03-01'],
    ['/expires', whole.clear.exp as number],
    ['/status', { uri: 'https://registry.example/status-lists/1', index: 7 }],
  ])('lets %s be %j', (pointer, value) => {
    expect(differs({ [pointer]: value })).toBeUndefined();
    expect(differs({ [pointer]: value }, whole, part)).toBeUndefined();
  });

  it.each<[string, JsonValue, string?]>([
    ['/identifier', identifier({ version: 2 })],
    ['/typeName', 'Diploma'],
    ['/issuer/name', 'Authority J'],
    ['/issuer/creditCode', '11220000013544541J'],
    ['/licenceNumber', null],
    ['/holders/1/name', '张三'],
    ['/holders/2/name', '张三'],
    ['/holders', [{ name: '张三' }], '/holders/0/code'],
    ['/faceData/scope', '餐饮 '],
    ['/faceData/open', 'true'],
    ['/faceData/rooms', '3'],
    ['/faceData/capital', '1000'],
    ['/faceData/toString', '1000'],
    ['/faceData/members/3/name', '张三'],
    ['/faceData/members/01/name', '赵六'],
    ['/faceData/members', members.slice(1), '/faceData/members/0/name'],
    ['/faceData/members', members.slice(0, 2), '/faceData/members/2'],
    ['/faceData', { ...whole.faceData, rooms: 4 }, '/faceData/rooms'],
    ['/faceData', { scope: '餐饮' }, '/faceData/a~1b~0c'],
    ['/validUntil', null],
    ['/validFrom', '2026-03-01'],
    ['/status', { uri: 'https://registry.example/status-lists/1', index: 8 }, '/status/index'],
    ['/rank', 'general'],
  ])('tells that %s is not %j', (pointer, value, at = pointer) => {
    expect(differs({ [pointer]: value })).toBe(at);
  });

  it('names the first of several, in the order of the carrier', () => {
    expect(differs({ '/faceData/scope': '餐饮', '/faceData/rooms': 4, '/licenceNumber': 'x' })).toBe('/faceData/rooms');
  });

  it('holds another licence against it before anything else', () => {
    const other = said({ '/faceData/scope': '金融' }, { identifier: identifier({ version: 2 }) });
    expect(compareCarrier(other, whole, w.list, by)?.pointer).toBe('/identifier');
  });

  it('leaves names alone where the carrier is of another day', () => {
    const former = { '/typeName': '旧名', '/issuer/name': '旧机构' };
    expect(differs(former, whole, { ...by, names: false })).toBeUndefined();
    expect(differs({ ...former, '/faceData/scope': 'x' }, whole, { ...by, names: false })).toBe('/faceData/scope');
  });
});

describe('a presentation that shows less', () => {
  it.each<[string, JsonValue]>([
    ['/licenceNumber', 'anything'],
    ['/holders/0/code', 'anything'],
    ['/faceData/rooms', 99],
    ['/faceData/unheard-of', 'anything'],
    ['/faceData/members/0/name', 'anything'],
  ])('can’t tell of %s', (pointer, value) => {
    const comparison = compareFields(said({ [pointer]: value }), shown('/holders/0/name'), w.list, part);
    expect(comparison).toEqual({ said: 1, compared: 0 });
  });

  it.each<[string, JsonValue]>([
    ['/holders/0/name', '李四'],
    ['/holders/2/name', '李四'],
    ['/holders/0/rank', 'general'],
    ['/validUntil', null],
    ['/rank', 'general'],
  ])('still tells that %s is wrong', (pointer, value) => {
    expect(differs({ [pointer]: value }, shown('/holders/0/name'), part)).toBe(pointer);
  });

  it('knows the items of a list that it shows, in their order', () => {
    const two = shown('/face_data/members/0', '/face_data/members/2');
    expect(differs({ '/faceData/members': members }, two, part)).toBeUndefined();
    expect(differs({ '/faceData/members': members.slice(0, 2) }, two, part)).toBe('/faceData/members');
    expect(differs({ '/faceData/members': [...members].reverse() }, two, part)).toBe('/faceData/members');
  });

  it('knows the fields that it shows', () => {
    const some = shown('/face_data/scope');
    expect(differs({ '/faceData': whole.faceData }, some, part)).toBeUndefined();
    expect(differs({ '/faceData': { ...whole.faceData, scope: 'x' } }, some, part)).toBe('/faceData/scope');
    expect(differs({ '/faceData': { rooms: 3 } }, some, part)).toBe('/faceData/scope');
  });
});

describe('what a page shows', () => {
  const says = (...texts: [string, string][]) => {
    const list = texts.map(([pointer, text]): SaidText => ({ pointer, text }));
    return compareFields(said({}, { texts: list }), whole, w.list, by);
  };

  it('is the value in one of the ways in which it may be said', () => {
    const all = says(
      ['/faceData/open', '是'],
      ['/faceData/members/0/born', '2000年02月29日'],
      ['/validUntil', '2031年03月01日'],
      ['/holders', '张三、李四'],
      ['/typeName', '营业执照'],
      ['/masterDigest', whole.masterDigest],
    );
    expect(all).toEqual({ said: 6, compared: 6 });
  });

  it.each([
    ['/faceData/open', '否'],
    ['/validUntil', '长期'],
    ['/holders', '李四、张三'],
    ['/faceData/members/0/born', '2000年02月28日'],
    ['/faceData/capital', '1000'],
    ['/faceData/members', '王五'],
  ])('differs when %s says %s', (pointer, text) => {
    expect(says([pointer, text]).differs).toBe(pointer);
  });

  it('is a picture by its digest', () => {
    const shows = (bytes: Uint8Array, pointer = '/faceData/portrait') =>
      compareFields(
        said({}, { pictures: [{ pointer, digest: formatDigest(crypto.sha256(bytes)) }] }),
        whole,
        w.list,
        by,
      );
    expect(shows(portrait)).toEqual({ said: 1, compared: 1 });
    expect(shows(new Uint8Array(5)).differs).toBe('/faceData/portrait');
    expect(shows(portrait, '/faceData/rooms').differs).toBe('/faceData/rooms');
  });
});
