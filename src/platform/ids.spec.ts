import { describe, expect, it } from '@jest/globals';
import { randomChunk, uuidv7 } from './ids.js';

describe(uuidv7.name, () => {
  it('carries the time, the version and the variant of RFC 9562', () => {
    const id = uuidv7(0x0199_1234_5678);
    expect(id).toMatch(/^01991234-5678-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('never repeats and keeps its order inside one millisecond, even over the counter', () => {
    const at = Date.now() + 1000;
    const ids = Array.from({ length: 10_000 }, () => uuidv7(at));
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });
});

describe(randomChunk.name, () => {
  it('hands out every byte once', () => {
    const seen = new Set(Array.from({ length: 5000 }, () => randomChunk(16).toString('hex')));
    expect(seen.size).toBe(5000);
  });
});
