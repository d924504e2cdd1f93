import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AccessModule, createClient, mountOauth } from '../../access/index.js';
import { licenceContext, licenceContextPath } from '../../core/index.js';
import { DocumentsModule } from '../../documents/index.js';
import {
  BACKLOG,
  type BacklogGuard,
  createLog,
  nodeCrypto,
  PlatformModule,
  ProblemFilter,
  readBodiesStrictly,
  uuidv7,
} from '../../platform/index.js';
import { keyIdOf, publicJwk, SigningModule } from '../../signing/index.js';
import { publishStatusLists, StatusModule } from '../../status/index.js';
import { RegistryModule } from '../registry.module.js';
import { request } from '../testing/business-licence.js';
import { createRegistryWorld, type RegistryWorld, settings } from '../testing/registry-world.js';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKey = publicJwk(privateKey);
const keyId = keyIdOf(publicKey);

let world: RegistryWorld;
let app: NestFastifyApplication;

beforeAll(async () => {
  world = await createRegistryWorld();
  for (const { clientId: id, organisationId, scopes, role } of world.callers)
    await createClient(world.pools.owner, { id, organisationId, role, name: id, scopes: [...scopes] });
  const log = createLog('silent', 'test');
  const module = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot({
        settings,
        clock: () => world.now.ms,
        log,
        crypto: nodeCrypto,
        serviceDatabase: world.databases.service,
        publicDatabase: world.databases.public,
      }),
      SigningModule.forRoot(world.keystore),
      AccessModule.forRoot({
        oauthKey: { keyId, publicKey, privateJwk: privateKey.export({ format: 'jwk' }) as never },
        cookieKeys: ['a secret of the test'],
        jwks: [],
      }),
      RegistryModule,
      StatusModule,
      DocumentsModule,
    ],
  }).compile();
  const adapter = new FastifyAdapter({ routerOptions: { maxParamLength: 256 } });
  app = module.createNestApplication<NestFastifyApplication>(adapter, { logger: false, bodyParser: false });
  app.useGlobalFilters(new ProblemFilter(log));
  mountOauth(app);
  readBodiesStrictly(adapter.getInstance() as never, 65_536);
  await app.init();
});
afterAll(async () => {
  await app.close();
  await world.close();
});

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(clientId: string, scope: string): string {
  const now = Math.floor(world.now.ms / 1000);
  const { baseUrl } = settings;
  const claims = { iss: baseUrl, aud: baseUrl, sub: clientId, client_id: clientId, iat: now, exp: now + 300, scope };
  const input = `${part({ alg: 'ES256', typ: 'at+jwt', kid: keyId })}.${part(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const everything = 'licence:issue licence:manage licence:read';

async function ask(method: 'GET' | 'POST', url: string, body?: unknown, more: Record<string, string> = {}, who = 1) {
  const headers = {
    authorization: `Bearer ${token(`bureau-${who}`, everything)}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...more,
  };
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const answer = await app.inject({ method, url, headers, payload });
  const json = String(answer.headers['content-type']).includes('json') ? answer.json() : undefined;
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: json };
}

const key = (value: string) => ({ 'idempotency-key': value });
const faults = (answer: { body?: { code: string; errors?: { pointer: string; code: string }[] } }) => [
  answer.body?.code,
  ...(answer.body?.errors ?? []).map((fault) => `${fault.pointer} ${fault.code}`),
];

describe('the departments’ door', () => {
  it('issues, reads, changes, and gives the carrier and the status list', async () => {
    const issued = await ask('POST', '/v1/licences', request(1), key('a'));
    expect(issued.status).toBe(201);
    const { identifier, carriers, inclusionPromise } = issued.body;
    const at = `/v1/licences/${identifier}`;
    expect(issued.headers).toMatchObject({ location: at, 'cache-control': 'no-store' });
    expect((await ask('POST', '/v1/licences', request(1), key('a'))).text).toBe(issued.text);

    const read = await ask('GET', at);
    expect(read).toMatchObject({ status: 200, body: { identifier, state: 'active', holders: request(1).holders } });
    const suspended = await ask('POST', `${at}/suspend`, { reasonCode: 'other', reason: '检查' }, key('b'));
    expect(suspended).toMatchObject({ status: 200, body: { identifier, state: 'suspended' } });
    expect(faults(await ask('POST', `${at}/suspend`, { reasonCode: 'other', reason: '检查' }, key('c')))).toEqual([
      'transition-not-allowed',
    ]);
    const events = await ask('GET', `${at}/events?limit=1`);
    expect(events.body.items).toMatchObject([{ command: 'issue', inclusionPromise }]);
    expect((await ask('GET', `${at}/events?after=${events.body.next}`)).body).toMatchObject({
      items: [{ command: 'suspend', reason: '检查' }],
      next: null,
    });
    const master = await ask('GET', `${at}/carriers/sd-jwt`);
    expect(master.headers['content-type']).toBe('application/dc+sd-jwt');
    expect(master.text).toBe(carriers['sd-jwt']);
    expect(faults(await ask('GET', `${at}/carriers/ofd`))).toEqual(['carrier-unknown']);

    const { pools, keystore, now } = world;
    const press = { pool: pools.worker, key: keystore.ec('status'), identity: settings.identity, ttlSeconds: 60 };
    await publishStatusLists({ ...press, clock: () => now.ms });
    const list = await app.inject({ method: 'GET', url: '/status-lists/0' });
    expect(list.headers).toMatchObject({
      'content-type': 'application/statuslist+jwt',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=60',
    });
    expect(list.body.split('.')).toHaveLength(3);
    for (const id of ['1', '00', '-1', 'x', '99999999999'])
      expect((await app.inject({ method: 'GET', url: `/status-lists/${id}` })).json()).toMatchObject({ status: 404 });

    const bits = await app.inject({ method: 'GET', url: '/status-lists/0/bitstring/suspension' });
    expect(bits.headers).toMatchObject({
      'content-type': 'application/vc+jwt',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=60',
    });
    expect(bits.body.split('.')).toHaveLength(3);
    for (const odd of ['1/bitstring/suspension', '00/bitstring/suspension', '0/bitstring/message', '0/bitstring/'])
      expect((await app.inject({ method: 'GET', url: `/status-lists/${odd}` })).json()).toMatchObject({ status: 404 });
  });

  it('serves the context that core has pinned, for ever', async () => {
    const { headers, body } = await app.inject({ method: 'GET', url: licenceContextPath });
    expect(headers).toMatchObject({
      'content-type': 'application/ld+json; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(JSON.parse(body)).toEqual(licenceContext);
    expect((await app.inject({ method: 'GET', url: '/contexts/licence/v2' })).statusCode).toBe(404);
  });

  it('answers a foreign licence like a missing and a malformed one', async () => {
    const { identifier } = (await ask('POST', '/v1/licences', request(2), key('foreign'))).body;
    const texts = new Set<string>();
    for (const id of [identifier, `${identifier.slice(0, -1)}X`, 'x'])
      for (const path of ['', '/events', '/carriers/sd-jwt'])
        texts.add((await ask('GET', `/v1/licences/${id}${path}`, undefined, {}, 2)).text);
    const change = { reasonCode: 'other', reason: 'x' };
    texts.add((await ask('POST', `/v1/licences/${identifier}/revoke`, change, key('f'), 2)).text);
    expect([...texts].map((text) => JSON.parse(text).code)).toEqual(['not-found']);
  });

  it.each([
    ['an unknown field', { ...request(1), x: 1 }, 400, ['body-invalid', '/x field-unknown']],
    ['no holder', { ...request(1), holders: [] }, 400, ['body-invalid', '/holders field-too-small']],
    [
      'no face data',
      { ...request(1), faceData: undefined },
      400,
      ['body-invalid', '/faceData face-data-not-an-object'],
    ],
    [
      'a list for face data',
      { ...request(1), faceData: [] },
      400,
      ['body-invalid', '/faceData face-data-not-an-object'],
    ],
    [
      'a field with a name that objects have',
      { ...request(1), faceData: JSON.parse(JSON.stringify(request(1).faceData).replace('{', '{"__proto__":1,')) },
      422,
      ['face-data-invalid', '/faceData/__proto__ field-unknown'],
    ],
    [
      'a day that is none',
      { ...request(1), validUntil: '2026-02-30' },
      400,
      ['body-invalid', '/validUntil field-invalid-format'],
    ],
    ['an unknown type', { ...request(1), typeCode: 'X' }, 422, ['type-unknown', '/typeCode type-unknown']],
    [
      'a bad check digit',
      { ...request(1), holders: [{ kind: 'person', codeType: '111', code: '110105194912310021', name: '甲' }] },
      422,
      ['holder-invalid', '/holders/0/code citizen-number-check-character'],
    ],
  ])('refuses %s', async (_name, body, status, expected) => {
    const answer = await ask('POST', '/v1/licences', body, key('bad'));
    expect([answer.status, faults(answer)]).toEqual([status, expected]);
    expect(answer.text).not.toContain('110105194912310021');
  });

  it('refuses without a key, without a scope, for another authority’s type and without the signing key', async () => {
    const body = request(1);
    expect(faults(await ask('POST', '/v1/licences', body))).toEqual(['idempotency-key-missing']);
    const weak = { ...key('s'), authorization: `Bearer ${token('bureau-1', 'licence:read')}` };
    expect(faults(await ask('POST', '/v1/licences', body, weak))).toEqual(['scope-insufficient']);
    const foreign = await ask('POST', '/v1/licences', body, key('t'), 5);
    expect([foreign.status, foreign.body.code]).toEqual([403, 'right-to-issue-missing']);
    const keyless = await ask('POST', '/v1/licences', body, key('u'), 4);
    expect([keyless.status, keyless.body.code, keyless.headers['retry-after']]).toEqual([
      503,
      'dependency-unavailable',
      '60',
    ]);
  });

  it('issues nothing while the ledger is too far behind; suspends, resumes and revokes all the same', async () => {
    const guard = app.get<BacklogGuard>(BACKLOG);
    const issue = (n: number, name: string) => ask('POST', '/v1/licences', request(n), key(name));
    const { identifier } = (await issue(3, 'before')).body;
    const waiting = Array.from({ length: settings.backlog.maxEntries + 1 }, () => uuidv7(world.now.ms));
    await world.pools.service.query(
      `insert into journal (id, kind, entry, logged_by, created_at)
       select id, 'licence', decode(md5(id::text), 'hex'), now(), now() from unnest($1::uuid[]) as q (id)`,
      [waiting],
    );
    await guard.refresh();
    const refused = await issue(4, 'full');
    expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([503, 'backlog-full', '60']);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    for (const command of ['suspend', 'resume', 'revoke']) {
      const done = await ask(
        'POST',
        `/v1/licences/${identifier}/${command}`,
        { reasonCode: 'other', reason: '积压' },
        key(`full-${command}`),
      );
      expect([command, done.status]).toEqual([command, 200]);
    }
    expect((await ask('GET', `/v1/licences/${identifier}`)).status).toBe(200);
    await world.pools.worker.query('delete from journal');
    await guard.refresh();
    expect((await issue(4, 'full')).status).toBe(201);
  });
});
