import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { holderToken } from '../support/holder.js';
import { type IssuedLicence, issueExample } from '../support/licences.js';
import { ask, type Demo, eventually } from '../support/registry.js';
import { type SharedRegistry, sharedRegistry } from '../support/shared-registry.js';

let registry: SharedRegistry;
let demo: Demo;
let owner: pg.Client;
let licences: IssuedLicence[];
let held: string[];
let dump: Buffer;

beforeAll(async () => {
  registry = await sharedRegistry();
  demo = registry.demo;
  owner = new pg.Client({ connectionString: demo.database.ownerUrl });
  await owner.connect();
  licences = await Promise.all([0, 1, 2, 3, 4].map((n) => issueExample(demo, n)));
  held = await show('citizen25');
  dump = await everyValue();
}, 240_000);
afterAll(() => owner?.end());

/** One showing and one refusal, so that what they leave is in the dump; answers the identifiers that the holder holds. */
async function show(login: string): Promise<string[]> {
  const token = await holderToken(demo, login);
  const { body } = await ask(demo.baseUrl, '/v1/me/licences', { token });
  const matter = demo.matters.find(({ code }) => code === 'hospital-admission')!;
  const card = body.items.find(({ typeCode }: { typeCode: string }) => typeCode === matter.typeCodes[0]);
  const receiver = demo.clients.find(({ role }) => role === 'hospital')!.organisation.creditCode;
  const asked = { licences: [card.identifier], matterCode: matter.code, receiver };
  const { status } = await ask(demo.baseUrl, '/v1/me/presentation-codes', { token, body: asked });
  if (status !== 201) throw new Error(`no code: ${status}`);
  return body.items.map(({ identifier }: { identifier: string }) => identifier);
}

/** Every value of every table, as a dump by the owner would have it: texts in UTF-8, bytes as they are and in hex. */
async function everyValue(): Promise<Buffer> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select quote_ident(relname) as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  );
  const values: Buffer[] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query({ text: `select * from ${name}`, rowMode: 'array' });
    for (const value of rows.flat(1)) {
      if (Buffer.isBuffer(value)) values.push(value, Buffer.from(value.toString('hex')));
      else if (value instanceof Date) values.push(Buffer.from(value.toISOString()));
      else values.push(Buffer.from(typeof value === 'object' ? JSON.stringify(value) : String(value)));
      values.push(Buffer.from('\n'));
    }
  }
  return Buffer.concat(values);
}

/** The spellings under which a text may hide: clear, UTF-16, escaped, hex, and base64 at each of its three alignments. */
function spellings(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const escaped = [...text].map((c) => `\\u${c.codePointAt(0)!.toString(16).padStart(4, '0')}`).join('');
  const base64 = [0, 1, 2].map((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url');
    // What the neighbouring bytes would change is left out at both ends.
    return padded.slice(Math.ceil((shift * 4) / 3), Math.floor(((shift + bytes.length) * 8) / 6));
  });
  const texts = [
    escaped,
    bytes.toString('hex'),
    ...base64,
    ...base64.map((one) => one.replace(/-/g, '+').replace(/_/g, '/')),
  ];
  return [bytes, Buffer.from(text, 'utf16le'), ...texts.map((one) => Buffer.from(one))];
}

const people = () => demo.holders.filter(({ kind }) => kind === 'person');
const found = (text: string, where: Buffer): string[] =>
  spellings(text)
    .filter((needle) => where.includes(needle))
    .map((needle) => `${text} as ${needle}`);

describe('personal data', () => {
  it('is looked for in a way that would find it', () => {
    const { name, code } = people()[0]!;
    for (const text of [name, code]) {
      for (let shift = 0; shift < 3; shift++) {
        const hidden = Buffer.concat([Buffer.from('abc'.slice(0, shift)), Buffer.from(text), Buffer.from('z')]);
        for (const spelled of [
          hidden,
          ...(['hex', 'base64', 'base64url'] as const).map((as) => Buffer.from(hidden.toString(as))),
        ])
          expect(found(text, spelled)).not.toEqual([]);
      }
    }
    expect(found(name, Buffer.from(people()[1]!.name))).toEqual([]);
  });

  it('is nowhere in a dump that holds every identifier', () => {
    expect(held.length).toBeGreaterThanOrEqual(3);
    for (const identifier of [...licences.map((licence) => licence.identifier), ...held])
      expect(dump.includes(identifier)).toBe(true);
    expect(people()).toHaveLength(40);
    for (const { name, code } of people()) {
      expect(found(name, dump)).toEqual([]);
      expect(found(code, dump)).toEqual([]);
    }
  });

  it('and no secret that opens anything is there either', () => {
    const secrets = [
      ...demo.clients.map(({ clientSecret }) => clientSecret),
      ...demo.holders.map(({ password }) => password),
      ...licences.map(({ code }) => code),
      ...licences.map(({ credential }) => credential.split('~')[1]!),
    ];
    expect(secrets.every((secret) => secret.length >= 16)).toBe(true);
    for (const secret of secrets) expect(dump.includes(secret)).toBe(false);
  });

  it('is in nothing that the process printed or counts', async () => {
    const metrics = await eventually(async () => {
      const { status, body } = await ask(demo.baseUrl, '/metrics');
      return status === 200 && String(body);
    });
    expect(metrics).toContain('elicence_licences_issued_total');
    const told = Buffer.from(`${registry.printed()}\n${metrics}`);
    expect(told.includes('Elicence is ready')).toBe(true);
    for (const { name, code } of people()) {
      expect(found(name, told)).toEqual([]);
      expect(found(code, told)).toEqual([]);
    }
    for (const { identifier, code } of licences) {
      expect(told.includes(code)).toBe(false);
      expect(metrics).not.toContain(identifier);
    }
  });

  it('no fault of ours was met', () => {
    expect(registry.printed()).not.toContain('internal-fault');
  });
});
