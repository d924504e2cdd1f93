import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Bundles } from '../../core/trust-bundle/testing/bundles.js';
import { newSigner, World } from '../../core/verification/testing/world.js';
import { readConfig } from '../../platform/index.js';
import { fetchTrustBundle } from './trust-bundle.js';
import { Usage } from './usage.js';

const w = new World();
const b = new Bundles(w);
const now = Math.floor(Date.now() / 1000);
const year = 31_536_000_000;
/** As of a moment of today, in the world's own words. */
const bundle = (number: number, change: object = {}, signer = w.status) => {
  const soon = {
    issuedAt: new Date(now * 1000 - year).toISOString(),
    expiresAt: new Date(now * 1000 + year).toISOString(),
  };
  const token = w.statusToken(0, { iat: now - 60, exp: now + 600 });
  const statusLists = [{ uri: b.payload().statusLists[0]!.uri, token }];
  const payload = { iat: now, exp: now + 600, number, trustList: b.trustList(soon), statusLists };
  return b.sign({ ...b.payload(), ...payload, ...change }, {}, signer);
};

describe('elicence trust-bundle', () => {
  let folder: string;
  let server: Server;
  let url: string;
  let served: string | undefined;
  const asked: (string | undefined)[] = [];
  const kept = () => join(folder, 'kept');
  const run = (args = ['--url', `${url}/`, '--out', kept()], root = w.root.jwk) =>
    fetchTrustBundle(readConfig({ TRUST_ROOT_JWK: JSON.stringify(root), BASE_URL: url }), args);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-bundle-'));
    server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(served === undefined ? 404 : 200).end(served);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps what it fetched, says as of when, and takes a newer one in its place', async () => {
    served = bundle(1);
    expect(await run()).toContain('trust bundle 1 of https://registry.example');
    expect(asked).toEqual(['/log/trust-bundle']);
    expect(readFileSync(kept(), 'utf8')).toBe(`${served}\n`);
    expect(await run()).toContain(`as of ${new Date(now * 1000).toISOString()}`);
    served = bundle(3);
    expect(await run(['--out', kept()])).toContain('trust bundle 3');
  });

  it.each<[string, string, () => string | undefined]>([
    ['older than the one that is kept', 'trust-bundle-older-than-seen', () => bundle(2)],
    ['with an older trust list', 'trust-bundle-trust-list', () => bundle(4, { trustList: b.trustList({ number: 3 }) })],
    ['that has expired', 'trust-bundle-expired', () => bundle(4, { exp: now - 1, iat: now - 2 })],
    ['of another signer', 'trust-bundle-signature', () => bundle(4, {}, newSigner())],
    ['cut short', 'trust-bundle-', () => bundle(4).slice(0, -1)],
    ['that is none', 'trust-bundle-malformed', () => '<html>'],
    ['that is not there', 'serves no trust bundle', () => undefined],
  ])('refuses one %s, and keeps what it has', async (_what, told, make) => {
    served = make();
    const before = readFileSync(kept(), 'utf8');
    await expect(run()).rejects.toThrow(told);
    expect(readFileSync(kept(), 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['kept']);
  });

  it('writes over nothing but a bundle of its root', async () => {
    served = bundle(4);
    await expect(run(undefined, newSigner().jwk)).rejects.toThrow('no trust bundle of this root');
    const other = join(folder, 'letter');
    writeFileSync(other, 'Dear');
    await expect(run(['--out', other])).rejects.toThrow('no trust bundle of this root');
    expect(readFileSync(other, 'utf8')).toBe('Dear');
    rmSync(other);
  });

  it('takes a bundle that has expired since for the measure of the next', async () => {
    const old = { iat: now - 700_000, exp: now - 100_000 };
    const token = w.statusToken(0, { iat: now - 700_060, exp: now - 699_000 });
    const statusLists = [{ uri: b.payload().statusLists[0]!.uri, token }];
    writeFileSync(kept(), bundle(6, { ...old, statusLists }));
    served = bundle(5);
    await expect(run()).rejects.toThrow('trust-bundle-older-than-seen');
    served = bundle(7);
    expect(await run()).toContain('trust bundle 7');
  });

  it.each([[['--file', 'x']], [['x']]])('explains itself for %j', async (args) => {
    await expect(run(args)).rejects.toThrow(Usage);
  });
});
