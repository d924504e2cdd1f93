import { describe, expect, it } from '@jest/globals';
import { Recent } from './recent.js';

describe(Recent.name, () => {
  it('is bounded by weight and keeps what is asked for again', () => {
    const recent = new Recent<number>(40, (_key, value) => value);
    for (let n = 0; n < 500; n++) {
      recent.set(`k${n}`, 4);
      expect(recent.get('k0')).toBe(4);
      expect(recent.size).toBeLessThanOrEqual(11);
    }
    expect(recent.get('k400')).toBeUndefined();
  });

  it('drops at the second ageing what nobody asked for between', () => {
    const recent = new Recent<number>(100);
    recent.set('a', 1);
    recent.set('b', 2);
    recent.age();
    expect(recent.get('a')).toBe(1);
    recent.age();
    expect([recent.get('a'), recent.get('b')]).toEqual([1, undefined]);
  });
});
