import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  canonicalJson,
  consistencyProof,
  cosignedAt,
  formatAddCheckpoint,
  formatCheckpoint,
  formatDigest,
  type KnownAnchor,
  leafHash,
  noteKeyId,
  openCheckpoint,
  parseSignatureLines,
  rootFromLeaves,
  signNote,
} from '../../core/index.js';
import { nodeCrypto as crypto } from '../../platform/index.js';
import { addAnchor } from './add-anchor.js';
import { addCheckpoint } from './add-checkpoint.js';
import { EvidenceFolder } from './evidence-folder.js';
import { folderOf, LogMemory } from './log-memory.js';
import { lookUpAnchor } from './look-up.js';
import { type ServedWitness, serveWitness } from './serve-witness.js';
import type { Looked, WitnessParts } from './watched-log.js';
import { createWitnessKey, openWitnessKey } from './witness-key.js';

const origin = 'log.example/elicence';
const now = Date.parse('2026-11-25T00:00:00Z');

function newLog(name = origin) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const bytes = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const key = { name, keyId: noteKeyId(name, bytes, crypto), publicKey: bytes };
  return { key, note: (text: string) => signNote(text, key, (data) => sign(null, data, privateKey)) };
}

const log = newLog();
const leaves = Array.from({ length: 600 }, (_, i) => leafHash(Buffer.alloc(32, i & 255), crypto));
const forked = leaves.map((leaf, i) => (i === 1 ? leafHash(Buffer.alloc(32, 9), crypto) : leaf));
const checkpoint = (size: number, of = leaves, by = log) =>
  by.note(formatCheckpoint({ origin, size, root: rootFromLeaves(of.slice(0, size), crypto) }));
const ask = (oldSize: number, size: number, of = leaves, by = log) => {
  const proof = oldSize === 0 ? [] : consistencyProof(of.slice(0, size), oldSize, crypto);
  return formatAddCheckpoint({ oldSize, proof, note: checkpoint(size, of, by) });
};
const anchor: KnownAnchor = {
  chainId: 1337,
  contract: `0x${'a1'.repeat(20)}`,
  logId: `0x${'b2'.repeat(32)}`,
  treeSize: 5,
  transactionHash: `0x${'c3'.repeat(32)}`,
  blockNumber: 7,
  blockTime: '2026-11-24T00:00:00.000Z',
  root: formatDigest(rootFromLeaves(leaves.slice(0, 5), crypto)),
  previousTreeSize: 2,
};
const statement = log.note(`${origin}/anchor\n${canonicalJson({ ...anchor })}\n`);

let folder: string;
let looked: () => Promise<Looked>;

function open(): WitnessParts {
  const memory = new LogMemory(join(folder, 'logs'), log.key, crypto);
  return {
    signer: openWitnessKey(folder, crypto),
    logs: new Map([[origin, { key: log.key, memory, lookUp: () => looked() }]]),
    evidence: new EvidenceFolder(join(folder, 'evidence')),
    crypto,
    clock: () => now,
  };
}
const held = () => readdirSync(join(folder, 'evidence')).sort();

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'elicence-witness-')), 'w');
  createWitnessKey(folder, 'witness.example/w1', crypto);
  looked = async () => ({ found: 'same' });
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

describe('add-checkpoint', () => {
  it('signs a first checkpoint, what follows it, and the same again', () => {
    const parts = open();
    for (const [old, size] of [
      [0, 3],
      [3, 300],
      [300, 300],
      [300, 600],
    ] as const) {
      const { status, body } = addCheckpoint(parts, ask(old, size));
      expect([old, size, status]).toEqual([old, size, 200]);
      const text = checkpoint(size).split('\n\n')[0];
      const [line] = parseSignatureLines(body) ?? [];
      expect(cosignedAt(`${text}\n`, line!, parts.signer.key, crypto)).toBe(now / 1000);
    }
    const remembered = parts.logs.get(origin)!.memory.latest()!;
    expect(openCheckpoint(remembered.note, log.key, crypto)).toMatchObject({ ok: true, value: { size: 600 } });
    expect(remembered.note).toContain('— witness.example/w1 ');
  });

  it('answers as tlog-witness says to what it does not sign', () => {
    const parts = open();
    expect(addCheckpoint(parts, ask(0, 5)).status).toBe(200);
    const stranger = newLog();
    const unknown = newLog('other.example');
    const status = (body: string) => addCheckpoint(parts, body).status;
    expect(status('old 5\n\nnothing')).toBe(400);
    expect(status(ask(5, 9).replace('old 5', 'old 05'))).toBe(400);
    expect(status(ask(0, 4).replace('old 0', 'old 5'))).toBe(400);
    expect(status(ask(5, 9, leaves, stranger))).toBe(403);
    expect(
      status(
        formatAddCheckpoint({ oldSize: 0, proof: [], note: unknown.note(`other.example\n1\n${'A'.repeat(43)}=\n`) }),
      ),
    ).toBe(404);
    expect(status(ask(5, 9, forked))).toBe(422);
    expect(status(ask(5, 9).replace(/\n[^\n]+\n\n/, '\n\n'))).toBe(422);
    for (const old of [0, 4, 6]) {
      expect(addCheckpoint(parts, ask(old, 9))).toEqual({ status: 409, body: '5\n', type: 'text/x.tlog.size' });
    }
    expect(parts.logs.get(origin)!.memory.latest()).toMatchObject({ size: 5 });
  });

  it('signs neither a fork nor a smaller log, and keeps both checkpoints of one size', () => {
    const parts = open();
    addCheckpoint(parts, ask(0, 5));
    const fork = formatAddCheckpoint({ oldSize: 5, proof: [], note: checkpoint(5, forked) });
    expect(addCheckpoint(parts, fork).status).toBe(409);
    expect(addCheckpoint(parts, fork).status).toBe(409);
    expect(addCheckpoint(parts, ask(0, 5, forked)).status).toBe(409);
    expect(addCheckpoint(parts, ask(0, 4)).body).toBe('5\n');
    const [name, ...more] = held();
    expect(more).toEqual([]);
    const kept = JSON.parse(readFileSync(join(folder, 'evidence', name!), 'utf8'));
    expect(kept).toMatchObject({ heldAs: 'forked', shownLater: checkpoint(5, forked) });
    for (const note of [kept.signedByWitness, kept.shownLater])
      expect(openCheckpoint(note, log.key, crypto).ok).toBe(true);
    expect(kept.signedByWitness.startsWith(checkpoint(5))).toBe(true);
  });

  it('goes on after a restart from what was on disk, and not from anything else', () => {
    addCheckpoint(open(), ask(0, 5));
    const parts = open();
    expect(addCheckpoint(parts, ask(0, 9)).body).toBe('5\n');
    const path = join(folder, 'logs', folderOf(origin), 'checkpoint');
    const older = readFileSync(path, 'utf8');
    expect(addCheckpoint(parts, ask(5, 9)).status).toBe(200);
    writeFileSync(path, older);
    expect(() => addCheckpoint(parts, ask(9, 12))).toThrow('changed by somebody else');
    writeFileSync(path, checkpoint(5, leaves, newLog()));
    expect(open).toThrow('no checkpoint of');
    rmSync(path);
    expect(open).toThrow('lost the checkpoint');
  });
});

describe('add-anchor', () => {
  it('signs what its own chain node shows, and keeps what the chain contradicts', async () => {
    const parts = open();
    const { status, body } = await addAnchor(parts, statement);
    expect(status).toBe(200);
    const [line] = parseSignatureLines(body) ?? [];
    expect(cosignedAt(`${statement.split('\n\n')[0]}\n`, line!, parts.signer.key, crypto)).toBe(now / 1000);
    const said = async () => (await addAnchor(parts, statement)).status;
    looked = async () => ({ found: 'not-yet' });
    expect(await said()).toBe(503);
    looked = async () => {
      throw new Error('the node is away');
    };
    expect(await said()).toBe(503);
    looked = async () => ({ found: 'unknown-contract' });
    expect(await said()).toBe(404);
    expect(held()).toEqual([]);
    looked = async () => ({ found: 'differs', chain: { blockNumber: 8 } });
    expect(await said()).toBe(409);
    expect(held()).toHaveLength(1);
  });

  it('signs no checkpoint, no foreign statement, and nothing without a chain', async () => {
    const parts = open();
    const said = async (body: string, by = parts) => (await addAnchor(by, body)).status;
    expect(await said(checkpoint(5))).toBe(400);
    expect(await said('')).toBe(400);
    const text = `${origin}/anchor\n${canonicalJson({ ...anchor })}\n`;
    expect(await said(newLog().note(text))).toBe(403);
    expect(await said(newLog('other').note(text.replace(origin, 'other')))).toBe(404);
    const { key, memory } = parts.logs.get(origin)!;
    expect(await said(statement, { ...parts, logs: new Map([[origin, { key, memory }]]) })).toBe(501);
    expect(addCheckpoint(parts, `old 0\n\n${statement}`).status).toBe(400);
  });
});

describe(lookUpAnchor.name, () => {
  const view = (change: object = {}, final = true, contract = anchor.contract) => ({
    chain: {
      chainId: 1337,
      contract,
      logId: anchor.logId,
      checkCode: async () => undefined,
      find: async () => ({
        succeeded: true,
        gasUsed: 1,
        block: { number: 7, hash: '0x1', time: Date.parse(anchor.blockTime) },
        anchored: { size: 5, previousSize: 2, root: Buffer.from(rootFromLeaves(leaves.slice(0, 5), crypto)) },
        ...change,
      }),
    },
    finality: { isFinal: async () => final, settledHeight: async () => 100 },
  });
  const away = { ...view(), chain: { ...view().chain, checkCode: () => Promise.reject(new Error('away')) } };

  it.each<[string, Looked['found'], Parameters<typeof lookUpAnchor>[0]]>([
    ['the same', 'same', [view()]],
    ['the same on the second node', 'same', [away, view()]],
    ['a block that is not final', 'not-yet', [view({}, false)]],
    ['what differs and is not final', 'not-yet', [view({ succeeded: false }, false)]],
    ['a transaction that failed', 'differs', [view({ succeeded: false })]],
    ['no event', 'differs', [view({ anchored: undefined })]],
    ['another root', 'differs', [view({ anchored: { size: 5, previousSize: 2, root: Buffer.alloc(32) } })]],
    ['another size before', 'differs', [view({ anchored: { size: 5, previousSize: 1, root: Buffer.alloc(32) } })]],
    ['another block', 'differs', [view({ block: { number: 8, hash: '0x1', time: Date.parse(anchor.blockTime) } })]],
    ['another time', 'differs', [view({ block: { number: 7, hash: '0x1', time: 0 } })]],
    ['another contract', 'unknown-contract', [view({}, true, `0x${'00'.repeat(20)}`)]],
  ])('tells %s', async (_what, found, views) => {
    expect((await lookUpAnchor(views, anchor)).found).toBe(found);
  });

  it('throws when no node answers', () => expect(lookUpAnchor([away], anchor)).rejects.toThrow('away'));
});

describe('a witness over HTTP', () => {
  let served: ServedWitness;
  let parts: WitnessParts;
  const at = (path: string, body?: string) =>
    fetch(`http://127.0.0.1:${served.port}${path}`, body === undefined ? {} : { method: 'POST', body });
  beforeEach(async () => {
    parts = open();
    served = await serveWitness(parts, { host: '127.0.0.1', port: 0, onFault: () => undefined });
  });
  afterEach(() => served.close());

  it('signs, and shows whoever asks the newest checkpoint that it signed', async () => {
    expect((await at('/checkpoint')).status).toBe(404);
    const signed = await at('/add-checkpoint', ask(0, 5));
    expect([signed.status, signed.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(await (await at('/checkpoint')).text()).toBe(checkpoint(5) + (await signed.text()));
    expect((await at(`/checkpoint?origin=${encodeURIComponent(origin)}`)).status).toBe(200);
    expect((await at('/checkpoint?origin=other')).status).toBe(404);
    expect(await (await at('/key')).text()).toBe(`${parts.signer.verifierKey}\n`);
    const behind = await at('/add-checkpoint', ask(0, 9));
    expect([behind.status, behind.headers.get('content-type'), await behind.text()]).toEqual([
      409,
      'text/x.tlog.size',
      '5\n',
    ]);
  });

  it('is bounded, and answers nothing else', async () => {
    expect((await at('/add-checkpoint', 'x'.repeat(70_000))).status).toBe(400);
    expect((await at('/add-checkpoint', '')).status).toBe(400);
    for (const path of ['/', '/constructor', '/log/tile/0/000', '/log/checkpoint', '/../key/x'])
      expect([path, (await at(path)).status]).toEqual([path, 404]);
    looked = async () => ({ found: 'not-yet' });
    const waits = await at('/add-anchor', statement);
    expect([waits.status, waits.headers.get('retry-after')]).toEqual([503, '5']);
  });

  it('signs one of two forks that come at once', async () => {
    const answers = await Promise.all([at('/add-checkpoint', ask(0, 5)), at('/add-checkpoint', ask(0, 5, forked))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(held()).toHaveLength(1);
  });
});

describe('the key of a witness', () => {
  it('is made once, and never where one is missing', () => {
    expect(() => createWitnessKey(folder, 'again', crypto)).toThrow('there already');
    const file = join(folder, 'key.json');
    const kept = readFileSync(file, 'utf8');
    writeFileSync(file, kept.replace('witness.example', 'witness.examplf'));
    expect(() => openWitnessKey(folder, crypto)).toThrow('no key of a witness');
    rmSync(file);
    expect(() => openWitnessKey(folder, crypto)).toThrow('holds no key');
  });
});
