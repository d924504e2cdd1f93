import { describe, expect, it } from '@jest/globals';
import { pageSizes } from '../support/page-sizes.js';

describe('what a page loads before it can be used', () => {
  it.each(['verify', 'citizen'])('is under 200 KB compressed: %s', (page) => {
    const { first, later } = pageSizes('web/dist', page);
    expect(first.files.length).toBeGreaterThan(2);
    expect(first.bytes).toBeLessThan(200 * 1024);
    // What only some need, such as the reader of pictures, is not among it.
    expect(first.files.some(({ name }) => /qr-reader|\.wasm$/.test(name))).toBe(false);
    if (page === 'verify') expect(later.files.some(({ name }) => name.endsWith('.wasm'))).toBe(true);
  });
});
