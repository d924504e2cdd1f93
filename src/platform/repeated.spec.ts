import { describe, expect, it } from '@jest/globals';
import { Repeated } from './repeated.js';

const open = (max = 100) => {
  const at = { ms: 0 };
  return {
    at,
    repeated: new Repeated<string>(
      max,
      (_, value) => value.length,
      () => at.ms,
    ),
  };
};

describe(Repeated.name, () => {
  it('keeps what comes a second time', () => {
    const { repeated } = open();
    expect([repeated.offer('a', 'first'), repeated.get('a')]).toEqual([false, undefined]);
    expect([repeated.offer('a', 'second'), repeated.get('a')]).toEqual([true, 'second']);
  });

  it('goes by the mark where there is one', () => {
    const { repeated } = open();
    repeated.offer('a', 'one', 'mark');
    expect(repeated.offer('b', 'two', 'mark')).toBe(true);
    expect([repeated.get('a'), repeated.get('b')]).toEqual([undefined, 'two']);
  });

  it('is bounded by weight', () => {
    const { repeated } = open();
    for (let n = 0; n < 50; n++) for (let twice = 0; twice < 2; twice++) repeated.offer(`k${n}`, 'x'.repeat(20));
    const left = Array.from({ length: 50 }, (_, n) => repeated.get(`k${n}`)).filter(Boolean);
    expect(left.length).toBeLessThanOrEqual(5);
  });

  it('forgets in two minutes what nobody asks for, and marks too', () => {
    const { at, repeated } = open();
    repeated.get('');
    for (let twice = 0; twice < 2; twice++) repeated.offer('a', 'kept');
    repeated.offer('b', 'marked');
    at.ms += 61_000;
    expect(repeated.get('a')).toBe('kept');
    for (let n = 0; n < 2; n++) {
      at.ms += 61_000;
      repeated.get('');
    }
    expect(repeated.get('a')).toBeUndefined();
    expect(repeated.offer('b', 'marked')).toBe(false);
  });
});
