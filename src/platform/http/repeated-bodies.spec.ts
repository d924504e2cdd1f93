import { describe, expect, it } from '@jest/globals';
import { isFrozenWhole } from '../../core/index.js';
import { RepeatedBodies } from './repeated-bodies.js';
import { parseStrictBody } from './strict-json.js';

const long = (more = '') => Buffer.from(JSON.stringify({ receipt: { index: 1 }, text: 'x'.repeat(1_024), more }));
const open = () => {
  const bodies = new RepeatedBodies(() => 0);
  let parsed = 0;
  const read = (body: Buffer) =>
    bodies.read(body, (bytes) => {
      parsed++;
      return parseStrictBody(bytes, 100_000);
    });
  return { read, parsed: () => parsed };
};
const valueIn = (read: ReturnType<ReturnType<typeof open>['read']>) => ('value' in read ? read.value : undefined);

describe(RepeatedBodies.name, () => {
  it('reads the same bytes twice and no third time, and gives them frozen', () => {
    const { read, parsed } = open();
    expect(isFrozenWhole(valueIn(read(long())))).toBe(false);
    const second = valueIn(read(long()));
    expect(valueIn(read(long()))).toBe(second);
    expect([parsed(), isFrozenWhole(second), second]).toEqual([2, true, JSON.parse(long().toString())]);
  });

  it('takes a body that differs by one byte for another, white space included', () => {
    const { read } = open();
    for (let n = 0; n < 3; n++) read(long());
    expect(valueIn(read(long('y')))).toEqual(JSON.parse(long('y').toString()));
    const spaced = Buffer.from(`${long().toString()} `);
    expect(valueIn(read(spaced))).not.toBe(valueIn(read(long())));
  });

  it('keeps no short one, which may hold a code, and no refusal', () => {
    const { read, parsed } = open();
    const short = Buffer.from('{"identifier":"1","code":"2"}');
    for (let n = 0; n < 3; n++) expect(isFrozenWhole(valueIn(read(short)))).toBe(false);
    const wrong = Buffer.from(`{"a":1,"a":"${'x'.repeat(2_000)}"}`);
    for (let n = 0; n < 3; n++) expect(read(wrong)).toMatchObject({ refused: { code: 'body-duplicate-key' } });
    expect(parsed()).toBe(6);
  });
});
