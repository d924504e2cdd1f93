import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type StubAnswers, StubRegistries } from '../../../../test/support/stub-registry.js';
import { reportText, standard, verify } from '../../../core/index.js';
import { Carriers } from '../../../core/verification/testing/carriers.js';
import { newWitness, statementOf } from '../../../core/verification/testing/witness.js';
import { at, crypto, iso, World } from '../../../core/verification/testing/world.js';
import { Usage } from '../usage.js';
import { verifyCommand } from './verify-command.js';

const w = new World();
const c = new Carriers(w);
const witness = newWitness('witness.example');
const { receipt, anchors } = w.log(w.issued, [
  '2026-02-27T00:00:10.000Z',
  '2026-03-01T00:00:10.000Z',
  '2026-03-02T01:00:10.000Z',
]);
const { credential } = w.issued;
const jwt = `${credential.split('~')[0]}~`;
const items = anchors.map((anchor) => ({ ...anchor, statement: witness.cosign(statementOf(w, anchor), at) }));
const trustJws = (number: number) =>
  w.trustJws({ number, keys: [...w.list.keys, c.listed()], witnesses: [witness.listed], witnessQuorum: 1 });

const genuine: StubAnswers = {
  '/.well-known/elicence-trust': trustJws(4),
  '/status-lists/1': w.statusToken(0),
  '/v1/verifications': () => ({ evidence: { credential: jwt, receipt, statusToken: null } }),
  '/log/anchors': ({ url = '' }) => {
    const after = Number(new URL(url, 'http://x').searchParams.get('after'));
    return { items: items.filter(({ treeSize }) => treeSize > after).slice(0, 1), next: null };
  },
};

describe('elicence verify --url', () => {
  let folder: string;
  const stubs = new StubRegistries();
  const registry = (change: StubAnswers = {}) => stubs.start({ ...genuine, ...change });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-verify-online-'));
  });
  afterEach(() => {
    stubs.close();
    rmSync(join(folder, 'seen.json'), { force: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const config = { TRUST_ROOT_JWK: JSON.stringify(w.root.jwk), LANG: undefined };
  const judge = (brought: string, urls: string[], ...more: string[]) => {
    const given = urls.flatMap((url) => ['--url', url]);
    const args = [brought, ...given, '--state', join(folder, 'seen.json'), '--timeout', '30', ...more];
    return verifyCommand(config, args, () => at);
  };

  it('gathers trust list, status, receipt and statements, and sends no disclosure', async () => {
    const { said, exitCode } = await judge(credential, [await registry()]);
    expect(said).toContain('status: passed (status-active)');
    expect(said).toContain('attestation: passed (anchored-by-statement)');
    expect(exitCode).toBe(0);
    expect(stubs.asked.find(({ path }) => path === '/v1/verifications')?.body).toBe(
      JSON.stringify({ credential: jwt, evidence: true }),
    );
  });

  it('gives the report of core as one line of canonical JSON, and records what it was given by', async () => {
    const record = join(folder, 'evidence.json');
    const { said } = await judge(credential, [await registry()], '--json', '--record', record);
    const evidence = {
      credential,
      trust: { jws: trustJws(4), root: w.root.jwk, asOf: iso(at) },
      status: { from: 'token', token: genuine['/status-lists/1'] as string, asOf: iso(at) } as const,
      receipt: { value: receipt, brought: false },
      anchors: { statements: items.map(({ statement }) => statement), asOf: iso(at) },
    };
    expect(said).toBe(reportText(verify(evidence, standard, at, crypto)));
    expect(readFileSync(record, 'utf8')).not.toContain(w.root.jwk.x);
    expect(await verifyCommand(config, ['--evidence', record, '--json'])).toEqual({ said, exitCode: 0 });
    const twice = await verifyCommand(config, ['--evidence', record, '--evidence', record, '--json']);
    expect(twice.said).toBe(`${said}\n${said}`);
  });

  it('finds the master of an offline code by its registry', async () => {
    const { said, exitCode } = await judge(c.qr(), [await registry()]);
    expect(said).toContain('integrity: passed');
    expect(exitCode).toBe(0);
  });

  it.each<[string, StubAnswers, string, string]>([
    [
      'a trust list',
      { '/.well-known/elicence-trust': 503 },
      'issuer: indeterminate (trust-list-unavailable)',
      'answered 503',
    ],
    [
      'a trust list of another root',
      { '/.well-known/elicence-trust': new World().trustJws() },
      'issuer: indeterminate (trust-list-unavailable)',
      'trust-list-signature',
    ],
    [
      'a status token',
      { '/status-lists/1': 'never' },
      'status: indeterminate (status-unavailable)',
      'no answer in time',
    ],
    [
      'a status token of another signer',
      { '/status-lists/1': new World().statusToken(0) },
      'status: indeterminate (status-unavailable)',
      'status-token-signature',
    ],
    ['a receipt', { '/v1/verifications': 500 }, 'attestation: indeterminate (no-receipt)', 'answered 500'],
    [
      'a receipt in an endless answer',
      { '/v1/verifications': () => 'x'.repeat(2_000_000) },
      'attestation: indeterminate (no-receipt)',
      'more than',
    ],
    [
      'statements',
      { '/log/anchors': 'no JSON' },
      'attestation: indeterminate (anchor-unconfirmed-overdue)',
      'no answer of /log/anchors',
    ],
  ])('tells that it could not get %s, and asks the next registry', async (_what, change, line, why) => {
    const broken = await registry(change);
    const patience = Object.values(change).includes('never') ? ['--timeout', '3'] : [];
    const { said, exitCode } = await judge(credential, [broken], ...patience);
    expect(said).toContain(line);
    expect(said).toContain(`${broken}`);
    expect(said).toContain(why);
    expect(exitCode).toBe(2);
    expect(await judge(credential, [broken, await registry()], ...patience)).toMatchObject({ exitCode: 0 });
  });

  it('passes over a registry that is not there', async () => {
    const gone = await registry();
    stubs.close();
    const there = await registry();
    expect(await judge(credential, [gone, there])).toMatchObject({ exitCode: 0 });
    const { said, exitCode } = await judge(credential, [gone]);
    expect([said.split('\n')[0], exitCode]).toEqual(['indeterminate', 2]);
  });

  it('remembers the newest trust list, and takes no older one afterwards', async () => {
    const newer = await registry({ '/.well-known/elicence-trust': trustJws(5) });
    const older = await registry();
    expect(await judge(credential, [older])).toMatchObject({ exitCode: 0 });
    expect(await judge(credential, [newer])).toMatchObject({ exitCode: 0 });
    const { said, exitCode } = await judge(credential, [older]);
    expect(said).toContain('trust-list-older-than-seen');
    expect(exitCode).toBe(2);
    writeFileSync(join(folder, 'seen.json'), '{"no number":"x"}');
    await expect(judge(credential, [older])).rejects.toThrow('seen.json');
  });

  it('finds what its registry has revoked invalid, and what it holds no receipt of open', async () => {
    const revoking = await registry({ '/status-lists/1': w.statusToken(1) });
    expect(await judge(credential, [revoking])).toMatchObject({ exitCode: 1 });
    const without = await registry({ '/v1/verifications': () => ({ evidence: { credential: jwt, receipt: null } }) });
    expect((await judge(credential, [without])).said).toContain('the registry has no receipt for it');
  });

  it('asks no address that the credential names', async () => {
    const elsewhere = w.issue({ status: { uri: 'http://127.0.0.1:1/secret?status-lists/1', index: 7 } }).credential;
    const { said } = await judge(elsewhere, [await registry()]);
    expect(said).toContain('names no status list of a registry');
  });

  it('refuses a call that says two things', async () => {
    const calls = [
      ['x', '--offline', 'bundle', '--url', 'http://x'],
      ['x', '--offline', 'bundle', '--trust', 'list'],
      ['x', '--url', 'file:///etc/passwd'],
      ['x', '--policy', 'lax'],
      ['x', '--lang', 'de'],
      ['x', '--timeout', '0'],
      ['--evidence', 'x', 'y'],
      ['--evidence', 'x', '--policy', 'strict'],
    ];
    for (const args of calls) await expect(verifyCommand(config, args)).rejects.toThrow(Usage);
  });
});
