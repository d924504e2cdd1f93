import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  eventEntry,
  formatDigest,
  fromBase64url,
  parseLicenceIdentifier,
  parseSdJwt,
  promiseSigningInput,
} from '../core/index.js';
import { nodeCrypto } from '../platform/index.js';
import { IssueLicence } from './issue-licence.js';
import { request } from './testing/business-licence.js';
import { citizenNumber } from './testing/codes.js';
import { createRegistryWorld, type RegistryWorld } from './testing/registry-world.js';

let world: RegistryWorld;
beforeAll(async () => {
  world = await createRegistryWorld();
});
afterAll(() => world.close());

const issue = (who: number, idempotencyKey: string, body = request(1)) =>
  world.issuing.issue({ caller: world.callers[who]!, idempotencyKey, body });
const codes = (outcome: Awaited<ReturnType<typeof issue>>) =>
  outcome.ok ? [] : [outcome.code, ...(outcome.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`)];
const count = async (table: string): Promise<number> =>
  Number((await world.pools.owner.query(`select count(*) from ${table}`)).rows[0].count);

describe(IssueLicence.name, () => {
  it('answers with a signed master, an identifier of the standard and a promise that holds', async () => {
    const outcome = await issue(
      0,
      'first',
      request(7, { licenceNumber: 'A-7', validFrom: '2026-11-01', legalBasis: '条例第七条' }),
    );
    if (!outcome.ok) throw new Error(outcome.code);
    const { identifier, carriers, inclusionPromise, verificationUrl } = outcome.value;
    const parts = parseLicenceIdentifier(identifier);
    expect(parts).toMatchObject({ ok: true, value: { issuerCode: world.callers[0]!.creditCode, version: 1 } });
    expect(parts.ok && parts.value.serial).toMatch(/^[0-9A-Z]{20}$/);

    const parsed = parseSdJwt(carriers['sd-jwt'], nodeCrypto);
    if (!parsed.ok) throw new Error(parsed.code);
    expect(parsed.value).toMatchObject({
      licenceNumber: 'A-7',
      holders: [{ code: citizenNumber(7), name: '欧阳某7' }],
      clear: {
        licence_id: identifier,
        issuance_date: '2026-11-24',
        nbf: Date.parse('2026-10-31T16:00:00Z') / 1000,
        exp: Date.parse('2036-11-23T16:00:00Z') / 1000,
      },
    });
    const jwt = carriers['sd-jwt'].slice(0, carriers['sd-jwt'].indexOf('~'));
    const dot = jwt.lastIndexOf('.');
    const issuer = world.keystore.ec(`authority/${world.callers[0]!.creditCode}`).publicKey;
    expect(nodeCrypto.verifyEs256(issuer, Buffer.from(jwt.slice(0, dot)), fromBase64url(jwt.slice(dot + 1))!)).toBe(
      true,
    );

    const { event, salt, entry, signature } = inclusionPromise;
    expect(event.masterDigest).toBe(formatDigest(nodeCrypto.sha256(Buffer.from(jwt))));
    expect(entry).toBe(formatDigest(eventEntry(event, fromBase64url(salt)!, nodeCrypto)));
    const promiseKey = world.keystore.ec('promise').publicKey;
    expect(nodeCrypto.verifyEs256(promiseKey, promiseSigningInput(inclusionPromise), fromBase64url(signature)!)).toBe(
      true,
    );
    expect(Date.parse(inclusionPromise.loggedBy) - Date.parse(inclusionPromise.time)).toBe(86_400_000);
    expect(verificationUrl).toMatch(new RegExp(`^https://registry.example/v/${identifier}#[0-9A-HJKMNP-TV-Z]{16}$`));

    const row = await world.lookup.find({ identifier, code: verificationUrl.split('#')[1]!.toLowerCase() });
    expect(row).toMatchObject({
      state: 'active',
      masterDigest: event.masterDigest,
      promise: inclusionPromise,
      leafIndex: null,
    });
    expect(await world.lookup.find({ identifier, code: '0000000000000000' })).toBeUndefined();
  });

  it('stores every row of a licence in one transaction', async () => {
    const tables = [
      'licence',
      'licence_key',
      'licence_content',
      'licence_holder',
      'licence_event',
      'journal',
      'audit',
      'idempotency',
    ];
    const before = await Promise.all(tables.map(count));
    expect((await issue(1, 'rows')).ok).toBe(true);
    expect(await Promise.all(tables.map(count))).toEqual(before.map((n) => n + 1));
  });

  it('repeats its answer to the letter, and refuses another body under the same key', async () => {
    const first = await issue(0, 'again', request(3));
    expect(first.ok).toBe(true);
    world.now.ms += 1000;
    expect(JSON.stringify(await issue(0, 'again', request(3)))).toBe(JSON.stringify(first));
    expect(codes(await issue(0, 'again', request(4)))).toEqual(['idempotency-conflict']);
    const { rows } = await world.pools.owner.query(
      "select result from audit where action = 'licence.issue' order by id desc limit 1",
    );
    expect(rows[0].result).toBe('repeated');
  });

  it('still repeats an answer when the right to it has ended or its last day is over', async () => {
    const body = request(5, { validUntil: '2026-11-24' });
    const first = await issue(0, 'ended', body);
    expect(first.ok).toBe(true);
    world.now.ms += 86_400_000;
    try {
      expect(await issue(0, 'ended', body)).toEqual(first);
      expect(codes(await issue(0, 'ended-new', body))).toEqual(['validity-invalid', '/validUntil validity-ended']);
    } finally {
      world.now.ms -= 86_400_000;
    }
  });

  it.each([
    ['an unknown type', request(1, { typeCode: 'X' }), ['type-unknown', '/typeCode type-unknown']],
    [
      'a number with a bad check digit',
      request(1, { holders: [{ kind: 'person', codeType: '111', code: '110105194912310021', name: '甲' }] }),
      ['holder-invalid', '/holders/0/code citizen-number-check-character'],
    ],
    [
      'an organisation under a person’s code type',
      request(1, { holders: [{ kind: 'organisation', codeType: '111', code: citizenNumber(1), name: '甲' }] }),
      ['holder-invalid', '/holders/0/codeType holder-kind-mismatch'],
    ],
    [
      'the same holder twice and a code type that does not exist',
      request(1, {
        holders: [
          ...request(1).holders,
          ...request(1).holders,
          { kind: 'person', codeType: '000', code: '1', name: '乙' },
        ],
      }),
      ['holder-invalid', '/holders/1/code holder-repeated', '/holders/2/codeType holder-code-type-unknown'],
    ],
    [
      'too many holders and a missing field',
      request(1, {
        holders: [1, 2, 3, 4].flatMap((n) => request(n).holders),
        faceData: { ...request(1).faceData, x: 1 },
      }),
      ['holder-invalid', '/holders holders-too-many', '/faceData/x field-unknown'],
    ],
    [
      'a last day before the first',
      request(1, { validFrom: '2036-11-24' }),
      ['validity-invalid', '/validUntil validity-ends-before-it-begins'],
    ],
    [
      'face data of another type',
      request(1, { faceData: [] as never }),
      ['face-data-invalid', '/faceData field-type-wrong'],
    ],
  ])('refuses %s', async (_name, body, expected) => {
    expect(codes(await issue(0, 'refused', body))).toEqual(expected);
  });

  it('refuses an authority without the right, and one whose key is missing', async () => {
    expect(codes(await issue(4, 'k'))).toEqual(['right-to-issue-missing', '/typeCode right-to-issue-missing']);
    expect(codes(await issue(3, 'k'))).toEqual(['dependency-unavailable']);
  });
});
