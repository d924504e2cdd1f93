import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { nobleCrypto } from '../../src/core/crypto/noble.js';
import { parseSdJwt } from '../../src/core/index.js';
import { holderToken } from '../support/holder.js';
import { type IssuedLicence, issueExample } from '../support/licences.js';
import { ask, clientToken, type Demo, eventually } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

let demo: Demo;
let licence: IssuedLicence;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  licence = await issueExample(demo);
}, 240_000);

interface Given {
  status: number;
  headers: Headers;
  bytes: Buffer;
}

async function once(carrier: string, { accept, token = licence.token, me = false, of = licence.identifier } = asked()) {
  const answer = await fetch(`${demo.baseUrl}/v1/${me ? 'me/' : ''}licences/${of}/carriers/${carrier}`, {
    headers: { authorization: `Bearer ${token}`, ...(accept && { accept }) },
  });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
const asked = (how: { accept?: string; token?: string; me?: boolean; of?: string } = {}) => how;

/** Asks until it is made, as Retry-After says that one should. */
const made = (carrier: string, how = asked()): Promise<Given> =>
  eventually(async () => {
    const given = await once(carrier, how);
    if (given.status !== 202) return given;
    expect(JSON.parse(given.bytes.toString())).toEqual({ state: 'making' });
    expect(Number(given.headers.get('retry-after'))).toBeGreaterThan(0);
    return undefined;
  }, 60_000);

const digestOf = (bytes: Buffer) => `"sha-256:${createHash('sha256').update(bytes).digest('base64url')}"`;
const codeOf = ({ bytes }: Given) => JSON.parse(bytes.toString()).code;

describe('the carriers of a licence', () => {
  it.each([
    ['sd-jwt', 'application/dc+sd-jwt', 'sd-jwt'],
    ['qr', 'text/plain; charset=utf-8', 'txt'],
    ['vc-jwt', 'application/vc+jwt', 'vc.jwt'],
    ['pdf', 'application/pdf', 'pdf'],
  ])('%s is given with its digest and a name, the same bytes each time', async (carrier, type, extension) => {
    const first = await made(carrier);
    expect(first.status).toBe(200);
    const { identifier } = licence;
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'content-type': type,
      etag: digestOf(first.bytes),
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="${identifier}.${extension}"`,
    });
    expect(Buffer.compare((await made(carrier)).bytes, first.bytes)).toBe(0);
  });

  it('all name the master and the identifier', async () => {
    const { identifier, credential } = licence;
    expect((await made('sd-jwt')).bytes.toString()).toBe(credential);
    const master = parseSdJwt(credential, nobleCrypto);
    if (!master.ok) throw new Error(master.code);
    const [, payload] = (await made('vc-jwt')).bytes.toString().split('.');
    const credentialOf = JSON.parse(Buffer.from(payload!, 'base64url').toString());
    expect(credentialOf).toMatchObject({ id: `urn:elicence:${identifier}`, masterDigest: master.value.masterDigest });
    expect((await made('qr')).bytes.toString()).toMatch(/^ELC1:/);
    expect((await made('pdf')).bytes.includes(Buffer.from(`${identifier}.sd-jwt`))).toBe(true);
  });

  it('are linked where the licence is read and where it was issued', async () => {
    const { body } = await ask(demo.baseUrl, `/v1/licences/${licence.identifier}`, { token: licence.token });
    for (const [name, link] of Object.entries<string>(body.carriers)) {
      expect(link).toBe(`${demo.baseUrl}/v1/licences/${licence.identifier}/carriers/${name}`);
      expect((await made(name)).status).toBe(200);
    }
    expect(Object.keys(body.carriers)).toEqual(expect.arrayContaining(['sd-jwt', 'qr', 'vc-jwt', 'pdf']));
  });

  it('a code is drawn and a page is pictured by Accept, and what nobody offers is 406', async () => {
    const text = (await made('qr')).bytes.toString();
    const png = await made('qr', asked({ accept: 'image/png' }));
    expect(png.headers.get('content-type')).toBe('image/png');
    const [code] = await readBarcodes(new Uint8Array(png.bytes), { formats: ['QRCode'] });
    expect(code?.text).toBe(text);
    const svg = await made('qr', asked({ accept: 'image/svg+xml' }));
    expect(svg.bytes.toString()).toMatch(/^<svg /);
    const page = await made('pdf', asked({ accept: 'image/png' }));
    expect([page.status, page.headers.get('etag')]).toEqual([200, digestOf(page.bytes)]);
    expect(Buffer.compare((await made('pdf', asked({ accept: 'image/png' }))).bytes, page.bytes)).toBe(0);
    const [online] = await readBarcodes(new Uint8Array(page.bytes), { formats: ['QRCode'], tryHarder: true });
    expect(online?.text).toBe(licence.verificationUrl);
    for (const [carrier, accept] of [
      ['pdf', 'text/html'],
      ['qr', 'application/pdf'],
      ['vc-jwt', 'application/json'],
      ['sd-jwt', 'image/*'],
    ] as const)
      expect(codeOf(await once(carrier, asked({ accept })))).toBe('not-acceptable');
  });

  it('asked for by many at once are made once, and all get the same', async () => {
    const other = await issueExample(demo, 1);
    const of = asked({ of: other.identifier, token: other.token });
    for (const carrier of ['pdf', 'qr']) {
      const given = await Promise.all(Array.from({ length: 8 }, () => made(carrier, of)));
      expect(new Set(given.map(({ status, headers }) => `${status} ${headers.get('etag')}`)).size).toBe(1);
      expect(given[0]!.status).toBe(200);
    }
  });

  it('are no other organisation’s, and none that there is not', async () => {
    const departments = demo.clients.filter(({ role }) => role === 'department').length;
    const tokens = await Promise.all(Array.from({ length: departments }, (_, n) => clientToken(demo, 'department', n)));
    const found = await Promise.all(tokens.map((token) => once('qr', asked({ token }))));
    expect(found.filter(({ status }) => status === 200)).toHaveLength(1);
    const others = found.filter(({ status }) => status !== 200);
    expect(others.map(codeOf)).toEqual(others.map(() => 'not-found'));
    expect(codeOf(await once('pdf', asked({ of: `${licence.identifier}x` })))).toBe('not-found');
    for (const carrier of ['ofd', 'preview', 'PDF', 'pdf%2e'])
      expect(codeOf(await once(carrier))).toBe('carrier-unknown');
    expect((await once('pdf', asked({ token: 'x' }))).status).toBe(401);
  });
});

describe('a holder', () => {
  it('gets the carriers of their own licences, the same as the authority, and nobody else’s', async () => {
    const token = await holderToken(demo, 'citizen17');
    const { body } = await ask(demo.baseUrl, '/v1/me/licences', { token });
    const mine: string = body.items[0].identifier;
    const how = asked({ token, me: true, of: mine });
    for (const carrier of ['sd-jwt', 'qr', 'vc-jwt', 'pdf']) {
      const given = await made(carrier, how);
      expect([carrier, given.status, given.headers.get('etag')]).toEqual([carrier, 200, digestOf(given.bytes)]);
      expect(Buffer.compare((await made(carrier, how)).bytes, given.bytes)).toBe(0);
    }
    expect(codeOf(await once('pdf', asked({ token, me: true })))).toBe('not-found');
    expect((await once('pdf', asked({ token, of: mine }))).status).toBe(403);
    expect((await once('pdf', asked({ me: true }))).status).toBe(403);
  });

  it('gets a code with the portrait of a licence that has one, and of no other', async () => {
    const token = await holderToken(demo, 'citizen17');
    const { body } = await ask(demo.baseUrl, '/v1/me/licences', { token });
    const answers: Given[] = [];
    for (const { identifier } of body.items)
      answers.push(await made('qr-photo', asked({ token, me: true, of: identifier })));
    const [with_, without] = [
      answers.filter(({ status }) => status === 200),
      answers.filter(({ status }) => status !== 200),
    ];
    expect(with_.length).toBeGreaterThan(0);
    for (const { bytes } of with_) expect(bytes.toString()).toMatch(/^ELC1:.{1451,}$/);
    expect(without.map(codeOf)).toEqual(without.map(() => 'carrier-unknown'));
  });
});

describe('a licence that is no longer in force', () => {
  it('keeps the carriers that it has and gets no other', async () => {
    const ended = await issueExample(demo);
    const of = asked({ of: ended.identifier, token: ended.token });
    const { bytes } = await made('qr', of);
    const body = { reasonCode: 'other', reason: '测试' };
    const revoked = await ask(demo.baseUrl, `/v1/licences/${ended.identifier}/revoke`, { token: ended.token, body });
    expect(revoked.status).toBe(200);
    expect(Buffer.compare((await made('qr', of)).bytes, bytes)).toBe(0);
    const answer = await once('pdf', of);
    expect([answer.status, codeOf(answer)]).toEqual([409, 'carrier-not-made']);
  });
});
