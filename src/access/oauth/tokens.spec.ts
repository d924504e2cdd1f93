import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { createClient, createOrganisation, type Organisation } from '../index.js';
import { type AccessApp, newKey, startAccessApp } from '../testing/access-app.js';
import { askByAssertion, askToken, assertion, basic } from '../testing/tokens.js';

const readPart = (token: string | undefined, part: 0 | 1) =>
  JSON.parse(Buffer.from(token?.split('.')[part] ?? '', 'base64url').toString());
const grant = { grant_type: 'client_credentials' };
const countOf = (statuses: number[], status: number): number => statuses.filter((one) => one === status).length;

describe('access tokens of clients', () => {
  let database: TestDatabase;
  let owner: pg.Pool;
  let demo: AccessApp;
  let production: AccessApp;
  let organisation: Organisation;
  let secret: string;
  const key = newKey();

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Pool({ connectionString: database.urls.owner, max: 2 });
    organisation = await createOrganisation(owner, {
      creditCode: '11100000000013338W',
      name: { 'zh-CN': '测试局', en: 'Test bureau' },
      kind: 'authority',
    });
    const common = { organisationId: organisation.id, role: 'department', name: 'test' };
    const made = await createClient(owner, {
      ...common,
      id: 'by-secret',
      scopes: ['licence:issue', 'licence:read'],
    });
    secret = made.clientSecret ?? '';
    await createClient(owner, { ...common, id: 'by-key', scopes: ['licence:issue'], jwks: [key.publicKey] });
    demo = await startAccessApp({ serviceUrl: database.urls.service });
    production = await startAccessApp({ serviceUrl: database.urls.service, settings: { demo: false } });
  });
  afterAll(async () => {
    await Promise.all([demo?.close(), production?.close(), owner?.end()]);
    await database?.drop();
  });

  it('are ES256 at+jwt for our own audience and ten minutes', async () => {
    const answer = await askToken(demo.baseUrl, { ...grant, scope: 'licence:issue' }, basic('by-secret', secret));
    expect(answer).toMatchObject({ status: 200, scope: 'licence:issue', expires_in: 600 });
    expect(readPart(answer.access_token, 0)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: demo.oauthKey.keyId });
    const claims = readPart(answer.access_token, 1);
    expect(claims).toMatchObject({
      iss: demo.baseUrl,
      aud: demo.baseUrl,
      sub: 'by-secret',
      client_id: 'by-secret',
      scope: 'licence:issue',
    });
    expect(claims.exp - claims.iat).toBe(600);
  });

  it('hold all scopes of the client when none is named, unknown ones never', async () => {
    const all = await askToken(demo.baseUrl, grant, basic('by-secret', secret));
    expect(all.scope).toBe('licence:issue licence:read');
    const odd = await askToken(demo.baseUrl, { ...grant, scope: 'licence:read god' }, basic('by-secret', secret));
    expect(odd.scope).toBe('licence:read');
    const foreign = await askToken(demo.baseUrl, { ...grant, scope: 'reuse:use' }, basic('by-secret', secret));
    expect(foreign).toMatchObject({ status: 400, error: 'invalid_scope' });
    const holder = await askToken(demo.baseUrl, { ...grant, scope: 'holder' }, basic('by-secret', secret));
    expect(holder).toMatchObject({ status: 400, error: 'invalid_scope' });
  });

  it('are not given for another audience', async () => {
    const foreign = { ...grant, resource: 'https://elsewhere.example' };
    expect(await askToken(demo.baseUrl, foreign, basic('by-secret', secret))).toMatchObject({
      status: 400,
      error: 'invalid_target',
    });
  });

  it('are refused to a wrong secret, and to any secret outside the demo', async () => {
    const refused = { status: 401, error: 'invalid_client' };
    expect(await askToken(demo.baseUrl, grant, basic('by-secret', `${secret}x`))).toMatchObject(refused);
    expect(await askToken(production.baseUrl, grant, basic('by-secret', secret))).toMatchObject(refused);
    expect(await askToken(demo.baseUrl, grant, basic('by-key', secret))).toMatchObject(refused);
    // the stored digest is no secret
    const { rows } = await owner.query("select secret_digest from client where id = 'by-secret'");
    const digest = (rows[0].secret_digest as Buffer).toString('base64url');
    expect(await askToken(demo.baseUrl, grant, basic('by-secret', digest))).toMatchObject(refused);
  });

  it('are given for a signed assertion, in the demo and outside', async () => {
    for (const { baseUrl } of [demo, production]) {
      const answer = await askByAssertion(baseUrl, assertion(key, 'by-key', baseUrl), { scope: 'licence:issue' });
      expect(answer).toMatchObject({ status: 200, scope: 'licence:issue' });
    }
  });

  it.each<[string, (baseUrl: string) => unknown]>([
    ['another server', () => 'https://elsewhere.example'],
    ['the token endpoint', (baseUrl) => `${baseUrl}/oauth/token`],
    ['us and another server', (baseUrl) => [baseUrl, 'https://elsewhere.example']],
  ])('are refused to an assertion for %s', async (_, audience) => {
    const jwt = assertion(key, 'by-key', audience(production.baseUrl));
    expect((await askByAssertion(production.baseUrl, jwt)).status).toBe(401);
  });

  it('are refused to an assertion for the host that the request claims', async () => {
    const jwt = assertion(key, 'by-key', 'http://elsewhere.example/oauth/token');
    const form = new URLSearchParams({
      ...grant,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: jwt,
    });
    const answer = await production.app.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: { host: 'elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
      payload: form.toString(),
    });
    expect(answer.statusCode).toBe(401);
  });

  it('are refused to an assertion by another key, unsigned, expired or far ahead', async () => {
    const { baseUrl } = production;
    const now = Math.floor(Date.now() / 1000);
    const [, payload] = assertion(key, 'by-key', baseUrl).split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    for (const jwt of [
      assertion(newKey(), 'by-key', baseUrl),
      none,
      assertion(key, 'by-key', baseUrl, { exp: now - 60 }),
      assertion(key, 'by-key', baseUrl, { exp: now + 86_400 }),
      assertion(key, 'by-key', baseUrl, { jti: undefined }),
    ]) {
      expect((await askByAssertion(baseUrl, jwt)).status).toBe(401);
    }
  });

  it('are given once for one assertion, however many use it at once', async () => {
    const jwt = assertion(key, 'by-key', production.baseUrl);
    const answers = await Promise.all(Array.from({ length: 8 }, () => askByAssertion(production.baseUrl, jwt)));
    const statuses = answers.map(({ status }) => status);
    expect([countOf(statuses, 200), countOf(statuses, 401)]).toEqual([1, 7]);
    expect((await askByAssertion(production.baseUrl, jwt)).status).toBe(401);
  });

  it('are refused to a disabled client at once', async () => {
    const made = await createClient(owner, {
      id: 'disabled',
      organisationId: organisation.id,
      role: 'department',
      name: 'test',
      scopes: ['licence:read'],
    });
    const asked = () => askToken(demo.baseUrl, grant, basic('disabled', made.clientSecret ?? ''));
    expect((await asked()).status).toBe(200);
    await owner.query("update client set disabled_at = now() where id = 'disabled'");
    expect((await asked()).status).toBe(401);
  });

  it('are told of by discovery at both addresses, under our own origin whatever the host says', async () => {
    for (const path of ['', '/oauth']) {
      const url = `/.well-known/oauth-authorization-server${path}`;
      const answer = await demo.app.inject({
        url,
        headers: { host: 'elsewhere.example', 'x-forwarded-host': 'x.example' },
      });
      expect(answer.json()).toMatchObject({
        issuer: demo.baseUrl,
        token_endpoint: `${demo.baseUrl}/oauth/token`,
        authorization_endpoint: `${demo.baseUrl}/oauth/authorize`,
        jwks_uri: `${demo.baseUrl}/.well-known/jwks.json`,
      });
      expect(answer.body).not.toContain('.example');
    }
    const keys = await (await fetch(`${demo.baseUrl}/.well-known/jwks.json`)).json();
    expect(keys).toEqual({ keys: [{ ...demo.oauthKey.publicKey, use: 'sig', alg: 'ES256' }] });
  });

  it('are refused, not answered by a fault, when a parameter is hostile', async () => {
    for (const id of ['\0', "' or 1=1 --", 'a'.repeat(5000), '💥']) {
      const answer = await askToken(demo.baseUrl, grant, basic(encodeURIComponent(id), 'x'));
      expect([400, 401]).toContain(answer.status);
    }
  });
});
