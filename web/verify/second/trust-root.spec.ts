import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pinnedRoot, pinRoot, readRoot, type TrustRoot } from './trust-root.js';

const root = (letter: string): TrustRoot => ({ kty: 'EC', crv: 'P-256', x: letter.repeat(43), y: 'z'.repeat(43) });
const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
const stored = new Map<string, string>();
const storage = {
  getItem: (name: string) => stored.get(name) ?? null,
  setItem: (name: string, value: string) => void stored.set(name, value),
};

beforeEach(() => {
  stored.clear();
  Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true });
});
afterAll(() => {
  if (before) Object.defineProperty(globalThis, 'localStorage', before);
  else Reflect.deleteProperty(globalThis, 'localStorage');
});

describe('the pinned root', () => {
  it('is the first one seen, and stays it whatever a page names later', () => {
    expect(pinnedRoot(undefined)).toEqual({});
    expect(pinnedRoot(root('a'))).toEqual({ root: root('a') });
    expect(pinnedRoot(root('a'))).toEqual({ root: root('a') });
    expect(pinnedRoot(root('b'))).toEqual({ root: root('a'), offered: root('b') });
    expect(pinnedRoot(undefined)).toEqual({ root: root('a') });
    pinRoot(root('b'));
    expect(pinnedRoot(root('b'))).toEqual({ root: root('b') });
  });

  it.each([
    undefined,
    '',
    '{',
    'null',
    '{"kty":"EC"}',
    JSON.stringify({ ...root('a'), x: 'short' }),
    JSON.stringify({ ...root('a'), crv: 'P-384' }),
  ])('is never read from %s', (text) => {
    expect(readRoot(text)).toBeUndefined();
  });

  it('keeps nothing of a key but its public part', () => {
    pinRoot({ ...root('a'), d: 'secret' } as TrustRoot);
    expect([...stored.values()].join()).not.toContain('secret');
  });
});
