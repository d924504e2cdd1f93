import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { eventEntry, type Receipt } from '../../src/core/index.js';
import type { AuditReport } from '../../src/oversight/index.js';
import { nodeCrypto } from '../../src/platform/index.js';
import { asOwner } from '../drills/audit.js';
import { type Gathered, gatherEvidence, toldByCore } from '../support/evidence.js';
import { type IssuedLicence, issueExample } from '../support/licences.js';
import { ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let folder: string;
let licence: IssuedLicence;
let evidence: Gathered;
let n = 0;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  folder = mkdtempSync(join(tmpdir(), 'elicence-operator-'));
  licence = await issueExample(demo, 0);
  const reason = { reasonCode: 'other', reason: 'a journey' };
  await ask(demo.baseUrl, `/v1/licences/${licence.identifier}/suspend`, { token: licence.token, body: reason });
  evidence = await gatherEvidence(demo, licence);
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (value: unknown): string => {
  const path = join(folder, `${++n}.json`);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};

/** Runs the command as an auditor would: with the pinned root and a chain node, and nothing of the operator's. */
function audit(...args: string[]): Promise<{ code: number; report: AuditReport; says: string }> {
  const given = ['log', 'audit', '--url', demo.baseUrl, '--rpc', demo.chain.rpcUrl, '--json', ...args];
  const env = { PATH: process.env.PATH, TRUST_ROOT_JWK: JSON.stringify(demo.trust.publicKey) };
  return new Promise((resolve) => {
    execFile(process.execPath, ['dist/bundle/cli.js', ...given], { env }, (fault, stdout, stderr) => {
      const report = stdout.startsWith('{') ? JSON.parse(stdout) : undefined;
      resolve({ code: fault ? Number(fault.code) : 0, report, says: stderr });
    });
  });
}

/** What the operator does to the event that issued the licence; put back afterwards, since others use this registry. */
async function whileChanged(statement: string, look: () => Promise<void>): Promise<void> {
  const id = `(select id from licence where identifier = '${licence.identifier}')`;
  const restore = async (client: pg.Client) => {
    await client.query(`delete from licence_event where licence_id = ${id}`);
    await client.query('insert into licence_event select * from operator_kept');
    await client.query('drop table operator_kept');
  };
  await asOwner(demo, async (client) => {
    await client.query(`create table operator_kept as select * from licence_event where licence_id = ${id}`);
    try {
      await client.query(statement.replaceAll('$licence', id));
      await look();
    } finally {
      await restore(client);
    }
  });
}

const receiptOf = (at: IssuedLicence) =>
  ask(demo.baseUrl, `/v1/licences/${at.identifier}/receipt`, { token: at.token });

describe('an event in the registry’s own table is', () => {
  const first = `licence_id = $licence and command = 'issue'`;

  it.each([
    ['re-dated', 'receipt-entry-mismatch', `event = jsonb_set(event, '{time}', '"2020-01-01T00:00:00.000Z"')`],
    ['edited', 'receipt-entry-mismatch', `event = jsonb_set(event, '{typeVersion}', '9')`],
    ['given another salt', 'receipt-entry-mismatch', `salt = sha256('other')`],
    ['given another entry', 'receipt-entry-mismatch', `entry = sha256('other')`],
    ['exchanged for another that fits its entry', 'receipt-inclusion-wrong', `event = '$event', entry = '$entry'`],
  ])('%s: receipt (the one that is given now: %s; the one held before passes)', async (_what, code, change) => {
    const { event, salt } = evidence.receipt.value as Receipt;
    const other = { ...event, time: '2020-01-01T00:00:00.000Z' };
    const entry = Buffer.from(eventEntry(other, Buffer.from(salt, 'base64url'), nodeCrypto)).toString('hex');
    const set = change.replace('$event', JSON.stringify(other)).replace('$entry', `\\x${entry}`);
    await whileChanged(`update licence_event set ${set} where ${first}`, async () => {
      const { status, body } = await receiptOf(licence);
      expect(status).toBe(200);
      const now = toldByCore({ ...evidence, receipt: { value: body, brought: true } });
      expect(now.attestation).toBe(`failed ${code}`);
      expect(toldByCore(evidence).attestation).toBe('passed anchored');
    });
  });

  it('deleted: receipt and promise held by the holder still prove it', async () => {
    await whileChanged('delete from licence_event where licence_id = $licence', async () => {
      expect((await receiptOf(licence)).status).not.toBe(200);
      expect(toldByCore(evidence).attestation).toBe('passed anchored');
      const { report } = await audit('--promise', file({ inclusionPromise: licence.inclusionPromise }));
      expect(report.promises).toMatchObject([{ state: 'kept', index: expect.any(Number) }]);
    });
  });
});

describe('the auditor’s command', () => {
  it('finds the registry clean, tells what it compared, and remembers it', async () => {
    const state = join(folder, 'state.json');
    const first = await audit('--state', state);
    expect(first).toMatchObject({ code: 0, report: { verdict: 'clean', checkpoint: { origin: demo.log.origin } } });
    expect(first.report.counts!.anchorsOnChain).toBeGreaterThan(0);
    expect(first.report.counts!.entries).toBe(first.report.checkpoint!.size);
    const again = await audit('--state', state, '--key', demo.log.publicKey);
    expect(again).toMatchObject({ code: 0, report: { counts: { checkpointsHeld: 1 } } });
    expect(again.says).toContain('entries replayed');
    expect(JSON.parse(readFileSync(state, 'utf8')).checkpoint).toBe(again.report.checkpoint!.note);
  });

  it('takes what holders have', async () => {
    const { code, report } = await audit(
      ...['--receipt', file(evidence.receipt.value)],
      ...['--promise', file({ inclusionPromise: licence.inclusionPromise })],
      ...['--seen', file((evidence.receipt.value as Receipt).checkpoint)],
    );
    expect(code).toBe(0);
    expect(report).toMatchObject({
      counts: { receipts: 1, checkpointsHeld: 1 },
      promises: [{ state: 'kept', index: (evidence.receipt.value as Receipt).index }],
    });
  });

  it('says what could not be completed, and that a call was wrong', async () => {
    const [away, noNode, noReceipt, noFile, ...wrong] = await Promise.all([
      audit('--url', 'http://127.0.0.1:1'),
      audit('--rpc', 'http://127.0.0.1:1'),
      audit('--receipt', file('{}')),
      audit('--promise', join(folder, 'none')),
      audit('--url', 'file:///etc'),
      audit('--root', join(folder, 'none')),
    ]);
    for (const open of [away, noNode, noReceipt, noFile])
      expect(open).toMatchObject({ code: 2, report: { verdict: 'incomplete' } });
    for (const { code, says } of wrong) {
      expect(code).toBe(64);
      expect(says).toContain('usage: elicence log audit');
    }
  });
});
