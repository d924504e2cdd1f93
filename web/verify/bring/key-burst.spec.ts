import { describe, expect, it } from '@jest/globals';
import { keyBursts, type Stroke } from './key-burst.js';

const address = 'https://licences.example.cn/v/1.2.156.3005.2.X#0123456789ABCDEF';

/** Strikes the keys `every` ms and then Enter `closing` ms later; answers what was scanned. */
function strike(keys: string[], every: number, closing = every, more: Partial<Stroke> = {}): string | undefined {
  const { take } = keyBursts();
  let time = 1000;
  for (const key of keys) {
    take({ key, time, special: false, ...more });
    time += every;
  }
  const end = take({ key: 'Enter', time: time - every + closing, special: false });
  return end.kind === 'scanned' ? end.text : undefined;
}

describe(keyBursts.name, () => {
  it.each([1, 10, 30, 45])('hears a scanner that strikes a key every %i ms', (every) => {
    expect(strike([...address], every)).toBe(address);
  });

  it('bears with shift keys, spaces and a late Enter', () => {
    const shifted = [...'ELC1:AB CD%*+-./:'].flatMap((key) => ['Shift', key]);
    expect(strike(shifted, 10, 140)).toBe('ELC1:AB CD%*+-./:');
  });

  it.each([
    ['a fast typist', [...address], 80, 80],
    ['a few keys', [...'ABCDEFGH'], 10, 10],
    ['a person who presses Enter later', [...address], 10, 400],
  ] as const)('leaves alone %s', (_who, keys, every, closing) => {
    expect(strike([...keys], every, closing)).toBeUndefined();
  });

  it('leaves alone keys that are held down or struck with others', () => {
    expect(strike([...address], 10, 10, { special: true })).toBeUndefined();
    expect(strike([...address, 'ArrowLeft'], 10)).toBeUndefined();
  });

  it('hears only what came in one run', () => {
    const { take } = keyBursts();
    const at = (text: string, from: number) =>
      [...text].map((key, n) => take({ key, time: from + 10 * n, special: false }).kind);
    expect(at('typed', 0)[0]).toBe('first');
    at(address, 5_000);
    expect(take({ key: 'Enter', time: 5_000 + 10 * address.length, special: false })).toEqual({
      kind: 'scanned',
      text: address,
    });
    expect(take({ key: 'Enter', time: 9_000, special: false })).toEqual({ kind: 'none' });
  });
});
