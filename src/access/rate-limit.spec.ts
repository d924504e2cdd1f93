import { describe, expect, it } from '@jest/globals';
import { addressKey } from './rate-limit.js';

describe('a limit per address', () => {
  it('counts the addresses of one IPv6 network as one', () => {
    expect(addressKey('2001:db8:0:1::1')).toBe(addressKey('2001:db8:0:1:ffff::2'));
    expect(addressKey('2001:db8:0:1::1')).not.toBe(addressKey('2001:db8::2'));
    expect(addressKey('::ffff:192.0.2.1')).not.toBe(addressKey('::ffff:192.0.2.2'));
  });
});
