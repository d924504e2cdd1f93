import { describe, expect, it } from '@jest/globals';
import { RateLimit } from './rate-limit.js';

describe('a limit per address', () => {
  it('begins anew with each minute and tells how long to wait', () => {
    let now = 0;
    const limit = new RateLimit(2, () => now);
    expect([limit.take('a'), limit.take('a')]).toEqual([0, 0]);
    now = 15_000;
    expect(limit.take('a')).toBe(45);
    expect(limit.take('b')).toBe(0);
    now = 60_000;
    expect(limit.take('a')).toBe(0);
  });

  it('counts the addresses of one IPv6 network as one', () => {
    const limit = new RateLimit(1);
    expect(limit.take('2001:db8:0:1::1')).toBe(0);
    expect(limit.take('2001:db8:0:1:ffff::2')).toBeGreaterThan(0);
    expect(limit.take('2001:db8::2')).toBe(0);
    expect(limit.take('::ffff:192.0.2.1')).toBe(0);
    expect(limit.take('::ffff:192.0.2.2')).toBe(0);
  });
});
