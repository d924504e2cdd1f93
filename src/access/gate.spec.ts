import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { type ClientCaller, CurrentClient, createClient, createOrganisation, MaybeClient, routesOf } from './index.js';
import { type AccessApp, newKey, startAccessApp } from './testing/access-app.js';
import { openLine } from './testing/line.js';
import { askToken, basic, signJwt } from './testing/tokens.js';

@Controller('v1')
class Licences {
  @Post('licences')
  issue(@CurrentClient() caller: ClientCaller, @Body() body: unknown) {
    return { ...caller, scopes: [...caller.scopes], body };
  }

  @Get('licences/:identifier')
  read(@Param('identifier') identifier: string) {
    return { identifier };
  }

  @Post('verifications')
  verify(@MaybeClient() caller: ClientCaller | undefined) {
    return { clientId: caller?.clientId ?? null };
  }

  @Get('matters')
  matters() {
    return { items: [] };
  }

  @Get('me/licences')
  held() {
    return { items: [] };
  }
}

@Controller('v1/secrets')
class Unlisted {
  @Get()
  list() {
    return [];
  }
}

describe('the gate', () => {
  let database: TestDatabase;
  let owner: pg.Pool;
  let access: AccessApp;
  let secret: string;
  let creditCode: string;

  const token = async (scope: string): Promise<string> => {
    const form = { grant_type: 'client_credentials', scope };
    return (await askToken(access.baseUrl, form, basic('department', secret))).access_token ?? '';
  };
  const ask = (method: 'GET' | 'POST' | 'HEAD', url: string, authorization?: string) =>
    access.app.inject({
      method,
      url,
      headers: { ...(authorization ? { authorization } : {}) },
      ...(method === 'POST' ? { payload: {} } : {}),
    });

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Pool({ connectionString: database.urls.owner, max: 2 });
    const name = { 'zh-CN': '测试局', en: 'Test bureau' };
    const organisation = await createOrganisation(owner, { creditCode: '11100000000013338W', name, kind: 'authority' });
    creditCode = organisation.creditCode;
    const made = await createClient(owner, {
      id: 'department',
      organisationId: organisation.id,
      role: 'department',
      name: 'test',
      scopes: ['licence:issue', 'licence:read'],
    });
    secret = made.clientSecret ?? '';
    access = await startAccessApp({ serviceUrl: database.urls.service, controllers: [Licences] });
  });
  afterAll(async () => {
    await Promise.all([access?.close(), owner?.end()]);
    await database?.drop();
  });

  it('lets a client in and says who it is', async () => {
    const answer = await ask('POST', '/v1/licences', `Bearer ${await token('licence:issue')}`);
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      kind: 'client',
      clientId: 'department',
      creditCode,
      role: 'department',
      scopes: ['licence:issue'],
    });
  });

  it('asks for the scope', async () => {
    const answer = await ask('POST', '/v1/licences', `Bearer ${await token('licence:read')}`);
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'scope-insufficient']);
  });

  it('keeps clients from what is a holder’s', async () => {
    const answer = await ask('GET', '/v1/me/licences', `Bearer ${await token('licence:read')}`);
    expect(answer.statusCode).toBe(403);
  });

  it('asks for a token before it reads a body', async () => {
    const answer = await access.app.inject({
      method: 'POST',
      url: '/v1/licences',
      headers: { 'content-type': 'application/json' },
      payload: '{',
    });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'unauthenticated']);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('takes a known client on a route for anyone, and no bad token', async () => {
    expect((await ask('POST', '/v1/verifications')).json()).toEqual({ clientId: null });
    const known = await ask('POST', '/v1/verifications', `Bearer ${await token('licence:read')}`);
    expect(known.json()).toEqual({ clientId: 'department' });
    expect((await ask('POST', '/v1/verifications', 'Bearer x.y.z')).statusCode).toBe(401);
  });

  it('refuses every token that is not exactly ours', async () => {
    const now = Math.floor(Date.now() / 1000);
    const { baseUrl, oauthKey } = access;
    const good = { iss: baseUrl, aud: baseUrl, sub: 'department', client_id: 'department', scope: 'licence:issue' };
    const claims = { ...good, iat: now, exp: now + 300 };
    const valid = signJwt(oauthKey, claims);
    expect((await ask('POST', '/v1/licences', `Bearer ${valid}`)).statusCode).toBe(201);
    const [header, payload, signature = ''] = valid.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt', kid: oauthKey.keyId })).toString('base64url');
    const wider = Buffer.from(JSON.stringify({ ...claims, scope: 'licence:issue licence:manage' })).toString(
      'base64url',
    );
    const bad: Record<string, string> = {
      'no signature': `${none}.${payload}.`,
      'none with a signature': `${none}.${payload}.${signature}`,
      'another key': signJwt({ ...newKey(), keyId: oauthKey.keyId }, claims),
      'a key of its own': signJwt(oauthKey, claims, { jwk: newKey().publicKey }),
      'another key id': signJwt(oauthKey, claims, { kid: 'other' }),
      'typ JWT': signJwt(oauthKey, claims, { typ: 'JWT' }),
      'no typ': signJwt(oauthKey, claims, { typ: undefined }),
      'alg HS256': signJwt(oauthKey, claims, { alg: 'HS256' }),
      'another audience': signJwt(oauthKey, { ...claims, aud: 'https://elsewhere.example' }),
      'two audiences': signJwt(oauthKey, { ...claims, aud: [baseUrl, 'https://elsewhere.example'] }),
      'another issuer': signJwt(oauthKey, { ...claims, iss: 'https://elsewhere.example' }),
      expired: signJwt(oauthKey, { ...claims, iat: now - 400, exp: now - 1 }),
      'no expiry': signJwt(oauthKey, { ...claims, exp: undefined }),
      'an expiry in words': signJwt(oauthKey, { ...claims, exp: '9999999999' }),
      'a long life': signJwt(oauthKey, { ...claims, exp: now + 86_400 }),
      'from the future': signJwt(oauthKey, { ...claims, iat: now + 120, exp: now + 300 }),
      'bound to a key': signJwt(oauthKey, { ...claims, cnf: { jkt: 'x' } }),
      'of a person by a client': signJwt(oauthKey, { ...claims, sub: '018f0000-0000-7000-8000-000000000000' }),
      'of an unknown client': signJwt(oauthKey, { ...claims, sub: 'nobody', client_id: 'nobody' }),
      'altered claims': `${header}.${wider}.${signature}`,
      'altered signature': `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      'padded signature': `${valid}==`,
      'a fourth part': `${valid}.`,
      'a space': ` ${valid}`,
    };
    for (const [what, text] of Object.entries(bad)) {
      expect([what, (await ask('POST', '/v1/licences', `Bearer ${text}`)).statusCode]).toEqual([what, 401]);
    }
    expect((await ask('POST', '/v1/licences', `Basic ${valid}`)).statusCode).toBe(401);
    expect((await ask('POST', '/v1/licences', valid)).statusCode).toBe(401);
    // the token is remembered, its expiry is not overlooked
    const short = signJwt(oauthKey, { ...claims, exp: now + 2 });
    expect((await ask('POST', '/v1/licences', `Bearer ${short}`)).statusCode).toBe(201);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await ask('POST', '/v1/licences', `Bearer ${short}`)).statusCode).toBe(401);
  });

  it('follows a change of the client within a second', async () => {
    const authorization = `Bearer ${await token('licence:issue')}`;
    const second = () => new Promise((resolve) => setTimeout(resolve, 1050));
    expect((await ask('POST', '/v1/licences', authorization)).statusCode).toBe(201);
    await owner.query("update client set scopes = '{licence:read}' where id = 'department'");
    await second();
    expect((await ask('POST', '/v1/licences', authorization)).statusCode).toBe(403);
    await owner.query("update client set disabled_at = now() where id = 'department'");
    await second();
    expect((await ask('POST', '/v1/licences', authorization)).statusCode).toBe(401);
    await owner.query(
      "update client set disabled_at = null, scopes = '{licence:issue,licence:read}' where id = 'department'",
    );
  });

  it.each([
    '/v1/licences/x',
    '/v1/%6cicences/x',
    '/%76%31/licences/x',
    '/v1/licences/%78',
    '/v1/licences/x?a=/v/x',
    '/v1/licences/..%2f..%2fv',
    '/v1/licences/%2e%2e',
    '//v1/licences/x',
    '/v1//licences/x',
    '/V1/licences/x',
    '/v1/licences/x/',
    '/v1/licences/x;a=b',
    '/v/../v1/licences/x',
    '/v1/licences/x%00',
    '/v1/./licences/x',
    '\\v1\\licences\\x',
  ])('does not let %s in without a token', async (url) => {
    for (const method of ['GET', 'HEAD'] as const) {
      const { statusCode, body } = await ask(method, url);
      expect([400, 401, 404]).toContain(statusCode);
      expect(body).not.toContain('"identifier"');
    }
  });

  it('takes no other method in a header', async () => {
    const headers = { 'x-http-method-override': 'POST', 'x-original-url': '/v', 'x-forwarded-user': 'department' };
    const answer = await access.app.inject({ method: 'GET', url: '/v1/licences/x', headers });
    expect(answer.statusCode).toBe(401);
  });

  it('knows every route of the server', () =>
    expect(routesOf(access.app.getHttpAdapter().getInstance() as never)).toEqual(
      expect.arrayContaining(['POST /v1/licences', 'GET /v1/licences/:identifier', 'POST /oauth/*', 'GET /login/:uid']),
    ));

  it('lets no server start with a route that has no policy', async () => {
    const starting = startAccessApp({ serviceUrl: database.urls.service, controllers: [Unlisted] });
    await expect(starting).rejects.toThrow('routes without a policy: GET /v1/secrets');
  });

  it('limits an address, unlike others', async () => {
    const limited = await startAccessApp({
      serviceUrl: database.urls.service,
      controllers: [Licences],
      settings: { rateLimitPerMinute: 3 },
    });
    try {
      const from = (remoteAddress: string) => limited.app.inject({ url: '/.well-known/jwks.json', remoteAddress });
      const answers = [];
      for (let i = 0; i < 4; i++) answers.push(await from('192.0.2.1'));
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429]);
      expect(answers[3]?.json().code).toBe('rate-limited');
      expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(0);
      expect((await from('192.0.2.2')).statusCode).toBe(200);
    } finally {
      await limited.close();
    }
  });

  it('counts a known client on its own account, wherever it asks from, and all others on their address', async () => {
    const limited = await startAccessApp({
      serviceUrl: database.urls.service,
      controllers: [Licences],
      settings: { rateLimitPerMinute: 2, clientQuotaPerMinute: 5 },
    });
    try {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: limited.baseUrl, aud: limited.baseUrl, sub: 'department', client_id: 'department' };
      const good = signJwt(limited.oauthKey, { ...claims, iat: now, exp: now + 300, scope: 'licence:read' });
      const from = (remoteAddress: string, token?: string) =>
        limited.app.inject({
          method: 'POST',
          url: '/v1/verifications',
          remoteAddress,
          payload: {},
          ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
        });
      const codes = async (...asked: [string, string?][]) => {
        const found = [];
        for (const [address, token] of asked) {
          const answer = await from(address, token);
          found.push(answer.statusCode === 201 ? answer.headers.ratelimit : answer.json().code);
        }
        return found;
      };
      const client = (left: number) => expect.stringMatching(`^"client";r=${left};t=\\d+$`);
      const address = (left: number) => expect.stringMatching(`^"address";r=${left};t=\\d+$`);
      // A token that is new is counted where it comes from, since its signature must be checked.
      expect(await codes(['192.0.2.1', good], ['192.0.2.1', good], ['192.0.2.9', good])).toEqual([4, 3, 2].map(client));
      expect(await codes(['192.0.2.1'], ['192.0.2.1'])).toEqual([address(0), 'rate-limited']);
      expect(await codes(['192.0.2.1', good], ['192.0.2.2', good])).toEqual([1, 0].map(client));
      expect(await codes(['192.0.2.1', good], ['192.0.2.3', good])).toEqual(['quota-exceeded', 'quota-exceeded']);
      expect(await codes(['192.0.2.4', 'x.y.z'], ['192.0.2.4', 'x.y.z'], ['192.0.2.4', 'x.y.z'])).toEqual([
        'unauthenticated',
        'unauthenticated',
        'rate-limited',
      ]);
      const over = await from('192.0.2.1', good);
      expect([over.statusCode, over.headers['ratelimit-policy']]).toEqual([429, '"client";q=5;w=60']);
      expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
    } finally {
      await limited.close();
    }
  });

  it('lets nobody in while the database is away, and says so', async () => {
    const line = await openLine(database.urls.service);
    const alone = await startAccessApp({ serviceUrl: line.url, controllers: [Licences] });
    try {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: alone.baseUrl, aud: alone.baseUrl, sub: 'department', client_id: 'department' };
      const text = signJwt(alone.oauthKey, { ...claims, iat: now, exp: now + 300, scope: 'licence:issue' });
      const headers = { authorization: `Bearer ${text}` };
      line.cut();
      const answer = await alone.app.inject({ method: 'POST', url: '/v1/licences', headers, payload: {} });
      expect([answer.statusCode, answer.json().code]).toEqual([503, 'dependency-unavailable']);
      const form = { grant_type: 'client_credentials' };
      expect((await askToken(alone.baseUrl, form, basic('department', secret))).status).toBe(503);
    } finally {
      await alone.close();
    }
  });
});
