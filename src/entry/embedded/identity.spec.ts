import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readIdentity } from './identity.js';

describe("the registry's lasting address", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-identity-spec-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the one of the first start, whatever the port is later, and of a first start that was killed', () => {
    expect(readIdentity(folder, 'http://127.0.0.1:3000')).toBe('http://127.0.0.1:3000');
    expect(readIdentity(folder, 'http://127.0.0.1:4000')).toBe('http://127.0.0.1:3000');
    mkdirSync(join(folder, 'keys'));
    expect(readIdentity(folder, 'http://127.0.0.1:5000')).toBe('http://127.0.0.1:3000');
  });

  it('is never made anew beside keys', () => {
    mkdirSync(join(folder, 'keys'));
    expect(() => readIdentity(folder, 'http://127.0.0.1:3000')).toThrow(
      /^The registry[^\n]* is missing: restore [^\n]*$/,
    );
  });

  it.each(['', '{', '[]', 'null', '{"identity":7}', '{"identity":"nowhere"}'])('is not read from %j', (text) => {
    writeFileSync(join(folder, 'identity.json'), text);
    expect(() => readIdentity(folder, 'http://127.0.0.1:3000')).toThrow('is not readable: restore the file');
  });
});
