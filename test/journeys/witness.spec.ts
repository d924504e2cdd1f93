import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  consistencyProof,
  formatAddCheckpoint,
  formatCheckpoint,
  leafHash,
  noteKeyId,
  openCheckpoint,
  parseNote,
  parseNoteKey,
  rootFromLeaves,
  signNote,
} from '../../src/core/index.js';
import { nodeCrypto } from '../../src/platform/index.js';
import { openKeysOf } from '../support/evidence.js';
import { anchoredReceipt, issueExample } from '../support/licences.js';
import { eventually, freePort, type RunningRegistry, startRegistry } from '../support/registry.js';
import { createWitness, startWitness, stopWitness } from '../support/witness.js';

const run = promisify(execFile);
const cli = 'dist/bundle/cli.js';
const env = { PATH: process.env.PATH, HOME: process.env.HOME };
const name = 'witness.example/second-department';

let folder: string;
let registry: RunningRegistry;
let witness: ChildProcess;
let witnessUrl: string;
let verifierKey: string;

const text = async (path: string, base = registry.demo.baseUrl) => (await fetch(`${base}${path}`)).text();
const signedBy = (note: string) => {
  const parsed = parseNote(note);
  return parsed.ok ? parsed.value.signatures.map((line) => line.name) : [];
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'elicence-witness-journey-'));
  witnessUrl = `http://127.0.0.1:${await freePort()}`;
  verifierKey = await createWitness(join(folder, 'witness'), name);
  registry = await startRegistry({ env: { WITNESSES: `${verifierKey} ${witnessUrl}` } });
  witness = await startWitness(join(folder, 'witness'), witnessUrl, registry.demo);
}, 240_000);
afterAll(async () => {
  await stopWitness(witness);
  await registry.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('a witness of a second department', () => {
  it('signs the log’s checkpoint, which anyone sees under it and asks the witness for', async () => {
    const note = await eventually(async () => {
      const served = await text('/log/checkpoint');
      return signedBy(served).includes(name) && served;
    });
    expect(signedBy(note)).toEqual([registry.demo.log.origin, name]);
    expect(signedBy(await text('/checkpoint', witnessUrl))).toEqual([registry.demo.log.origin, name]);
    expect((await text('/key', witnessUrl)).trim()).toBe(verifierKey);
    const { dependencies } = JSON.parse(await text('/health/ready'));
    const told = dependencies.find((dependency: { name: string }) => dependency.name === 'witnesses');
    expect(['ok', 'behind']).toContain(told.state);
    expect(await text('/metrics')).toContain(`elicence_witness_lag_entries{witness="${name}"}`);
  }, 60_000);

  it('lets a receipt be judged with the chain away, by its word on what it saw there itself', async () => {
    const { demo } = registry;
    const licence = await issueExample(demo);
    const receipt = await anchoredReceipt(demo, licence);
    const { treeSize } = receipt.anchor!;
    const anchors = await eventually(async () => {
      const answer = JSON.parse(await text('/log/anchors'));
      const item = answer.items.find((one: { treeSize: number }) => one.treeSize === treeSize);
      return item && signedBy(item.statement).includes(name) && answer;
    }, 60_000);
    const file = (called: string, content: string) => {
      writeFileSync(join(folder, called), content);
      return join(folder, called);
    };
    const judge = async (statements: object) => {
      const args = [
        ...[cli, 'verify', file('licence.json', JSON.stringify({ credential: licence.credential, receipt }))],
        ...['--trust', file('trust.jws', await (await fetch(demo.trust.url)).text())],
        ...['--anchors', file('anchors.json', JSON.stringify(statements))],
        ...['--at', new Date(Date.now() + 48 * 3_600_000).toISOString()],
      ];
      // Nobody was asked for the status: indeterminate, exit code 2.
      const ended = await run(process.execPath, args, {
        env: { ...env, TRUST_ROOT_JWK: JSON.stringify(demo.trust.publicKey) },
      }).catch((fault: { code: number; stdout: string }) => fault);
      expect(ended).toMatchObject({ code: 2 });
      return ended.stdout;
    };
    expect(await judge(anchors)).toContain('attestation: passed (anchored-by-statement)');
    const bare = anchors.items.map((item: { statement: string }) => ({
      ...item,
      statement: item.statement.slice(0, item.statement.indexOf(`— ${name}`)),
    }));
    const uncosigned = await judge({ ...anchors, items: bare });
    expect(uncosigned).not.toContain('attestation: passed');
  }, 120_000);

  it('keeps a copy of the log that proves the signed root by itself', async () => {
    const key = parseNoteKey(registry.demo.log.publicKey, nodeCrypto)!;
    const copied = await eventually(async () => {
      const note = await text('/log/checkpoint', witnessUrl);
      const opened = openCheckpoint(note, key, nodeCrypto);
      return opened.ok && opened.value.size > 0 && opened.value;
    });
    const leaves = await leavesOf(witnessUrl, copied.size);
    expect(Buffer.from(rootFromLeaves(leaves, nodeCrypto))).toEqual(Buffer.from(copied.root));
  }, 60_000);

  it('refuses a fork that the log’s own key signed, keeps both sides, and goes on with the one it knows', async () => {
    const { demo, folder: data } = registry;
    const key = parseNoteKey(demo.log.publicKey, nodeCrypto)!;
    const held = await text('/checkpoint', witnessUrl);
    const known = openCheckpoint(held, key, nodeCrypto);
    if (!known.ok) throw new Error(known.code);
    const { origin, size } = known.value;
    // What a malicious operator can do: the log's key is his.
    const signer = openKeysOf(data).ed25519('log');
    const forkOf = (leaves: Uint8Array[]) =>
      signNote(
        formatCheckpoint({ origin, size: leaves.length, root: rootFromLeaves(leaves, nodeCrypto) }),
        { name: origin, keyId: noteKeyId(origin, signer.publicKey, nodeCrypto) },
        (bytes) => signer.sign(bytes),
      );
    const real = await leavesOf(demo.baseUrl, size);
    const forked = real.map((leaf, i) => (i === 0 ? leafHash(Buffer.alloc(32), nodeCrypto) : leaf));
    const longer = [...forked, leafHash(Buffer.alloc(32, 1), nodeCrypto)];
    const post = (oldSize: number, proof: Uint8Array[], note: string) =>
      fetch(`${witnessUrl}/add-checkpoint`, { method: 'POST', body: formatAddCheckpoint({ oldSize, proof, note }) });
    const sameSize = await post(size, [], forkOf(forked));
    expect(sameSize.status).toBe(409);
    const grown = await post(size, consistencyProof(longer, size, nodeCrypto), forkOf(longer));
    expect([409, 422]).toContain(grown.status);
    const kept = readdirSync(join(folder, 'witness', 'evidence')).map((file) =>
      JSON.parse(readFileSync(join(folder, 'witness', 'evidence', file), 'utf8')),
    );
    const proof = kept.find(({ heldAs }) => heldAs === 'forked');
    const [one, other] = [proof.signedByWitness, proof.shownLater].map((note) => openCheckpoint(note, key, nodeCrypto));
    if (!one?.ok || !other?.ok) throw new Error('the evidence is not signed by the log');
    expect([one.value.size, other.value.size]).toEqual([size, size]);
    expect(Buffer.from(one.value.root)).not.toEqual(Buffer.from(other.value.root));
    // After a restart it still knows what it signed, and follows the real log.
    await stopWitness(witness);
    witness = await startWitness(join(folder, 'witness'), witnessUrl, registry.demo);
    expect((await post(size, [], forkOf(forked))).status).toBe(409);
    await issueExample(demo);
    await eventually(async () => {
      const opened = openCheckpoint(await text('/checkpoint', witnessUrl), key, nodeCrypto);
      return opened.ok && opened.value.size > size;
    });
  }, 120_000);
});

/** The leaf hashes of a log, from its entries as they are served. */
async function leavesOf(base: string, size: number): Promise<Uint8Array[]> {
  const leaves: Uint8Array[] = [];
  for (let index = 0; index * 256 < size; index++) {
    const width = Math.min(256, size - index * 256);
    const place = String(index).padStart(3, '0') + (width === 256 ? '' : `.p/${width}`);
    const bytes = Buffer.from(await (await fetch(`${base}/log/tile/entries/${place}`)).arrayBuffer());
    for (let at = 0; at < bytes.length; at += 34) leaves.push(leafHash(bytes.subarray(at + 2, at + 34), nodeCrypto));
  }
  return leaves;
}
