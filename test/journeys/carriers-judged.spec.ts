import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseNote, readLicenceFile } from '../../src/core/index.js';
import { carrierOf, licenceFileOf, upload } from '../support/carriers.js';
import { anchoredReceipt, type IssuedLicence, issueExample, sayings } from '../support/licences.js';
import { ask, eventually, freePort, type RunningRegistry, startRegistry } from '../support/registry.js';
import { createWitness, startWitness, stopWitness } from '../support/witness.js';

const name = 'witness.example/carriers';
const kinds = ['sd-jwt', 'qr', 'vc-jwt', 'pdf'] as const;

let folder: string;
let registry: RunningRegistry;
let witness: ChildProcess;
let licence: IssuedLicence;
const carriers = new Map<string, Buffer>();

const path = (called: string, content: string | Buffer) => {
  writeFileSync(join(folder, called), content);
  return join(folder, called);
};
const question = async (body: object) => {
  const answer = await ask(registry.demo.baseUrl, '/v1/verifications', { body, key: null });
  expect(answer.status).toBe(200);
  return answer.body;
};
const filed = async (content: string | Buffer) => {
  const answer = await upload(registry.demo.baseUrl, content);
  expect(answer.status).toBe(200);
  return answer.body;
};
/** The same bytes but one. */
const flipped = (bytes: Buffer, at: number) => {
  const other = Buffer.from(bytes);
  other[at] = other[at]! ^ 1;
  return other;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'elicence-carriers-judged-'));
  const witnessUrl = `http://127.0.0.1:${await freePort()}`;
  const key = await createWitness(join(folder, 'witness'), name);
  registry = await startRegistry({ env: { WITNESSES: `${key} ${witnessUrl}` } });
  witness = await startWitness(join(folder, 'witness'), witnessUrl, registry.demo);
  licence = await issueExample(registry.demo);
  await anchoredReceipt(registry.demo, licence);
  for (const kind of kinds) carriers.set(kind, await carrierOf(registry.demo, licence, kind));
}, 300_000);
afterAll(async () => {
  await stopWitness(witness);
  await registry.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('every carrier leads to the same verdict', () => {
  it.each(kinds)('%s as a file', async (kind) => {
    const wanted = sayings(await question({ credential: licence.credential }));
    const report = await filed(carriers.get(kind)!);
    expect(report.verdict).toBe('valid');
    expect(sayings(report)).toEqual(wanted);
    expect(report.licence.identifier).toBe(licence.identifier);
  });

  it.each(kinds)('%s in a licence file', async (kind) => {
    const text = await licenceFileOf(registry.demo, licence, kind);
    expect(readLicenceFile(text)).toMatchObject({ ok: true, value: { carrier: { kind } } });
    const report = await filed(text);
    expect([report.verdict, sayings(report).attestation]).toEqual(['valid', 'passed anchored']);
  });

  it('a code as a scanner gives it, of which nothing more is told than it says', async () => {
    const qr = carriers.get('qr')!.toString();
    const report = await question({ qr, evidence: true });
    expect(report.verdict).toBe('valid');
    expect(report.evidence).toMatchObject({ carrier: { kind: 'qr', content: qr } });
    expect(report.evidence.credential).toBe(`${licence.credential.split('~')[0]}~`);
    const whole = await question({ credential: licence.credential });
    const [holder] = whole.licence.holders;
    expect(JSON.stringify(report)).not.toContain(holder.code);
    expect(report.licence.holders[0].name).toBe(holder.name);
    expect(Object.keys(report.licence.faceData).length).toBeLessThan(Object.keys(whole.licence.faceData).length);
  });
});

describe('one byte changed', () => {
  it.each(['qr', 'vc-jwt', 'pdf'] as const)('of a %s is found out wherever it is', async (kind) => {
    const bytes = carriers.get(kind)!;
    for (let n = 1; n <= 12; n++) {
      const changed = flipped(bytes, 6 + Math.floor(((bytes.length - 7) * n) / 12));
      const { status, body } = await upload(registry.demo.baseUrl, changed);
      // A dot of a vc+jwt or a character of no alphabet: not even the form is left.
      if (status === 422) expect(body.code).toBe('file-unreadable');
      else expect([status, body.verdict, body.checks[0].outcome]).toEqual([200, 'invalid', 'failed']);
    }
  });
});

describe('hostile files', () => {
  it('are judged or refused, and never break anything', async () => {
    const pdf = carriers.get('pdf')!;
    const file = await licenceFileOf(registry.demo, licence, 'qr');
    const hostile: (string | Buffer)[] = [
      '%PDF-',
      `%PDF-1.7\n${'['.repeat(100_000)}`,
      `%PDF-1.7\nxref\n0 ${'9'.repeat(400)}\ntrailer<</Size ${'9'.repeat(400)}/Root 1 0 R/Prev 0>>\nstartxref\n9\n%%EOF`,
      Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(500_000, 0xff)]),
      pdf.subarray(0, pdf.length >> 1),
      Buffer.concat([pdf, pdf]),
      Buffer.concat([pdf, Buffer.from('\n%%EOF\n')]),
      'ELC1:',
      `ELC1:${'0'.repeat(8_000)}`,
      'ELC1:NCF%%%%',
      'ELC0:NCF',
      'eyJhbGciOiJFUzI1NiJ9.e30.AA',
      `${'A'.repeat(200_000)}.e30.AA`,
      '{"format":"elicence/1"}',
      `{"format":"elicence/1","carrier":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
      file.replace('"receipt":{', '"receipt":{"__proto__":{"anchor":{}},'),
      file.replace(/"index":\d+/, '"index":1e308'),
      file.replace('ELC1:', 'ELC1:ELC1:'),
      '{"credential":{}}',
      '\u0000',
      Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
    ];
    for (const content of hostile) {
      const { status, body } = await upload(registry.demo.baseUrl, content);
      expect([200, 422]).toContain(status);
      if (status === 200) expect(body.verdict).toBe('invalid');
    }
    expect((await filed(pdf)).verdict).toBe('valid');
  });
});

describe('with the network off', () => {
  const judge = (file: string, trust: string) =>
    new Promise<{ code: number; said: string }>((resolve) => {
      const env = { PATH: process.env.PATH, TRUST_ROOT_JWK: JSON.stringify(registry.demo.trust.publicKey) };
      const args = ['dist/bundle/cli.js', 'verify', file, '--trust', trust];
      execFile(process.execPath, args, { env }, (fault, stdout, stderr) =>
        resolve({ code: fault ? Number(fault.code) : 0, said: stdout + stderr }),
      );
    });

  it('a revoked licence’s PDF is found out online; an older file of another still speaks when the registry is gone', async () => {
    const { demo } = registry;
    const other = await issueExample(demo);
    const revoked = await carrierOf(demo, other, 'pdf');
    const body = { reasonCode: 'other', reason: 'A journey asks for it' };
    await ask(demo.baseUrl, `/v1/licences/${other.identifier}/revoke`, { token: other.token, body });
    const report = await filed(revoked);
    expect([report.verdict, sayings(report).status]).toEqual(['invalid', 'failed status-revoked']);

    const files = await eventually(async () => {
      const made = await Promise.all(kinds.map((kind) => licenceFileOf(demo, licence, kind)));
      const read = readLicenceFile(made[0]!);
      const note = read.ok ? parseNote(read.value.anchors[0] ?? '') : undefined;
      return note?.ok && note.value.signatures.some((line) => line.name === name) && made;
    }, 60_000);
    const trust = path('trust.jws', await (await fetch(demo.trust.url)).text());
    await registry.stop();

    for (const [n, kind] of kinds.entries()) {
      const { code, said } = await judge(path(`${kind}.elicence`, files[n]!), trust);
      expect(said).toContain('status: passed (status-active)');
      expect(said).toContain('attestation: passed (anchored-by-statement)');
      expect([kind, code]).toEqual([kind, 0]);
    }
    const alone = await judge(path('licence.pdf', carriers.get('pdf')!), trust);
    expect(alone.said).toContain('integrity: passed');
    expect(alone.said).toContain('attestation: indeterminate');
    expect(alone.code).toBe(2);
    const changed = await judge(path('changed.pdf', flipped(carriers.get('pdf')!, 3_000)), trust);
    expect([changed.code, changed.said.split('\n')[0]]).toEqual([1, 'invalid']);
    expect((await judge(join(folder, 'nothing'), trust)).code).toBe(3);
  }, 180_000);
});
