import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatCheckpoint, leafHash, nodeHash, noteKeyId, rootFromLeaves, signNote } from '../../core/index.js';
import { nodeCrypto as crypto } from '../../platform/index.js';
import { readEntryBundle } from '../log-audit/entry-bundle.js';
import type { Source } from '../log-audit/http-source.js';
import { LogMirror } from './log-mirror.js';
import { startMirroring } from './mirroring.js';

const origin = 'log.example/elicence';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const bytes = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
const key = { name: origin, keyId: noteKeyId(origin, bytes, crypto), publicKey: bytes };
const entries = Array.from({ length: 700 }, (_, i) => Buffer.from(crypto.sha256(Buffer.of(i >> 8, i & 255))));
const leaves = entries.map((entry) => leafHash(entry, crypto));
const note = (size: number, of = leaves) =>
  signNote(formatCheckpoint({ origin, size, root: rootFromLeaves(of.slice(0, size), crypto) }), key, (data) =>
    sign(null, data, privateKey),
  );

/** A log that has `size` entries and gives them as tlog-tiles does. */
const served = (size: number, of = entries): Source => ({
  read: async (path) => {
    const match = /^\/log\/tile\/entries\/(\d{3})(?:\.p\/(\d+))?$/.exec(path);
    const from = Number(match?.[1]) * 256;
    const width = Number(match?.[2] ?? 256);
    if (from + width > size) return undefined;
    return Buffer.concat(of.slice(from, from + width).flatMap((entry) => [Buffer.of(0, 32), entry]));
  },
});
const rootOfTile = (hashes: Uint8Array[]): Uint8Array =>
  hashes.length === 1
    ? hashes[0]!
    : nodeHash(rootOfTile(hashes.slice(0, hashes.length / 2)), rootOfTile(hashes.slice(hashes.length / 2)), crypto);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'elicence-mirror-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const open = () => LogMirror.open(folder, key, crypto);
const entriesOf = (mirror: LogMirror, path: string, width: number) =>
  readEntryBundle(mirror.read(`tile/entries/${path}`) ?? Buffer.alloc(0), width);

describe('a mirror', () => {
  it('grows with the log, also over restarts, and serves tiles that its entries give', async () => {
    for (const size of [3, 200, 256, 300, 700]) {
      const mirror = open();
      expect(await mirror.follow(note(size), served(700))).toBeUndefined();
      expect(mirror.checkpoint()).toBe(note(size));
    }
    const mirror = open();
    expect(entriesOf(mirror, '000', 256)).toEqual(entries.slice(0, 256));
    expect(entriesOf(mirror, '002.p/188', 188)).toEqual(entries.slice(512, 700));
    expect(mirror.read('tile/0/001')).toEqual(Buffer.concat(leaves.slice(256, 512)));
    const roots = [0, 1].map((tile) => rootOfTile(leaves.slice(tile * 256, tile * 256 + 256)));
    expect(mirror.read('tile/1/000.p/2')).toEqual(Buffer.concat(roots));
    // What a narrower checkpoint named is in the full bundle now.
    expect(mirror.read('tile/entries/000.p/200')).toBeUndefined();
  });

  it('gives nothing beyond its checkpoint, and nothing by another name', async () => {
    const mirror = open();
    expect(mirror.read('tile/entries/000.p/3')).toBeUndefined();
    await mirror.follow(note(600), served(700));
    for (const path of ['entries/002', 'entries/002.p/89', '0/003', '1/000', '1/000.p/3', '6/000', 'entries/2.p/88'])
      expect([path, mirror.read(`tile/${path}`)]).toEqual([path, undefined]);
    for (const path of ['checkpoint', 'tile/entries/../../checkpoint', 'tile/entries/x000/000', '../witness.spec.ts'])
      expect([path, mirror.read(path)]).toEqual([path, undefined]);
  });

  it('takes no entries that do not give the signed root, and goes on when they do', async () => {
    const mirror = open();
    await mirror.follow(note(10), served(700));
    const altered = entries.map((entry, i) => (i === 300 ? Buffer.alloc(32) : entry));
    expect(await mirror.follow(note(500), served(700, altered))).toMatchObject({ code: 'root-differs' });
    expect(mirror.checkpoint()).toBe(note(10));
    expect(mirror.read('tile/entries/000')).toBeUndefined();
    expect(await mirror.follow(note(500), served(400))).toMatchObject({ code: 'log-withheld' });
    expect(await mirror.follow(note(500), served(700))).toBeUndefined();
    expect(entriesOf(open(), '000', 256)).toEqual(entries.slice(0, 256));
  });

  it('follows neither a smaller checkpoint nor one that the log did not sign', async () => {
    const mirror = open();
    await mirror.follow(note(300), served(700));
    for (const other of [note(200), note(600).replace('600', '601'), 'nothing'])
      expect(await mirror.follow(other, served(700))).toBeUndefined();
    expect(mirror.checkpoint()).toBe(note(300));
  });

  it('does not open when it is damaged', async () => {
    await open().follow(note(300), served(700));
    const bundle = join(folder, 'tile/entries/000');
    writeFileSync(bundle, Buffer.concat(entries.slice(1, 257).flatMap((entry) => [Buffer.of(0, 32), entry])));
    expect(open).toThrow('do not give the signed root');
    rmSync(bundle);
    expect(open).toThrow('holds less than its 256 entries');
    writeFileSync(join(folder, 'checkpoint'), 'nothing');
    expect(open).toThrow('holds no checkpoint');
  });
});

describe('mirroring', () => {
  it('asks a log again that does not answer, and tells a lie', async () => {
    const mirror = open();
    const told: string[] = [];
    let tries = 0;
    const source: Source = {
      read: (path, most) => (tries++ === 0 ? Promise.reject(new Error('away')) : served(700).read(path, most)),
    };
    const done = new Promise<void>((resolve) => {
      const mirroring = startMirroring(
        mirror,
        source,
        {
          fault: () => told.push('fault'),
          lie: ({ code }) => {
            told.push(code);
            resolve(mirroring.stop());
          },
        },
        5,
      );
      mirroring.follow(note(300));
      const next = setInterval(() => {
        if (mirror.checkpoint() === undefined) return;
        clearInterval(next);
        mirroring.follow(note(500, [...leaves].reverse()));
      }, 5);
    });
    await done;
    expect(told).toEqual(['fault', 'root-differs']);
    expect(mirror.checkpoint()).toBe(note(300));
  });
});
