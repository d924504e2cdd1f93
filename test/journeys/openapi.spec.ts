import { beforeAll, describe, expect, it } from '@jest/globals';
import { policyOf, routePolicies } from '../../src/access/index.js';
import { faultsByContract, faultsBySchema, type Openapi } from '../support/contract.js';
import { holderToken } from '../support/holder.js';
import { anchoredReceipt, exampleOf, issue } from '../support/licences.js';
import { type Answer, type Ask, ask, clientToken, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let document: Openapi;
let operations: { path: string; method: string; operation: Openapi }[];

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  document = (await ask(demo.baseUrl, '/openapi.json')).body;
  operations = Object.entries<Openapi>(document.paths).flatMap(([path, item]) =>
    Object.entries<Openapi>(item).map(([method, operation]) => ({ path, method, operation })),
  );
}, 240_000);

const patternOf = (path: string) => path.replace(/\{([^}]+)\}/g, ':$1');

describe('the document', () => {
  it('says what it is, and every reference in it leads somewhere', () => {
    expect(document.openapi).toMatch(/^3\.\d\.\d$/);
    expect(document.info).toMatchObject({ title: 'Elicence', version: expect.any(String) });
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target!);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      const name = /^#\/components\/schemas\/([^/]+)$/.exec(reference)?.[1];
      expect(document.components.schemas).toHaveProperty([name ?? reference]);
    }
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('holds the paths of the public contract', () => {
    const routes = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    for (const route of [
      'GET /v1/licence-types',
      'GET /v1/licence-types/{code}',
      'GET /v1/reason-codes',
      'POST /v1/licences',
      'GET /v1/licences/{identifier}',
      'GET /v1/licences/{identifier}/events',
      'GET /v1/licences/{identifier}/receipt',
      'GET /v1/licences/{identifier}/carriers/{carrier}',
      'GET /v1/licences/{identifier}/licence-file',
      'POST /v1/licences/{identifier}/suspend',
      'POST /v1/licences/{identifier}/resume',
      'POST /v1/licences/{identifier}/revoke',
      'POST /v1/verifications',
      'POST /v1/verifications/batch',
      'GET /.well-known/jwks.json',
      'GET /.well-known/elicence-trust',
      'GET /status-lists/{id}',
      'GET /log/checkpoint',
      'GET /log/anchors',
      'GET /log/trust-bundle',
      'GET /v1/matters',
      'POST /v1/presentations/use',
      'GET /v1/me/licences',
      'GET /v1/me/licences/{identifier}/carriers/{carrier}',
      'GET /v1/me/licences/{identifier}/licence-file',
      'POST /v1/me/presentation-codes',
      'GET /v1/me/uses',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
    ])
      expect(routes).toContain(route);
  });

  it('gives every route a policy, and says who may ask as the policy does', () => {
    for (const { method, path, operation } of operations) {
      const policy = policyOf(method.toUpperCase(), patternOf(path));
      expect([path, policy]).not.toEqual([path, undefined]);
      const open =
        (operation.security as object[]).length === 0 || operation.security.some((one: object) => !('bearer' in one));
      expect([path, open]).toEqual([path, policy!.who.startsWith('anyone')]);
      if ('scope' in policy!) expect([path, operation['x-scope']]).toEqual([path, policy.scope]);
    }
    expect(policyOf('GET', '/v1/nothing')).toBeUndefined();
    expect(Object.keys(routePolicies).length).toBeGreaterThan(operations.length / 2);
  });

  it('declares every parameter of an address, every body, and the key of everything that changes something', () => {
    for (const { method, path, operation } of operations) {
      const parameters: { name: string; in: string; required?: boolean }[] = operation.parameters ?? [];
      const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      const wanted = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!);
      expect([path, declared.sort()]).toEqual([path, wanted.sort()]);
      for (const parameter of parameters.filter((one) => one.in === 'path')) expect(parameter.required).toBe(true);
      expect([path, operation.requestBody !== undefined]).toEqual([path, method === 'post']);
      const key = parameters.find(({ name }) => name === 'idempotency-key');
      const changes = method === 'post' && !path.startsWith('/v1/verifications');
      expect([path, key?.in]).toEqual([path, changes ? 'header' : undefined]);
    }
  });

  it('says how every route answers and how it refuses', () => {
    for (const { path, operation } of operations) {
      const statuses = Object.keys(operation.responses);
      expect([path, statuses.some((status) => status.startsWith('2'))]).toEqual([path, true]);
      expect(operation.responses.default.content['application/problem+json'].schema).toBeDefined();
      if (!path.startsWith('/v1/')) continue;
      const [status] = statuses.filter((one) => one.startsWith('2'));
      const [content] = Object.values<Openapi>(operation.responses[status!].content ?? {});
      expect([path, content?.schema !== undefined]).toEqual([path, true]);
    }
  });

  it('has a schema of a body that takes every example and nothing else', async () => {
    const { schema } = document.paths['/v1/licences'].post.requestBody.content['application/json'];
    for (const n of [0, 1, 2, 3, 4]) {
      const token = await clientToken(demo, 'department', n);
      const { typeCodes } = demo.clients.filter(({ role }) => role === 'department')[n]!;
      for (const typeCode of typeCodes) {
        const example = await exampleOf(demo, token, typeCode);
        expect(faultsBySchema(document, schema, example)).toEqual([]);
        expect(faultsBySchema(document, schema, { ...example, surprise: 1 })).not.toEqual([]);
        expect(faultsBySchema(document, schema, { ...example, holders: [] })).not.toEqual([]);
      }
    }
  });
});

describe('what is answered', () => {
  /** Asks and holds the answer against the document. */
  async function asked(
    method: 'get' | 'post',
    path: string,
    at: Record<string, string>,
    options: Ask = {},
  ): Promise<Answer> {
    const address = path.replace(/\{([^}]+)\}/g, (_, name: string) => at[name]!);
    const answer = await ask(demo.baseUrl, address, options);
    expect(faultsByContract(document, method, path, answer)).toEqual([]);
    return answer;
  }

  it('to a department is what the document says', async () => {
    const token = await clientToken(demo, 'department', 1);
    const code = demo.clients.filter(({ role }) => role === 'department')[1]!.typeCodes[0]!;
    await asked('get', '/v1/licence-types', {}, { token });
    await asked('get', '/v1/reason-codes', {}, { token });
    const { body: type } = await asked('get', '/v1/licence-types/{code}', { code }, { token });
    const { body: made } = await asked('post', '/v1/licences', {}, { token, body: type.example });
    const at = { identifier: made.identifier, carrier: 'sd-jwt' };
    await asked('get', '/v1/licences/{identifier}', at, { token });
    await asked('get', '/v1/licences/{identifier}/receipt', at, { token });
    await asked('get', '/v1/licences/{identifier}/carriers/{carrier}', at, { token });
    await anchoredReceipt(demo, { identifier: made.identifier, token });
    expect((await asked('get', '/v1/licences/{identifier}/receipt', at, { token })).status).toBe(200);
    const body = { reasonCode: 'other', reason: 'A journey asks for it', legalBasis: '《行政许可法》' };
    for (const command of ['suspend', 'resume', 'revoke'])
      expect((await asked('post', `/v1/licences/{identifier}/${command}`, at, { token, body })).status).toBe(200);
    await asked('get', '/v1/licences/{identifier}/events', at, { token });
    await asked('get', '/v1/licences/{identifier}', at, { token });
    expect((await asked('get', '/v1/licences/{identifier}', { identifier: 'x' }, { token })).status).toBe(404);
    expect((await asked('post', '/v1/licences', {}, { token, body: {} })).status).toBe(400);
  });

  it('to anyone is what the document says', async () => {
    const token = await clientToken(demo, 'department', 4);
    const code = demo.clients.filter(({ role }) => role === 'department')[4]!.typeCodes[0]!;
    const licence = await issue(demo, token, await exampleOf(demo, token, code));
    const receipt = await anchoredReceipt(demo, licence);
    for (const body of [
      { identifier: licence.identifier, code: licence.code, evidence: true },
      { credential: licence.credential, receipt, evidence: true, policy: 'strict' },
      { qr: licence.verificationUrl, policy: { name: 'standard', statusMaxAge: 60 } },
      { qr: licence.verificationUrl, policy: { name: 'custom', anchor: 'not-required', algorithms: ['ES256'] } },
      { credential: 'nothing' },
      { credential: licence.credential, verificationReceipt: true },
      { identifier: 'x', code: 'y' },
      { qr: 'https://elsewhere.example/' },
    ])
      await asked('post', '/v1/verifications', {}, { body, key: null });
    await asked('get', '/log/anchors', {});
    await asked('get', '/log/trust-bundle', {});
    await asked('get', '/status-lists/{id}', { id: '0' });
    await asked('get', '/.well-known/elicence-trust', {});
  });

  it('to a holder and a hospital is what the document says', async () => {
    const citizen = await holderToken(demo, 'citizen29');
    const hospital = await clientToken(demo, 'hospital');
    const { body: mine } = await asked('get', '/v1/me/licences', {}, { token: citizen });
    const { body: matters } = await asked('get', '/v1/matters', {}, { token: hospital });
    const matter = matters.items.find(({ code }: { code: string }) => code === 'hospital-admission');
    const types = matter.proofs.flatMap(({ typeCodes }: { typeCodes: string[] }) => typeCodes);
    const licences = mine.items
      .filter(({ typeCode }: { typeCode: string }) => types.includes(typeCode))
      .map(({ identifier }: { identifier: string }) => identifier);
    const receiver = demo.clients.find(({ role }) => role === 'hospital')!.organisation.creditCode;
    const body = { licences, matterCode: matter.code, receiver };
    const { body: made } = await asked('post', '/v1/me/presentation-codes', {}, { token: citizen, body });
    const use = { token: hospital, body: { code: made.code, matterCode: matter.code } };
    expect((await asked('post', '/v1/presentations/use', {}, use)).status).toBe(201);
    expect((await asked('post', '/v1/presentations/use', {}, use)).status).toBe(409);
    expect((await asked('get', '/v1/me/uses', {}, { token: citizen })).body.items.length).toBeGreaterThan(0);
  });

  it('would not pass if it said something else', () => {
    const answer = { status: 200, body: { items: [{}] }, headers: new Headers({ 'content-type': 'application/json' }) };
    expect(faultsByContract(document, 'get', '/v1/me/licences', answer)).not.toEqual([]);
  });
});
