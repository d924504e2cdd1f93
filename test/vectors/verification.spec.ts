import { describe, expect, it } from '@jest/globals';
import { nobleCrypto } from '../../src/core/crypto/noble.js';
import { type Check, type CheckName, checkNames, type Report } from '../../src/core/index.js';
import { nodeCrypto } from '../../src/platform/crypto/node-crypto.js';
import { counting, remembering, type Work } from './counting-crypto.js';
import { bases, type Case, caseOf, families, judge, type ReadVector } from './read-vectors.js';

const noble = remembering(nobleCrypto);
const all = families.flatMap(({ family, vectors }) => vectors.map((vector) => ({ family, ...vector })));

/** By a counting port over node's, and by the port of browser and command line. */
function judgeTwice(given: Case) {
  const { port, work } = counting(nodeCrypto);
  return { judged: judge(given, port), byNoble: judge(given, noble), work };
}

const outcomes = ({ checks }: Report) => checks.map(({ check, outcome, code }) => `${check} ${outcome} ${code}`);
const good = ({ outcome }: Check) => outcome === 'passed' || outcome === 'not-applicable';

/** What a check says that can't be made for what another refused. */
const dependent = [
  'credential-unreadable',
  'trust-list-too-old',
  'trust-list-invalid',
  'trust-list-expired',
  'history-unproven',
];

function mustBeRefused({ checks, verdict }: Report, { refusedBy, also = [] }: ReadVector): void {
  if ('reader' in refusedBy) throw new Error('a file was read');
  const { check, code, because } = refusedBy;
  const refusing = checks.find((one) => one.check === check) as Check;
  expect({ verdict, check, code: refusing.code }).toEqual({
    verdict: expect.not.stringMatching(/^valid$/),
    check,
    code,
  });
  expect(['failed', 'indeterminate']).toContain(refusing.outcome);
  if (because !== undefined) expect(refusing.detail).toContain(because);
  const others = checks.filter((one) => one !== refusing && !good(one));
  const allowed: readonly CheckName[] = also === 'unreadable' ? checkNames : also;
  expect(
    others.map((one) => `${one.check} ${one.code}`).filter((_, i) => !allowed.includes((others[i] as Check).check)),
  ).toEqual([]);
  // Whatever is named beside the one check must really rest on it: a vector claims no more than it needs.
  expect(others.map((one) => one.check)).toEqual(checkNames.filter((name) => name !== check && allowed.includes(name)));
  if (also === 'unreadable') for (const one of others) expect(dependent).toContain(one.code);
}

/** Characters and bytes of all texts in a value. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce((sum, [name, item]) => sum + name.length + sizeOf(item), 0);
}

/** The deepest nesting of JSON in any part of a compact JWS or disclosure of a text, counted without reading it. */
function depthOf(text: string): number {
  let deepest = 0;
  for (const part of text.split(/[.~]/)) {
    let depth = 0;
    for (const byte of Buffer.from(part, 'base64url')) {
      if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, ++depth);
      else if (byte === 0x5d || byte === 0x7d) depth--;
    }
  }
  return deepest;
}

/** Bounds of the work, whatever comes: the credential's disclosures, one proof a receipt, one line a key. */
function mustBeBounded(work: Work, given: Case): void {
  const { statements = [] } = given.anchors as { statements?: string[] };
  const keys = { es256: 8, witnesses: 5, versions: 2 };
  expect(work.es256).toBeLessThanOrEqual(keys.es256);
  expect(work.ed25519).toBeLessThanOrEqual(1 + keys.versions + new Set(statements).size * (1 + keys.witnesses));
  expect(work.hashes).toBeLessThanOrEqual(512 + 3 * 64 + 64);
  expect(work.hashedBytes).toBeLessThanOrEqual(4 * sizeOf(given) + 16_384);
  expect(work.signedBytes).toBeLessThanOrEqual(8 * sizeOf(given) + 16_384);
  expect(work.inflations).toBeLessThanOrEqual(4);
  expect(work.inflatedBytes).toBeLessThanOrEqual(4 * 1024 * 1024 + 4096);
}

describe('the genuine cases', () => {
  it.each(Object.keys(bases) as (keyof typeof bases)[])('%s is valid by both ports', (on) => {
    const given = caseOf({ on, input: {} });
    const { judged, byNoble, work } = judgeTwice(given);
    expect(byNoble).toEqual(judged);
    mustBeBounded(work, given);
    if ('refused' in judged) return expect(judged.refused).toBe('nothing');
    const { report } = judged;
    expect(report.checks.filter((one) => !good(one)).map(({ code }) => code)).toEqual(
      on === 'pending' ? ['pending-with-promise'] : [],
    );
    expect(report.verdict).toBe('valid');
  });
});

describe('the vectors', () => {
  it('are as many as was asked for, and each has a name of its own', () => {
    const alone = all.filter(({ signed, also }) => signed && also === undefined);
    expect(all.length).toBeGreaterThanOrEqual(300);
    expect(alone.length).toBeGreaterThanOrEqual(150);
    expect(new Set(all.map(({ family, name }) => `${family}: ${name}`)).size).toBe(all.length);
    expect(all.filter(({ source }) => source.length < 5)).toEqual([]);
    const checks = new Set(alone.flatMap(({ refusedBy }) => ('check' in refusedBy ? [refusedBy.check] : [])));
    expect([...checks].sort()).toEqual([...checkNames].sort());
  });

  describe.each(families)('$family', ({ vectors }) => {
    it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
      const given = caseOf(vector);
      const { judged, byNoble, work } = judgeTwice(given);
      expect(byNoble).toEqual(judged);
      if ('report' in judged) mustBeRefused(judged.report, vector);
      else expect(judged.refused).toBe((vector.refusedBy as { reader: string }).reader);
      mustBeBounded(work, given);
      if (depthOf(given.credential) > 48)
        expect(outcomes((judged as { report: Report }).report)[0]).toMatch(/malformed|disclosure-wrong/);
    });
  });
});
