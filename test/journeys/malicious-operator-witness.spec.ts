import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { consistencyProof, formatAddCheckpoint, leafHash, parseNoteKey } from '../../src/core/index.js';
import {
  createWitnessKey,
  EvidenceFolder,
  LogMemory,
  type ServedWitness,
  serveWitness,
} from '../../src/oversight/index.js';
import { nodeCrypto } from '../../src/platform/index.js';
import { fork, storedEntries } from '../support/forged-history.js';
import { type ServedLog, startServedLog } from '../support/served-log.js';

let log: ServedLog;
let restore: Awaited<ReturnType<ServedLog['save']>>;
let entries: Buffer[];
const sizes = [300, 320];

beforeAll(async () => {
  log = await startServedLog();
  await log.ledger.append(300);
  await log.settle();
  await log.ledger.append(20);
  await log.grow();
  entries = await storedEntries(log);
  restore = await log.save();
}, 120_000);
afterAll(() => log?.close());
beforeEach(() => restore());

const noteNow = async () => (await fetch(`${log.url}/log/checkpoint`)).text();
const edited = (at: number) => entries.map((entry, index) => (index === at ? Buffer.alloc(32, 9) : entry));
const lieWith = async (note: string) =>
  (await log.audit({ checkpoints: [{ from: 'the witness', value: async () => note }] })).lie?.code ?? 'clean';

describe('the log shows a witness', () => {
  let folder: string;
  let served: ServedWitness;
  let first: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-operator-witness-'));
    const signer = createWitnessKey(join(folder, 'key'), 'witness.example', nodeCrypto);
    const key = parseNoteKey(log.noteKey, nodeCrypto)!;
    const memory = new LogMemory(join(folder, 'logs'), key, nodeCrypto);
    const evidence = new EvidenceFolder(join(folder, 'evidence'));
    const logs = new Map([[key.name, { key, memory }]]);
    const parts = { signer, logs, evidence, crypto: nodeCrypto, clock: Date.now };
    served = await serveWitness(parts, { host: '127.0.0.1', port: 0, onFault: () => {} });
    first = await noteNow();
    expect(await addCheckpoint(0, [], first)).toBe(200);
  });
  afterEach(async () => {
    await served.close();
    rmSync(folder, { recursive: true });
  });

  const addCheckpoint = async (oldSize: number, proof: Uint8Array[], note: string) => {
    const body = formatAddCheckpoint({ oldSize, proof, note });
    return (await fetch(`http://127.0.0.1:${served.port}/add-checkpoint`, { method: 'POST', body })).status;
  };
  const heldByWitness = async () => (await fetch(`http://127.0.0.1:${served.port}/checkpoint`)).text();

  it('another history of the same size: witness refusal (409, both kept), and audit with the witness (forked)', async () => {
    await fork(log, edited(310), sizes);
    const lying = await noteNow();
    expect(await addCheckpoint(320, [], lying)).toBe(409);
    const kept = readdirSync(join(folder, 'evidence')).map((name) =>
      readFileSync(join(folder, 'evidence', name), 'utf8'),
    );
    expect(kept.map((text) => JSON.parse(text))).toMatchObject([{ heldAs: 'forked', shownLater: lying }]);
    expect(await lieWith(await heldByWitness())).toBe('forked');
  });

  it('a longer history that does not contain the first: witness refusal (422), and audit (forked)', async () => {
    const longer = [...edited(310), Buffer.alloc(32, 3)];
    await fork(log, longer, [...sizes, 321]);
    const leaves = longer.map((entry) => leafHash(entry, nodeCrypto));
    expect(await addCheckpoint(320, consistencyProof(leaves, 320, nodeCrypto), await noteNow())).toBe(422);
    expect(await lieWith(await heldByWitness())).toBe('forked');
  });

  it('a smaller history: witness refusal (400), and audit with the witness (rolled-back)', async () => {
    await fork(log, entries, [300]);
    expect(await addCheckpoint(320, [], await noteNow())).toBe(400);
    expect(await lieWith(await heldByWitness())).toBe('rolled-back');
  });
});
