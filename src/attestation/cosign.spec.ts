import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  cosign,
  cosignedAt,
  formatCosignerKey,
  openCheckpoint,
  parseAddCheckpoint,
  parseCosignerKey,
  parseNote,
  parseNoteKey,
  verifyConsistency,
} from '../core/index.js';
import { nodeCrypto as crypto } from '../platform/index.js';
import { cosigner } from './cosign.js';
import { readCosignatures, readWitnessed } from './cosignature.store.js';
import { logNoteKey } from './log-key.js';
import { type LedgerFixture, startLedger } from './testing/ledger.fixture.js';

interface Reply {
  status: number;
  body: string;
  type?: string;
}

const pair = generateKeyPairSync('ed25519');
const publicKey = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x as string, 'base64url');
const key = parseCosignerKey(formatCosignerKey('witness.example/w1', publicKey, crypto), crypto)!;
const lineOf = (note: string, at = Date.now()) => {
  const parsed = parseNote(note);
  if (!parsed.ok) throw new Error(parsed.code);
  return cosign(parsed.value.text, Math.floor(at / 1000), key, (data) => sign(null, data, pair.privateKey));
};

describe('asking a witness', () => {
  let f: LedgerFixture;
  let server: Server;
  let asked: string[];
  let url: string;
  let replies: (path: string, body: string) => Reply;
  let ask: ReturnType<typeof cosigner>;
  const round = async () => (await ask()).get(key.name);
  const lines = async (subject: 'checkpoint' | 'anchor', size: number) =>
    (await readCosignatures(f.service, subject, [size])).get(size);

  beforeAll(async () => {
    f = await startLedger();
    server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      asked.push(request.url ?? '');
      const { status, body, type } = replies(request.url ?? '', Buffer.concat(parts).toString('utf8'));
      response.writeHead(status, { 'content-type': type ?? 'text/plain' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const parts = { pool: f.pool, crypto, clock: Date.now, log: f.log, witnesses: [{ key, url }] };
    ask = cosigner(parts);
  });
  beforeEach(async () => {
    await f.reset();
    asked = [];
  });
  afterAll(async () => {
    server.close();
    await f.close();
  });

  const grow = async (count: number) => {
    await f.append(count);
    await f.worker().tickLog();
  };

  it('keeps its line under the newest checkpoint, proves each step, and heals what the witness remembers otherwise', async () => {
    let remembered: { size: number; root: Uint8Array } | undefined;
    replies = (path, body) => {
      if (path === '/add-anchor') return { status: 501, body: '' };
      const request = parseAddCheckpoint(body);
      if (!request.ok) return { status: 400, body: '' };
      const { oldSize, proof, note } = request.value;
      const old = remembered?.size ?? 0;
      if (oldSize !== old) return { status: 409, body: `${old}\n`, type: 'text/x.tlog.size' };
      const checkpoint = openCheckpoint(note, parseNoteKey(logNoteKey(f.key, crypto), crypto)!, crypto);
      if (!checkpoint.ok) return { status: 403, body: '' };
      const { size, root } = checkpoint.value;
      const follows =
        remembered === undefined ||
        verifyConsistency({ oldSize, oldRoot: remembered.root, newSize: size, newRoot: root, proof }, crypto);
      if (!follows) return { status: 422, body: '' };
      remembered = { size, root };
      return { status: 200, body: lineOf(note) };
    };
    expect(await round()).toBe('up-to-date');
    await grow(3);
    expect(await round()).toBe('signed');
    expect(await round()).toBe('up-to-date');
    await grow(300);
    expect(await round()).toBe('signed');
    const { rows } = await f.pool.query('select note from log_checkpoint where tree_size = 303');
    const parsed = parseNote(rows[0].note + (await lines('checkpoint', 303)));
    if (!parsed.ok) throw new Error(parsed.code);
    expect(parsed.value.signatures).toHaveLength(2);
    expect(cosignedAt(parsed.value.text, parsed.value.signatures[1]!, key, crypto)).toBeGreaterThan(0);
    expect(asked.filter((path) => path === '/add-checkpoint')).toHaveLength(2);
    // A witness that was put back tells its own size, and is given the proof from there.
    [remembered, asked] = [undefined, []];
    await grow(5);
    expect(await round()).toBe('signed');
    expect(asked).toEqual(['/add-checkpoint', '/add-checkpoint']);
  });

  it('asks for statements of final anchors, and waits while the witness’s chain is behind', async () => {
    let ready = false;
    replies = (path, body) => {
      if (path === '/add-anchor') return ready ? { status: 200, body: lineOf(body) } : { status: 503, body: '' };
      const note = body.slice(body.indexOf('\n\n') + 2);
      return { status: 200, body: lineOf(note) };
    };
    const worker = f.worker();
    await f.append(4);
    await worker.tick();
    for (let block = 0; block < 3; block++) await f.chain.mine();
    await worker.tickChain();
    expect(await round()).toBe('signed');
    expect(await lines('anchor', 4)).toBeUndefined();
    ready = true;
    expect(await round()).toBe('signed');
    expect(await lines('anchor', 4)).toMatch(/^— witness\.example\/w1 \S+\n$/);
    expect(await round()).toBe('up-to-date');
  });

  it('passes over what a witness will not sign, and goes on with the next', async () => {
    const answers = [404, 409, 200];
    replies = (path, body) => {
      if (path !== '/add-anchor') return { status: 200, body: lineOf(body.slice(body.indexOf('\n\n') + 2)) };
      const status = answers.shift() ?? 500;
      return { status, body: status === 200 ? lineOf(body) : '' };
    };
    const asks = cosigner({ pool: f.pool, crypto, clock: Date.now, log: f.log, witnesses: [{ key, url }] });
    const worker = f.worker();
    for (let batch = 0; batch < 3; batch++) {
      await f.append(2);
      await worker.tick();
      for (let block = 0; block < 3; block++) await f.chain.mine();
      await worker.tickChain();
    }
    expect((await asks()).get(key.name)).toBe('refused');
    expect((await asks()).get(key.name)).toBe('signed');
    expect([await lines('anchor', 2), await lines('anchor', 4)]).toEqual([undefined, undefined]);
    expect(await lines('anchor', 6)).toMatch(/^— /);
    const witnessed = () => readWitnessed(f.service, [key.name, 'other']);
    expect(await witnessed()).toEqual([
      { witness: key.name, signedAt: expect.any(Date), lacksSince: null },
      { witness: 'other', signedAt: null, lacksSince: expect.any(Date) },
    ]);
    await grow(1);
    expect((await witnessed())[0]?.lacksSince).toEqual(expect.any(Date));
  });

  it.each<[string, (note: string) => Reply, string]>([
    ['a signature of another text', () => ({ status: 200, body: lineOf('other\n\n— w AAAAAAA=\n') }), 'refused'],
    ['a time of long ago', (note) => ({ status: 200, body: lineOf(note, Date.now() - 3_600_000) }), 'refused'],
    ['no signature at all', () => ({ status: 200, body: 'thanks\n' }), 'refused'],
    ['a refusal', () => ({ status: 422, body: '' }), 'refused'],
    ['a fault of its own', () => ({ status: 503, body: '' }), 'away'],
    ['more than any note holds', () => ({ status: 200, body: 'x'.repeat(70_000) }), 'away'],
    ['a redirection', () => ({ status: 302, body: '' }), 'away'],
    ['a larger log than ours', () => ({ status: 409, body: '900\n', type: 'text/x.tlog.size' }), 'ahead'],
    ['a size that is none', () => ({ status: 409, body: '-1\n', type: 'text/x.tlog.size' }), 'refused'],
  ])('keeps nothing of %s', async (_what, reply, outcome) => {
    replies = (_path, body) => reply(body.slice(body.indexOf('\n\n') + 2));
    await grow(2);
    expect(await round()).toBe(outcome);
    expect(await lines('checkpoint', 2)).toBeUndefined();
  });

  it('is not stopped by a witness that is not there', async () => {
    await grow(2);
    const gone = { key, url: 'http://127.0.0.1:1' };
    const away = cosigner({ pool: f.pool, crypto, clock: Date.now, log: f.log, witnesses: [gone] });
    expect([...(await away()).values()]).toEqual(['away']);
  });
});
