import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { holderToken } from '../support/holder.js';
import { issue } from '../support/licences.js';
import { refusal } from '../support/refusal.js';
import { type Answer, ask, clientToken, type Demo, eventually } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let owner: pg.Client;
let citizen: string;
let hospital: string;
let idCard: string;
let insurance: string;

const matterCode = 'hospital-admission';
const idCardType = '11100000000013127D001';
const insuranceType = '111000009900D0026L901';

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  owner = new pg.Client({ connectionString: demo.database.ownerUrl });
  await owner.connect();
  [citizen, hospital] = await Promise.all([holderToken(demo, 'citizen05'), clientToken(demo, 'hospital')]);
  const { body } = await ask(demo.baseUrl, '/v1/me/licences', { token: citizen });
  const held = body.items.find(({ typeCode }: { typeCode: string }) => typeCode === insuranceType);
  insurance = held.identifier;
  idCard = await cardOf(citizen);
}, 240_000);
afterAll(async () => {
  await owner?.end();
});

const receiver = () => demo.clients.find(({ role }) => role === 'hospital')!.organisation.creditCode;
const makeCode = (change: object = {}, key?: string): Promise<Answer> =>
  ask(demo.baseUrl, '/v1/me/presentation-codes', {
    token: citizen,
    body: { licences: [idCard, insurance], matterCode, receiver: receiver(), ...change },
    key,
  });
async function newCode(change: object = {}): Promise<string> {
  const { status, body } = await makeCode(change);
  if (status !== 201) throw new Error(`no code: ${status} ${JSON.stringify(body)}`);
  return body.code;
}
const use = (code: string, change: object = {}, key?: string, token = hospital): Promise<Answer> =>
  ask(demo.baseUrl, '/v1/presentations/use', { token, body: { code, matterCode, ...change }, key });
/** The rows that a code left, as the database's owner sees them. */
const newest = async () =>
  (await owner.query('select id, expires_at, spent_at from presentation order by id desc limit 1')).rows[0] as {
    id: string;
    spent_at: Date | null;
  };
/** The same card once more, since what a journey does to a licence may not be undone. */
async function cardOf(holder: string): Promise<string> {
  const { body: mine } = await ask(demo.baseUrl, '/v1/me/licences', { token: holder });
  const known = mine.items.find(({ typeCode }: { typeCode: string }) => typeCode === idCardType);
  const police = await clientToken(demo, 'department', 0);
  const { body } = await ask(demo.baseUrl, `/v1/licences/${known.identifier}`, { token: police });
  const { typeCode, holders, faceData, validFrom, validUntil } = body;
  return (await issue(demo, police, { typeCode, holders, faceData, validFrom, validUntil })).identifier;
}
const change = async (identifier: string, command: string): Promise<void> => {
  const police = await clientToken(demo, 'department', 0);
  const body = { reasonCode: 'other', reason: 'A journey asks for it' };
  const answer = await ask(demo.baseUrl, `/v1/licences/${identifier}/${command}`, { token: police, body });
  if (answer.status !== 200) throw new Error(`${command}: ${answer.status}`);
};

describe('a holder shows a code and the hospital uses it', () => {
  it('the holder sees own licences and no other', async () => {
    const mine = await ask(demo.baseUrl, '/v1/me/licences', { token: citizen });
    const holder = demo.holders.find(({ login }) => login === 'citizen05')!;
    expect(mine.body.items.length).toBeGreaterThanOrEqual(3);
    for (const item of mine.body.items) expect(item.holderName).toContain(holder.name);
    const neighbour = await ask(demo.baseUrl, '/v1/me/licences', { token: await holderToken(demo, 'citizen09') });
    const identifiers = (answer: Answer) => answer.body.items.map((item: { identifier: string }) => item.identifier);
    expect(identifiers(neighbour).filter((one: string) => identifiers(mine).includes(one))).toEqual([]);
  });

  it('the hospital gets the matter’s fields and nothing more, the holder sees the use, and each left its audit row', async () => {
    const made = await makeCode();
    expect(made.status).toBe(201);
    expect(made.body.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    const life = Date.parse(made.body.expiresAt) - Date.parse(made.headers.get('date') ?? '');
    expect(life).toBeLessThanOrEqual(61_000);
    const used = await use(made.body.code.toLowerCase().replace(/(.{5})(?=.)/g, '$1-'));
    expect(used.status).toBe(201);
    const { body: matters } = await ask(demo.baseUrl, '/v1/matters', { token: hospital });
    const matter = matters.items.find(({ code }: { code: string }) => code === matterCode);
    for (const { typeCode, fields, verification } of used.body.licences) {
      const asked = matter.proofs
        .filter((proof: { typeCodes: string[] }) => proof.typeCodes.includes(typeCode))
        .flatMap((proof: { fields: string[] }) => proof.fields);
      expect(Object.keys(fields).sort()).toEqual(asked.sort());
      expect(verification.verdict).toBe('valid');
    }
    expect(used.body.licences.map(({ identifier }: { identifier: string }) => identifier).sort()).toEqual(
      [idCard, insurance].sort(),
    );
    const holder = demo.holders.find(({ login }) => login === 'citizen05')!;
    const card = used.body.licences.find(({ identifier }: { identifier: string }) => identifier === idCard);
    expect(card.fields).toMatchObject({ name: holder.name, citizenNumber: holder.code });
    expect(card.fields).not.toHaveProperty('address');

    const uses = await ask(demo.baseUrl, '/v1/me/uses', { token: citizen });
    const seen = uses.body.items.find(({ useId }: { useId: string }) => useId === used.body.useId);
    expect(seen).toMatchObject({ organisation: { creditCode: receiver() }, matter: { code: matterCode } });
    expect(seen.identifiers.sort()).toEqual([idCard, insurance].sort());
    expect(JSON.stringify(seen)).not.toContain(holder.code);
    const audit = await owner.query('select actor, action, purpose, result, fields from audit where object_id = $1', [
      used.body.useId,
    ]);
    expect(audit.rows).toEqual([
      expect.objectContaining({
        action: 'licence-used',
        purpose: matterCode,
        result: 'disclosed',
        fields: seen.fields,
      }),
    ]);
    const issuerSide = await owner.query('select 1 from use_record where id = $1', [used.body.useId]);
    expect(issuerSide.rowCount).toBe(1);
  });

  it('a second use is refused', async () => {
    const code = await newCode();
    expect((await use(code)).status).toBe(201);
    expect(refusal(await use(code))).toEqual([409, 'presentation-code-used', '/code presentation-code-used']);
  });

  it('of twenty uses at once one is a use', async () => {
    const code = await newCode();
    const answers = await Promise.all(Array.from({ length: 20 }, () => use(code)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['presentation-code-used']));
    const { id } = await newest();
    expect((await owner.query('select 1 from use_record where presentation_id = $1', [id])).rowCount).toBe(1);
  });

  it('a repeat under the same key gives the values again, while they may be disclosed', async () => {
    const code = await newCode({ licences: [idCard] });
    const key = randomUUID();
    const first = await use(code, {}, key);
    expect(first.status).toBe(201);
    const again = await use(code, {}, key);
    expect(again.status).toBe(201);
    const values = ({ body }: Answer) => [
      body.useId,
      body.usedAt,
      body.licences.map((one: { fields: object }) => one.fields),
    ];
    expect(values(again)).toEqual(values(first));
    expect((await use(code, { matterCode: 'newborn-certificate' }, key)).body.code).toBe('idempotency-conflict');
    const audit = await owner.query('select result from audit where object_id = $1 order by id', [first.body.useId]);
    expect(audit.rows.map(({ result }) => result)).toEqual(['disclosed', 'disclosed-again']);
    await change(idCard, 'suspend');
    try {
      expect(refusal(await use(code, {}, key))).toEqual([409, 'licence-not-usable']);
    } finally {
      await change(idCard, 'resume');
    }
    await owner.query(`update use_record set used_at = used_at - interval '11 minutes' where id = $1`, [
      first.body.useId,
    ]);
    expect(refusal(await use(code, {}, key)).slice(0, 2)).toEqual([409, 'presentation-code-used']);
  });

  it('the maker of a code gets it again under the same key, while it lives', async () => {
    const key = randomUUID();
    const made = await makeCode({}, key);
    expect((await makeCode({}, key)).body).toEqual(made.body);
    expect((await makeCode({ licences: [idCard] }, key)).body.code).toBe('idempotency-conflict');
    expect((await use(made.body.code)).status).toBe(201);
    const spent = await makeCode({}, key);
    expect([spent.status, spent.body.code]).toEqual([201, undefined]);
  });
});

describe('a use is refused and spends nothing', () => {
  /** Refused as told, and the code is unspent. */
  async function refusedUnspent(told: unknown[], asked: Promise<Answer>): Promise<void> {
    const before = await owner.query(`select count(*)::int count from audit where result = $1`, [told[1]]);
    expect(refusal(await asked)).toEqual(told);
    expect((await newest()).spent_at).toBeNull();
    const after = await owner.query(`select count(*)::int count from audit where result = $1`, [told[1]]);
    expect(after.rows[0].count).toBe(before.rows[0].count + 1);
  }

  it('for another matter', async () => {
    const code = await newCode({ licences: [idCard] });
    await refusedUnspent(
      [409, 'presentation-other-matter', '/matterCode presentation-other-matter'],
      use(code, { matterCode: 'newborn-certificate' }),
    );
    expect((await use(code)).status).toBe(201);
  });

  it('by another receiver, to whom the code is unknown', async () => {
    const code = await newCode();
    const bank = await clientToken(demo, 'bank');
    const told = [404, 'presentation-code-unknown', '/code presentation-code-unknown'];
    await refusedUnspent(told, use(code, {}, undefined, bank));
    const invented = '0'.repeat(26);
    expect(refusal(await use(invented, {}, undefined, bank))).toEqual(told);
    expect(refusal(await use(invented))).toEqual(told);
    expect((await use(code)).status).toBe(201);
  });

  it('once it has expired', async () => {
    const code = await newCode();
    await owner.query(`update presentation set expires_at = now() - interval '1 second' where id = $1`, [
      (await newest()).id,
    ]);
    await refusedUnspent([410, 'presentation-code-expired', '/code presentation-code-expired'], use(code));
  });

  it('while a licence is suspended', async () => {
    const code = await newCode();
    await change(idCard, 'suspend');
    try {
      await refusedUnspent([409, 'licence-not-usable'], use(code));
      expect((await makeCode()).body.code).toBe('licence-not-usable');
    } finally {
      await change(idCard, 'resume');
    }
    expect((await use(code)).status).toBe(201);
  });

  it('when a licence is revoked', async () => {
    const card = await cardOf(citizen);
    const code = await newCode({ licences: [card] });
    await change(card, 'revoke');
    await refusedUnspent([409, 'licence-not-usable'], use(code));
  });

  it('without a grant', async () => {
    const code = await newCode({ licences: [insurance] });
    const grant = `client_id = 'hospital' and matter_code = '${matterCode}' and type_code <> '${idCardType}'`;
    const { rows } = await owner.query(`delete from client_grant where ${grant} returning *`);
    expect(rows).toHaveLength(1);
    try {
      // The catalogue is read anew every few seconds; until then each probe spends a code of its own.
      await eventually(async () => {
        const probe = await newCode({ licences: [insurance] });
        return (await use(probe)).body.code === 'grant-missing';
      });
      expect(refusal(await use(code))).toEqual([403, 'grant-missing']);
    } finally {
      const row = rows[0]!;
      await owner.query('insert into client_grant values ($1, $2, $3, $4)', [
        row.client_id,
        row.type_code,
        row.matter_code,
        row.fields,
      ]);
      await eventually(async () => (await use(await newCode({ licences: [insurance] }))).status === 201);
    }
  });
});
