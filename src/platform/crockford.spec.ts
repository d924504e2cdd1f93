import { describe, expect, it } from '@jest/globals';
import { normaliseCode, randomCode } from './crockford.js';

describe(normaliseCode.name, () => {
  it('reads back what it made, in any spelling', () => {
    const code = randomCode(16);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(normaliseCode(`${code.slice(0, 8).toLowerCase()}-${code.slice(8)}`, 16)).toBe(code);
    expect(normaliseCode('oOiIlL-0123456789', 16)).toBe('0011110123456789');
  });

  it.each([['too short'], [''], ['U123456789ABCDEF'], ['0123456789ABCDE𝟎'], ['0'.repeat(49)]])('refuses %p', (text) => {
    expect(normaliseCode(text, 16)).toBeUndefined();
  });
});
