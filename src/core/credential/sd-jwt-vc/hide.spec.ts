import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { crypto, World } from '../../verification/testing/world.js';
import { assembleMaster, finishMaster } from './assemble-master.js';
import { facePlaces, Hiding, hiddenItems } from './hide.js';
import { lintMaster } from './lint-master.js';
import type { MasterInput } from './master-input.js';
import { parseSdJwt } from './parse-sd-jwt.js';
import { present } from './present.js';

const base: MasterInput = {
  issuer: 'https://registry.example/a',
  vct: 'https://registry.example/t/1',
  vctIntegrity: `sha256-${createHash('sha256').update('{}').digest('base64')}`,
  identifier: 'x',
  x5c: [randomBytes(300).toString('base64')],
  issuedAt: 1_772_413_200,
  issuanceDate: '2026-03-02',
  status: { uri: 'https://registry.example/status-lists/1', index: 3 },
  holders: [{ kind: 'person', codeType: '111', code: '11010519491231002X', name: '张三' }],
  faceData: {},
  faceFields: 7,
};
function make(change: Partial<MasterInput>) {
  const input = { ...base, ...change };
  const { signingInput, disclosures } = assembleMaster(input, { salt: () => randomBytes(16), crypto });
  expect(lintMaster(signingInput, disclosures, input, crypto)).toEqual({ ok: true, value: true });
  const payload = JSON.parse(Buffer.from(signingInput.split('.')[1]!, 'base64url').toString());
  return { payload, disclosures, text: finishMaster(signingInput, new Uint8Array(64), disclosures) };
}
const shape = (payload: { face_data: { _sd: string[] }; _sd: string[] }) => [
  payload.face_data._sd.length,
  payload._sd.length,
];

describe('decoys', () => {
  it('show the same digests whatever was filled in, each as long as another', () => {
    const none = make({}).payload;
    const some = make({ faceData: { a: '1', b: '2' }, licenceNumber: 'No. 1' }).payload;
    const all = make({ faceData: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 } }).payload;
    for (const payload of [none, some, all]) {
      expect(shape(payload)).toEqual([7, 1]);
      for (const digest of payload.face_data._sd) expect(digest).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(payload.face_data._sd).toEqual([...payload.face_data._sd].sort());
    }
    expect(facePlaces({ ...base, faceData: { a: 1, b: 2 }, faceFields: 1 })).toBe(2);
  });

  it('are made of the salts that were given, so the same salts make the same master', () => {
    const counted = () => {
      let n = 0;
      return () => new Uint8Array(16).fill(n++);
    };
    const first = assembleMaster(base, { salt: counted(), crypto });
    expect(assembleMaster(base, { salt: counted(), crypto })).toEqual(first);
    const salts = counted();
    expect(new Hiding({ salt: salts, crypto }).members([], 1)._sd).toEqual([
      crypto.digestText(Buffer.alloc(16).toString('base64url')),
    ]);
    expect(() => new Hiding({ salt: () => randomBytes(15), crypto }).members([], 1)).toThrow('16 bytes');
  });
});

describe('lists', () => {
  const members = [{ name: '张三' }, { name: '李四' }, { name: '王五' }, { name: '赵六' }, { name: '钱七' }];

  it('hide each item on its own inside the list, with decoys up to a multiple of four', () => {
    const { text, disclosures } = make({ faceData: { members } });
    const parsed = parseSdJwt(text, crypto);
    if (!parsed.ok) throw new Error(parsed.code);
    expect(parsed.value.faceData).toEqual({ members });
    const list = disclosures
      .map((one) => JSON.parse(Buffer.from(one, 'base64url').toString()))
      .find((parts) => parts[1] === 'members');
    expect(list[2]).toHaveLength(8);
    for (const place of list[2]) expect(Object.keys(place)).toEqual(['...']);
  });

  it('show one item without the others, and none when only the list is asked for by an item that is not there', () => {
    const { text } = make({ faceData: { members } });
    const seen = (keep: string[]) => {
      const shown = present(text, keep, crypto);
      const parsed = shown.ok ? parseSdJwt(shown.value, crypto) : shown;
      return parsed.ok && parsed.value.faceData;
    };
    expect(seen(['/face_data/members/2'])).toEqual({ members: [{ name: '王五' }] });
    expect(seen(['/face_data/members/7'])).toEqual({ members: [] });
    expect(seen(['/face_data/members'])).toEqual({ members });
    expect(seen(['/holders'])).toEqual({});
  });

  it('stay in one disclosure when there would be too many', () => {
    const long = Array.from({ length: 129 }, (_, i) => ({ name: `${i}` }));
    expect(hiddenItems({ members: long })).toBe(0);
    expect(hiddenItems({ a: long.slice(0, 100), b: long.slice(0, 28), c: 'x' })).toBe(128);
    expect(make({ faceData: { members: long } }).disclosures).toHaveLength(4 + 1);
  });
});

describe('masters of old', () => {
  it('have no decoys and no integrity, and are read as before', () => {
    const w = new World();
    const parsed = parseSdJwt(w.issue({ faceFields: undefined, vctIntegrity: undefined }).credential, crypto);
    expect(parsed.ok && parsed.value.clear['vct#integrity']).toBeUndefined();
  });

  it.each(['', 'sha256-', 'sha256-abc', `sha384-${'A'.repeat(64)}`, `sha256-${'A'.repeat(43)}`])(
    'an integrity of another form is refused: %s',
    (vctIntegrity) => {
      const { signingInput, disclosures } = assembleMaster(
        { ...base, vctIntegrity },
        { salt: () => randomBytes(16), crypto },
      );
      const parsed = parseSdJwt(finishMaster(signingInput, new Uint8Array(64), disclosures), crypto);
      expect(parsed).toMatchObject({ ok: false, code: 'sd-jwt-claims' });
    },
  );
});
