import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openMirror } from './mirror.js';

const entry = (n: number) => Buffer.alloc(32, n);
const bundle = (from: number, count: number, length = 32) =>
  Buffer.concat(
    Array.from({ length: count }, (_, at) =>
      Buffer.concat([Buffer.from([0, length]), entry(from + at).subarray(0, length)]),
    ),
  );

describe.each(['a folder', 'an address'])('a mirror in %s', (kind) => {
  let folder: string;
  let server: Server;
  let place: string;

  const put = (path: string, bytes: Buffer | string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-mirror-'));
    server = createServer((asked, answer) => {
      try {
        answer.end(readFileSync(join(folder, (asked.url ?? '').slice('/log/'.length))));
      } catch {
        answer.writeHead(asked.url?.includes('broken') ? 500 : 404).end();
      }
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    place = kind === 'a folder' ? folder : `http://127.0.0.1:${(server.address() as AddressInfo).port}/log/`;
    put('tile/entries/000', bundle(0, 256));
    put('tile/entries/001.p/9', bundle(100, 9));
    put('tile/entries/002.p/4', bundle(0, 3));
    put('tile/entries/003.p/2', bundle(0, 2, 31));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('gives entries out of full bundles and of the widest partial one that it is known to have', async () => {
    const mirror = openMirror(place);
    mirror.reaches(256 + 9);
    const entries = await mirror.entries(0, 260);
    expect(entries).toHaveLength(260);
    expect([entries[255], entries[256], entries[259]]).toEqual([entry(255), entry(100), entry(103)]);
    expect(await openMirror(place).entries(256, 265)).toHaveLength(9);
    expect(await mirror.entries(0, 5)).toHaveLength(5);
  });

  it('says what is missing, cut or not of this log', async () => {
    const mirror = openMirror(place);
    await expect(mirror.entries(256, 266)).rejects.toThrow('lacks entries from');
    await expect(mirror.entries(512, 516)).rejects.toThrow('lacks entries from 515 on');
    await expect(mirror.entries(768, 770)).rejects.toThrow('no bundle of this log');
    await expect(mirror.entries(1024, 1025)).rejects.toThrow('lacks entries from 1024 on');
    expect(await mirror.checkpoint()).toBeUndefined();
  });
});

describe('a mirror whose server is at fault', () => {
  it('is told with its address', async () => {
    await expect(openMirror('http://127.0.0.1:1/log').entries(0, 1)).rejects.toThrow(
      '127.0.0.1:1/log/tile/entries/000',
    );
  });
});
