import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BlindIndex } from './blind-index.js';
import { newDataKey, seal, sealJson, unseal, unsealJson, unwrapDataKey } from './data-key.js';

const key = randomBytes(32);

describe(seal.name, () => {
  it('opens at its place under its key', () => {
    expect(unsealJson(key, 'a/b/1', sealJson(key, 'a/b/1', { name: '王小明' }))).toEqual({ name: '王小明' });
  });

  it.each([
    ['another row', (s: Buffer) => () => unseal(key, 'a/b/2', s)],
    ['another key', (s: Buffer) => () => unseal(randomBytes(32), 'a/b/1', s)],
    [
      'one altered byte',
      (s: Buffer) => () => unseal(key, 'a/b/1', Buffer.from(s.map((b, i) => (i === 20 ? b ^ 1 : b)))),
    ],
    ['a shortened tag', (s: Buffer) => () => unseal(key, 'a/b/1', s.subarray(0, s.length - 12))],
  ])('does not open with %s', (_, attempt) => {
    expect(attempt(seal(key, 'a/b/1', Buffer.from('face data of some length')))).toThrow();
  });

  it('wraps a random data key', () => {
    const made = newDataKey(key, 'licence_key/1');
    expect(unwrapDataKey(key, 'licence_key/1', made.wrapped)).toEqual(made.key);
    expect(newDataKey(key, 'licence_key/1').key).not.toEqual(made.key);
  });
});

describe(BlindIndex.name, () => {
  const index = new BlindIndex(key);

  it('is equal for the same holder and differs by kind, key and boundary', () => {
    expect(index.holder('111', '11010519491231002X')).toEqual(index.holder('111', '11010519491231002X'));
    expect(index.digest('body', 'ab', 'c')).not.toEqual(index.digest('body', 'a', 'bc'));
    expect(index.digest('holder', 'x')).not.toEqual(index.digest('body', 'x'));
    expect(new BlindIndex(randomBytes(32)).digest('body', 'x')).not.toEqual(index.digest('body', 'x'));
  });
});
