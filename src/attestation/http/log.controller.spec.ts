import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { canonicalJson, leafHash, openCheckpoint, parseNoteKey, rootFromLeaves, verifyNote } from '../../core/index.js';
import { type Database, nodeCrypto, openDatabase, PlatformModule, ProblemFilter } from '../../platform/index.js';
import { logNoteKey } from '../log-key.js';
import { type LedgerFixture, origin, startLedger } from '../testing/ledger.fixture.js';
import { readBundle } from '../tiles.js';
import { LogController } from './log.controller.js';

@Module({})
class Root {}

describe('/log', () => {
  let f: LedgerFixture;
  let database: Database;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    f = await startLedger();
    database = await openDatabase({ url: f.database.urls.service, pool: 2, name: 'log-controller-spec' });
    const parts = { settings: {} as never, clock: Date.now, log: f.log, crypto: nodeCrypto };
    const platform = PlatformModule.forRoot({ ...parts, serviceDatabase: database, publicDatabase: database });
    const root = { module: Root, imports: [platform], controllers: [LogController] };
    app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), { logger: false });
    app.useGlobalFilters(new ProblemFilter(f.log));
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await database.close();
    await f.close();
  });

  const get = (path: string) => app.inject({ method: 'GET', url: `/log/${path}` });

  it('has nothing while the log is empty', async () => {
    for (const path of ['checkpoint', 'tile/0/000', 'tile/entries/000', 'tile/0/000.p/1', 'tile/entries/000.p/1']) {
      expect((await get(path)).statusCode).toBe(404);
    }
    expect((await get('anchors')).json()).toEqual({ items: [], next: null });
  });

  it('serves checkpoint, tiles and bundles from which anyone recomputes the root', async () => {
    const worker = f.worker();
    await f.append(200);
    await worker.tick();
    await f.append(400);
    await worker.tickLog();
    await f.append(1);
    // Sequenced but not part of any checkpoint: not shown.
    await f.pool.query(`insert into log_leaf values (600, gen_random_uuid(), '\\x00')`);
    const noteKey = parseNoteKey(logNoteKey(f.key, nodeCrypto), nodeCrypto)!;
    const answer = await get('checkpoint');
    expect(answer.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' });
    const checkpoint = openCheckpoint(answer.body, noteKey, nodeCrypto);
    if (!checkpoint.ok) throw new Error(checkpoint.code);
    expect(checkpoint.value).toMatchObject({ origin, size: 600 });

    const entries: Buffer[] = [];
    const leaves: Buffer[] = [];
    for (const [index, suffix] of ['000', '001', '002.p/88'].entries()) {
      const bundle = await get(`tile/entries/${suffix}`);
      expect(bundle.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(bundle.headers['content-type']).toBe('application/octet-stream');
      entries.push(...readBundle(bundle.rawPayload));
      const tile = (await get(`tile/0/${suffix}`)).rawPayload;
      expect(tile.length).toBe((index < 2 ? 256 : 88) * 32);
      for (let at = 0; at < tile.length; at += 32) leaves.push(tile.subarray(at, at + 32));
    }
    expect(leaves.map((leaf) => leaf.toString('hex'))).toEqual(
      entries.map((entry) => Buffer.from(leafHash(entry, nodeCrypto)).toString('hex')),
    );
    expect(Buffer.from(rootFromLeaves(leaves, nodeCrypto))).toEqual(Buffer.from(checkpoint.value.root));
    expect((await get('tile/1/000.p/2')).rawPayload.length).toBe(64);
    // The partial tile of the checkpoint before this one.
    expect((await get('tile/0/000.p/200')).rawPayload).toEqual(Buffer.concat(leaves.slice(0, 200)));
    expect(readBundle((await get('tile/entries/000.p/200')).rawPayload)).toEqual(entries.slice(0, 200));
  });

  it('answers 404 for what the tree does not have and for any other spelling', async () => {
    const paths = [
      '0/002',
      '0/002.p/89',
      'entries/002',
      'entries/002.p/89',
      '1/000',
      '1/000.p/3',
      '2/000.p/1',
      '0/003.p/1',
    ];
    const spellings = [
      '0/2',
      '00/002',
      '0/0002',
      '0/000.p/0',
      '0/000.p/256',
      '0/000.p',
      '0',
      'entries',
      '0/-01',
      'x/000',
    ];
    for (const path of [
      ...paths,
      ...spellings,
      '0/x000/001',
      '0/000/',
      'entries/000%2ep/1/',
      '0/x999/x999/x999/x999/x999/999',
    ]) {
      const answer = await get(`tile/${path}`);
      expect([path, answer.statusCode]).toEqual([path, 404]);
    }
  });

  it('lists the final anchors, each with its checkpoint and what the log signed about it', async () => {
    for (let batch = 0; batch < 3; batch++) {
      await f.append(2);
      const worker = f.worker();
      for (let round = 0; round < 4; round++) {
        await worker.tick();
        await f.chain.mine();
      }
    }
    const noteKey = parseNoteKey(logNoteKey(f.key, nodeCrypto), nodeCrypto)!;
    const all = (await get('anchors')).json();
    expect(all.items.length).toBeGreaterThanOrEqual(3);
    let previous = 0;
    for (const { statement, checkpoint, ...anchor } of all.items) {
      expect(anchor.previousTreeSize).toBe(previous);
      previous = anchor.treeSize;
      expect(verifyNote(statement, noteKey, nodeCrypto)).toEqual({
        ok: true,
        value: `${origin}/anchor\n${canonicalJson(anchor)}\n`,
      });
      expect(openCheckpoint(statement, noteKey, nodeCrypto).ok).toBe(false);
      const opened = openCheckpoint(checkpoint, noteKey, nodeCrypto);
      expect(opened.ok && opened.value.size).toBe(anchor.treeSize);
    }
    const first = (await get('anchors?limit=1')).json();
    expect(first.items).toEqual(all.items.slice(0, 1));
    expect((await get(`anchors?limit=1&after=${first.next}`)).json().items).toEqual(all.items.slice(1, 2));
    const of = async (log: string) => (await get(`anchors?origin=${encodeURIComponent(log)}`)).json().items;
    expect(await of(origin)).toEqual(all.items);
    expect(await of('another.example/log')).toEqual([]);
    for (const bad of ['limit=0', 'limit=201', 'after=x', 'before=1'])
      expect((await get(`anchors?${bad}`)).statusCode).toBe(400);
  });
});
