import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Keystore } from '../../src/signing/index.js';
import { openKeysOf } from '../support/evidence.js';
import { type IssuedLicence, issueExample } from '../support/licences.js';
import { raw, refusal } from '../support/refusal.js';
import { ask, clientToken, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let token: string;
let licence: IssuedLicence;
let keystore: Keystore;

beforeAll(async () => {
  const registry = await sharedRegistry();
  demo = registry.demo;
  keystore = openKeysOf(registry.folder);
  token = await clientToken(demo, 'department');
  licence = await issueExample(demo);
}, 240_000);

const bearer = () => ({ authorization: `Bearer ${token}` });

describe('who asks is refused', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['without a token', () => ''],
    ['with a token that is none', () => 'Bearer x'],
    ['with another scheme', () => `Basic ${Buffer.from('a:b').toString('base64')}`],
    ['with an altered token', () => `Bearer ${token.slice(0, -3)}${token.endsWith('AAA') ? 'BBB' : 'AAA'}`],
    ['with an unsigned token', () => `Bearer ${unsigned({})}`],
    ['with a token of another scope in its claims', () => `Bearer ${changed({ scope: 'licence:issue audit:read' })}`],
    ['with an expired token, genuinely signed', () => `Bearer ${signed({ exp: 1_700_000_000 })}`],
    ['with a token of another issuer', () => `Bearer ${signed({ iss: 'https://evil.example' })}`],
    ['with a token for another audience', () => `Bearer ${signed({ aud: 'https://evil.example' })}`],
    ['with a token of another type', () => `Bearer ${signed({}, { typ: 'JWT' })}`],
    ['with a token of another key of ours', () => `Bearer ${signed({}, {}, 'status')}`],
    ['with a token of a client that is not', () => `Bearer ${signed({ sub: 'nobody', client_id: 'nobody' })}`],
    ['with a token that lives longer', () => `Bearer ${changed({ exp: 4_000_000_000 })}`],
  ])('%s', async (_how, header) => {
    const authorization = await header();
    const headers = authorization === '' ? {} : { authorization };
    const answer = await ask(demo.baseUrl, '/v1/licences', {
      body: {},
      headers: headers as Record<string, string>,
    });
    expect(refusal(answer)).toEqual([401, 'unauthenticated']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('but not with a token signed alike', async () => {
    const answer = await ask(demo.baseUrl, `/v1/licences/${licence.identifier}`, { token: signed({}) });
    expect(answer.status).toBe(200);
  });

  it('without the scope, before the body is read', async () => {
    const hospital = await clientToken(demo, 'hospital');
    const no = async (own: string, path: string, body?: unknown) =>
      refusal(await ask(demo.baseUrl, path, { token: own, ...(body === undefined ? {} : { body }) }));
    expect(await no(hospital, '/v1/licences', '{')).toEqual([403, 'scope-insufficient']);
    expect(await no(hospital, `/v1/licences/${licence.identifier}`)).toEqual([403, 'scope-insufficient']);
    expect(await no(hospital, `/v1/licences/${licence.identifier}/revoke`, {})).toEqual([403, 'scope-insufficient']);
    expect(await no(token, '/v1/presentations/use', {})).toEqual([403, 'scope-insufficient']);
    expect(await no(token, '/v1/me/licences')).toEqual([403, 'scope-insufficient']);
    expect(await no(token, '/v1/me/presentation-codes', {})).toEqual([403, 'scope-insufficient']);
  });

  it('with a bad token, even where none is needed', async () => {
    const body = { identifier: licence.identifier, code: licence.code };
    const answer = await ask(demo.baseUrl, '/v1/verifications', { token: `${token}x`, body });
    expect(refusal(answer)).toEqual([401, 'unauthenticated']);
  });

  it('at the token endpoint, by a wrong secret or for a scope that was not granted', async () => {
    const [client] = demo.clients;
    for (const [secret, scope, error] of [
      ['wrong', 'licence:issue', 'invalid_client'],
      [client!.clientSecret, 'audit:read', 'invalid_scope'],
    ] as const) {
      const answer = await fetch(demo.tokenEndpoint, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${client!.clientId}:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
      });
      expect(answer.status).toBeLessThan(500);
      expect(await answer.json()).toMatchObject({ error });
    }
  });
});

describe('an address or a query is refused', () => {
  it('a licence of another and one that is not are answered alike', async () => {
    const theirs = await issueExample(demo, 1);
    const missing = `${theirs.identifier.slice(0, -1)}${theirs.identifier.endsWith('A') ? 'B' : 'A'}`;
    const told = async (identifier: string) =>
      refusal(await ask(demo.baseUrl, `/v1/licences/${encodeURIComponent(identifier)}`, { token }));
    expect(await told(theirs.identifier)).toEqual([404, 'not-found']);
    for (const odd of [missing, 'x', '../..', "' or 1=1 --", '\u0000', '%00', 'a'.repeat(200), '证照'])
      expect(await told(odd)).toEqual(await told(theirs.identifier));
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=-1',
    'limit=1e9',
    'limit=x',
    'limit=1&limit=2',
    'after=!',
    'after=AAAA',
    'after[$ne]=1',
    'after=x&after=y',
    'page=2',
    'sort=id;drop',
  ])('the query %s', async (query) => {
    const { identifier } = licence;
    for (const path of [`/v1/licences/${identifier}/events`, '/v1/licence-types', '/v1/matters']) {
      // A short text is a cursor of the catalogue, which pages by code.
      if (query === 'after=AAAA' && !path.includes('events')) continue;
      const answer = refusal(await ask(demo.baseUrl, `${path}?${query}`, { token }));
      expect([path, ...answer.slice(0, 2)]).toEqual([path, 400, 'query-invalid']);
      expect(answer[2]).toMatch(/^\/(limit|after|page|sort)/);
    }
  });

  it('HEAD and spelled addresses are judged like the plain one', async () => {
    const { identifier } = licence;
    for (const [method, path] of [
      ['HEAD', `/v1/licences/${identifier}`],
      ['GET', `/v1/%6cicences/${identifier}`],
      ['GET', `/v1/licences/${identifier}/`],
      ['GET', `//v1/licences/${identifier}`],
      ['GET', `/v1/./licences/${identifier}`],
      ['GET', `/V1/LICENCES/${identifier}`],
      ['GET', `/v/../v1/licences/${identifier}`],
      ['GET', `/v/%2e%2e/v1/licences/${identifier}`],
      ['GET', `/v1/licences%2f${identifier}`],
      ['GET', `/v1/licences/${identifier};a=b`],
      ['GET', `/v1/licences/${identifier}%00`],
      ['GET', '/v1/licences/%ff'],
      ['GET', '/v1/licences/%'],
      ['GET', '/log/versions/status-list/%00'],
      ['GET', '/log/versions/trust-list/trust%00'],
      ['GET', '/log/versions/%00/trust'],
      ['GET', '/log/tile/entries/%00'],
      ['TRACE', `/v1/licences/${identifier}`],
      ['PUT', `/v1/licences/${identifier}`],
      ['DELETE', `/v1/licences/${identifier}`],
    ] as const) {
      const answer = await raw(demo.baseUrl, method, path, {});
      expect([method, path, answer.status < 500 && answer.status >= 400]).toEqual([method, path, true]);
      expect(answer.text).not.toContain(identifier.slice(0, 40));
    }
    const head = await raw(demo.baseUrl, 'HEAD', `/v1/licences/${identifier}`, bearer());
    expect([head.status, head.text]).toEqual([200, '']);
    for (const odd of ['X-HTTP-Method-Override', 'X-Original-URL', 'X-Rewrite-URL']) {
      const answer = await raw(demo.baseUrl, 'GET', '/v', { ...bearer(), [odd]: `/v1/licences/${identifier}` });
      expect(answer.text).not.toContain('faceData');
    }
  });

  it('what is nowhere', async () => {
    for (const path of ['/v1', '/v1/nothing', '/admin', '/.env', '/v1/licences/a/b/c/d', '/log/tile/../../x'])
      expect((await raw(demo.baseUrl, 'GET', path, bearer())).status).toBe(404);
    expect(refusal(await ask(demo.baseUrl, '/v1/nothing', { token }))).toEqual([404, 'not-found']);
    expect(refusal(await ask(demo.baseUrl, `/v1/licences/${licence.identifier}/carriers/exe`, { token }))).toEqual([
      404,
      'carrier-unknown',
    ]);
  });
});

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const part = (n: number) => JSON.parse(Buffer.from(token.split('.')[n]!, 'base64url').toString()) as object;
const claims = () => part(1);
const unsigned = (change: object) =>
  `${encoded({ alg: 'none', typ: 'at+jwt' })}.${encoded({ ...claims(), ...change })}.`;
const changed = (change: object) => {
  const [header, , signature] = token.split('.');
  return `${header}.${encoded({ ...claims(), ...change })}.${signature}`;
};
/** Signed by a genuine key of the registry. */
const signed = (change: object, header: object = {}, key = 'oauth') => {
  const input = `${encoded({ ...part(0), ...header })}.${encoded({ ...claims(), ...change })}`;
  return `${input}.${keystore.ec(key).sign(Buffer.from(input)).toString('base64url')}`;
};
