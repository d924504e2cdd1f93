import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { canonicalJson, type Report, readRecordedEvidence } from '../../src/core/index.js';
import { byBrowser, byCommand, byServer, runCommand } from './judges.js';
import { readVectors } from './vectors.js';

const { root, vectors } = readVectors();
const rows = vectors.map((vector, at) => ({ ...vector, at }));

// Others may hold both cores.
jest.setTimeout(180_000);

describe('the same carriers by the same evidence', () => {
  let server: string[];
  let browser: string[];
  let command: string[];

  beforeAll(async () => {
    [server, browser, command] = await Promise.all([byServer(), byBrowser(), byCommand()]);
  }, 240_000);

  it('are fifty or more, of every kind, of every verdict, recorded without a root', () => {
    const of = (name: 'carrier' | 'verdict') => [...new Set(vectors.map((vector) => vector[name]))].sort();
    expect(vectors.length).toBeGreaterThanOrEqual(50);
    expect(of('carrier')).toEqual(['pdf', 'qr', 'qr-photo', 'sd-jwt', 'vc-jwt']);
    expect(of('verdict')).toEqual(['indeterminate', 'invalid', 'valid']);
    for (const { path } of vectors) {
      const text = readFileSync(path, 'utf8');
      expect(readRecordedEvidence(text, { root }).ok).toBe(true);
      expect(text).not.toContain(root.x);
    }
  });

  it.each(rows)('$carrier, $what: $verdict ($code), by server, Chromium and command alike', ({ at, verdict, code }) => {
    const report = JSON.parse(server[at] as string) as Report;
    expect([report.verdict, report.checks.some((check) => check.code === code)]).toEqual([verdict, true]);
    expect(canonicalJson(report as never)).toBe(server[at]);
    expect(browser[at]).toBe(server[at]);
    expect(command[at]).toBe(server[at]);
  });

  it.each<[string, string[], string, number]>([
    ['a record of another form', ['--evidence', '{}'], '', 3],
    ['nothing on standard input', ['-'], '', 3],
    ['an option that there is not', ['-', '--offlien', 'x'], '', 3],
    ['a credential on standard input that nothing vouches for', ['-', '--json'], credentialOf(rows), 2],
  ])('the command ends on %s as scripts expect', async (_what, args, input, code) => {
    const ended = await runCommand(args, input);
    expect(ended.code).toBe(code);
    if (code === 3) expect([ended.stdout, ended.stderr !== '']).toEqual(['', true]);
    else expect(JSON.parse(ended.stdout)).toMatchObject({ verdict: 'indeterminate' });
  });

  it('would not agree if a server or a browser took every signature for good', async () => {
    const [lyingServer, lyingBrowser] = await Promise.all([byServer(true), byBrowser(true)]);
    const forged = rows.filter(({ code }) => /signature-wrong$/.test(code));
    expect(forged.length).toBeGreaterThan(3);
    for (const { at } of forged) {
      expect(lyingServer[at]).not.toBe(command[at]);
      expect(lyingBrowser[at]).not.toBe(command[at]);
    }
  });
});

/** The credential of the first record. */
function credentialOf([first]: typeof rows): string {
  return JSON.parse(readFileSync(first!.path, 'utf8')).evidence.credential;
}
