import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseNote, readAnchorStatement, readTrustBundle, type TrustBundle } from '../../src/core/index.js';
import { nodeCrypto } from '../../src/platform/index.js';
import { carrierOf, licenceFileOf } from '../support/carriers.js';
import { anchoredReceipt, type IssuedLicence, issueExample } from '../support/licences.js';
import { ask, type Demo, eventually } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

/** Whatever a program loads after this can open no connection. */
const networkOff = `data:text/javascript,${encodeURIComponent(
  `import net from 'node:net'; net.Socket.prototype.connect = () => { throw new Error('the network is off'); };`,
)}`;

let folder: string;
let demo: Demo;
let licence: IssuedLicence;
let receipt: Awaited<ReturnType<typeof anchoredReceipt>>;
let older: string;

const path = (name: string, content: string | Buffer = '') => {
  if (content.length > 0) writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const cli = (args: string[], options: string[] = []) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    const env = { PATH: process.env.PATH, TRUST_ROOT_JWK: JSON.stringify(demo.trust.publicKey) };
    execFile(process.execPath, [...options, 'dist/src/entry/cli.js', ...args], { env }, (fault, stdout, stderr) =>
      resolve({ code: fault ? Number(fault.code) : 0, said: stdout + stderr }),
    );
  });
const fetchBundle = (out = path('bundle')) => cli(['trust-bundle', '--url', demo.baseUrl, '--out', out]);
const judge = (file: string, bundle = path('bundle'), state = 'state') =>
  cli(['verify', file, '--offline', bundle, '--state', path(state), '--lang', 'en'], ['--import', networkOff]);
const newest = async (at = Date.now()): Promise<TrustBundle> => {
  const text = await (await fetch(`${demo.baseUrl}/log/trust-bundle`)).text();
  const read = readTrustBundle(text, { root: demo.trust.publicKey, at }, nodeCrypto);
  if (!read.ok) throw new Error(`${read.code} ${read.detail}`);
  return read.value;
};
const sizes = ({ anchors }: TrustBundle) =>
  anchors.map((statement) => {
    const note = parseNote(statement);
    const read = note.ok ? readAnchorStatement(note.value.text) : note;
    return read.ok ? read.value.anchor.treeSize : 0;
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'elicence-trust-bundle-'));
  ({ demo } = await sharedRegistry());
  await eventually(async () => {
    const answer = await fetch(`${demo.baseUrl}/log/trust-bundle`);
    older = await answer.text();
    return answer.status === 200;
  }, 30_000);
  licence = await issueExample(demo);
  receipt = await anchoredReceipt(demo, licence);
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the trust bundle of a running registry', () => {
  it('follows its newest anchor and status list under a higher number', async () => {
    const first = await newest();
    const bundle = await eventually(async () => {
      const now = await newest();
      return sizes(now).includes(receipt.anchor!.treeSize) && now;
    }, 30_000);
    expect(bundle.number).toBeGreaterThanOrEqual(first.number);
    expect(bundle.statusLists.map(({ uri }) => uri)).toContainEqual(expect.stringMatching(/\/status-lists\/0$/));
    expect(bundle.trust.number).toBeGreaterThan(0);
    expect(Date.parse(bundle.expiresAt) - Date.parse(bundle.asOf)).toBe(7 * 86_400_000);
  });

  it('is kept by its tag', async () => {
    const answer = await fetch(`${demo.baseUrl}/log/trust-bundle`);
    expect(answer.headers.get('content-type')).toContain('application/elicence-trust-bundle+jwt');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=30');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const tag = answer.headers.get('etag')!;
    await answer.text();
    const again = await fetch(`${demo.baseUrl}/log/trust-bundle`, { headers: { 'if-none-match': `"x", W/${tag}` } });
    await again.text();
    // Another may have been made in between.
    expect([again.status, again.headers.get('etag') === tag]).toEqual(
      again.status === 304 ? [304, true] : [200, false],
    );
    const other = await fetch(`${demo.baseUrl}/log/trust-bundle`, { headers: { 'if-none-match': '"1"' } });
    expect([other.status, (await other.text()).split('.').length]).toEqual([200, 3]);
  });
});

describe('with the bundle and the network off', () => {
  beforeAll(async () => {
    const done = await fetchBundle();
    expect(done).toMatchObject({ code: 0, said: expect.stringContaining('trust bundle') });
  });

  it('judges a licence file, a credential with its receipt, a code and a vc+jwt', async () => {
    const files = [
      path('licence.elicence', await licenceFileOf(demo, licence, 'sd-jwt')),
      path('licence.json', JSON.stringify({ credential: licence.credential, receipt })),
      path('licence.qr', await carrierOf(demo, licence, 'qr')),
      path('licence.vc', await carrierOf(demo, licence, 'vc-jwt')),
    ];
    for (const file of files) {
      const { code, said } = await judge(file);
      expect([file, said]).toEqual([file, expect.stringMatching(/^valid\n/)]);
      expect(said).toContain('status: passed (status-active)');
      expect(code).toBe(0);
    }
  }, 120_000);

  it('knows a licence that was revoked before it was made, and not one that was revoked since', async () => {
    const body = { reasonCode: 'other', reason: 'A journey asks for it' };
    const file = path('revoked.json', JSON.stringify({ credential: licence.credential, receipt }));
    await ask(demo.baseUrl, `/v1/licences/${licence.identifier}/revoke`, { token: licence.token, body });
    expect((await judge(file)).code).toBe(0);
    await eventually(async () => {
      expect((await fetchBundle(path('later'))).code).toBe(0);
      return (await judge(file, path('later'), 'later-state')).code === 1;
    }, 60_000);
    for (const revoked of [file, path('licence.qr')]) {
      const { code, said } = await judge(revoked, path('later'), 'later-state');
      expect([code, said]).toEqual([1, expect.stringContaining('status: failed (status-invalid)')]);
    }
    // Who has seen the newer one is not put off with the older.
    const older = await judge(file, path('bundle'), 'later-state');
    expect(older).toMatchObject({ code: 3, said: expect.stringContaining('trust-bundle-older-than-seen') });
  }, 180_000);

  it('refuses one that was altered, and keeps the newer of two', async () => {
    const text = readFileSync(path('bundle'), 'utf8');
    const middle = text.length >> 1;
    const altered = path(
      'altered',
      text.slice(0, middle) + (text[middle] === 'A' ? 'B' : 'A') + text.slice(middle + 1),
    );
    const file = path('licence.json');
    expect(await judge(file, altered)).toMatchObject({ code: 3, said: expect.stringContaining('trust-bundle-') });
    expect((await judge(file, path('none'))).code).toBe(3);
    const context = { root: demo.trust.publicKey, at: Date.now(), seen: await newest() };
    expect(readTrustBundle(older, context, nodeCrypto)).toMatchObject({ code: 'trust-bundle-older-than-seen' });
    const late = { ...context, seen: undefined, at: Date.now() + 8 * 86_400_000 };
    expect(readTrustBundle(older, late, nodeCrypto)).toMatchObject({ code: 'trust-bundle-expired' });
  });
});
