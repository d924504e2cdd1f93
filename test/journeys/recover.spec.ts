import { type ChildProcess, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIdOf } from '../../src/attestation/log-id.js';
import type { Receipt } from '../../src/core/index.js';
import { toldByApi } from '../support/evidence.js';
import { readAnchorEvents } from '../support/known-anchors.js';
import { anchoredReceipt, type IssuedLicence, issueExample } from '../support/licences.js';
import { asOperator } from '../support/operator.js';
import { ask, eventually, freePort, type RunningRegistry, startRegistry } from '../support/registry.js';
import { createWitness, startWitness, stopWitness } from '../support/witness.js';

interface Held {
  licence: IssuedLicence;
  /** As its holder keeps it. */
  receipt: Receipt;
}

const successor = 'journey.example/second-log';

let registry: RunningRegistry;
let aside: string;
let early: Held;
let late: Held;
/** Of a second department: it asks its own node, and copies the log. */
let witness: ChildProcess;
let witnessUrl: string;
let witnesses: { WITNESSES: string };

/** The registry with another run of the same folder; what it printed is that run's. */
async function restart(env: Record<string, string> = witnesses): Promise<void> {
  await registry.stop();
  const { folder, port } = registry;
  registry = await startRegistry({ folder, port, env, timeout: 180_000 });
}

/** As an operator puts a backup back: the server stands still, and its owner and rights stay as they were. */
const copyFolder = (from: string, to: string): void => {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
};
const database = () => join(registry.folder, 'postgres');

async function restoreBackup(): Promise<void> {
  await registry.stop();
  copyFolder(join(aside, 'postgres'), database());
  const { folder, port } = registry;
  registry = await startRegistry({ folder, port, env: witnesses, timeout: 180_000 });
}

const elicence = (...args: string[]) => asOperator(registry, ...args);

async function issued(n: number): Promise<Held> {
  const licence = await issueExample(registry.demo, n);
  return { licence, receipt: await anchoredReceipt(registry.demo, licence) };
}

const attestationOf = async ({ licence, receipt }: Held) =>
  (await toldByApi(registry.demo, { credential: licence.credential, receipt })).attestation;

/** How many entries the witness can give back. */
const copied = async (): Promise<number> => {
  const note = await fetch(`${witnessUrl}/log/checkpoint`);
  return note.ok ? Number((await note.text()).split('\n')[1]) : 0;
};

beforeAll(async () => {
  aside = mkdtempSync(join(tmpdir(), 'elicence-backup-'));
  witnessUrl = `http://127.0.0.1:${await freePort()}`;
  const verifierKey = await createWitness(join(aside, 'witness'), 'witness.example/recover');
  witnesses = { WITNESSES: `${verifierKey} ${witnessUrl}` };
  registry = await startRegistry({ timeout: 180_000, env: witnesses });
  witness = await startWitness(join(aside, 'witness'), witnessUrl, registry.demo);
  early = await issued(0);
  await registry.stop();
  copyFolder(database(), join(aside, 'postgres'));
  await restart();
  late = await issued(1);
  await eventually(async () => (await copied()) >= late.receipt.treeSize);
}, 300_000);

afterAll(async () => {
  await registry?.remove();
  if (witness) await stopWitness(witness);
  if (aside) rmSync(aside, { recursive: true, force: true });
});

describe('a database that was restored from an old backup', () => {
  it('stops the worker loudly, naming the command, while the API serves', async () => {
    await restoreBackup();
    expect(registry.printed()).toMatch(/The worker stopped for good: .*elicence log recover/);
    expect(await attestationOf(early)).toBe('passed anchored');
    expect((await ask(registry.demo.baseUrl, '/log/checkpoint')).status).toBe(200);
    await issueExample(registry.demo, 2);
  });

  it('is refilled from the copy of a witness, and anchors on; receipts from before and from the lost time are good', async () => {
    const { code, said } = elicence('log', 'recover', '--mirror', `${witnessUrl}/log`);
    expect([code, said]).toEqual([0, expect.stringContaining('The log is refilled')]);
    const again = elicence('log', 'recover', '--mirror', `${witnessUrl}/log`);
    expect([again.code, again.said]).toEqual([1, expect.stringContaining('nothing to recover')]);
    await restart();
    expect(registry.printed()).not.toContain('stopped for good');
    const fresh = await issued(3);
    for (const held of [early, late, fresh]) expect(await attestationOf(held)).toBe('passed anchored');
    let before = 0;
    for (const { treeSize, previousTreeSize } of await readAnchorEvents(registry.demo)) {
      expect(previousTreeSize).toBe(before);
      before = treeSize;
    }
  });

  it('is the same log as before, says the audit that asks the witness, and the witness signs on', async () => {
    const { demo } = registry;
    const size = (await issued(4)).receipt.treeSize;
    await eventually(async () => (await copied()) >= size);
    const audit = [
      'log',
      'audit',
      '--url',
      demo.baseUrl,
      '--rpc',
      demo.chain.rpcUrl,
      '--json',
      '--witness',
      witnessUrl,
    ];
    const { code, said } = elicence(...audit);
    expect([code, said]).toEqual([0, expect.stringContaining('"verdict": "clean"')]);
    expect(said).toContain('"checkpointsHeld": 1');
  }, 60_000);

  it('is rebuilt with equal digests, and the leaf whose event is lost is named', () => {
    const { code, said } = elicence('rebuild');
    expect(code).toBe(1);
    expect(said.match(/ rows, equal$/gm)).toHaveLength(5);
    expect(said).toContain(`leaf ${late.receipt.index} of the log`);
  });

  it('begins a successor log where nobody kept the entries, and old receipts stay good', async () => {
    await restoreBackup();
    const { code, said } = elicence('log', 'recover', '--successor', successor);
    expect([code, said]).toEqual([0, expect.stringContaining(`set LOG_ORIGIN=${successor}`)]);
    await restart({ LOG_ORIGIN: successor });
    expect(registry.printed()).not.toContain('stopped for good');
    const fresh = await issued(4);
    expect(fresh.receipt.anchor?.logId).toBe(logIdOf(successor));
    expect(fresh.receipt.checkpoint).toMatch(/^journey\.example\/second-log\n/);
    const anew = { licence: early.licence, receipt: await anchoredReceipt(registry.demo, early.licence) };
    expect(anew.receipt.anchor?.logId).toBe(logIdOf(successor));
    for (const held of [early, late, anew, fresh]) expect(await attestationOf(held)).toBe('passed anchored');
    const old = await ask(
      registry.demo.baseUrl,
      `/log/anchors?origin=${encodeURIComponent(early.receipt.checkpoint.split('\n')[0]!)}`,
    );
    expect(old.body.items.map(({ treeSize }: { treeSize: number }) => treeSize)).toContain(
      late.receipt.anchor?.treeSize,
    );
    expect(elicence('rebuild').said).toMatch(/ALL EQUAL$/m);
  }, 180_000);
});
