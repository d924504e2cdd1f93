import { describe, expect, it } from '@jest/globals';
import { WindowLimit } from './window-limit.js';

describe(WindowLimit.name, () => {
  it('begins anew with each minute and tells how long to wait, and how much is left', () => {
    let now = 0;
    const limit = new WindowLimit(2, () => now);
    expect([limit.wait('a'), limit.left('a')]).toEqual([0, 2]);
    expect([limit.take('a'), limit.take('a')]).toEqual([0, 0]);
    now = 15_000;
    expect([limit.wait('a'), limit.left('a')]).toEqual([45, 0]);
    expect(limit.take('a')).toBe(45);
    expect(limit.take('b')).toBe(0);
    now = 60_000;
    expect([limit.left('a'), limit.take('a')]).toEqual([2, 0]);
  });

  it('lets the keys beyond its bound share one count', () => {
    const limit = new WindowLimit(1, () => 0);
    for (let n = 0; n < 100_000; n++) limit.take(String(n));
    expect(limit.take('new')).toBe(0);
    expect(limit.take('newer')).toBeGreaterThan(0);
    expect(limit.take('7')).toBeGreaterThan(0);
  });
});
