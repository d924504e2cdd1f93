import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HolderCaller } from '../access/index.js';
import { parseDigest } from '../core/index.js';
import { inTransaction, nodeCrypto } from '../platform/index.js';
import { DiscloseLicences } from './disclose-licences.js';
import { HeldLicences } from './held-licences.js';
import { LicenceLookup } from './licence-lookup.js';
import type { IssuedLicence } from './new-licence.js';
import { OpenCredential } from './open-credential.js';
import { ReadLicence } from './read-licence.js';
import { request } from './testing/business-licence.js';
import { citizenNumber } from './testing/codes.js';
import { createRegistryWorld, type RegistryWorld, settings } from './testing/registry-world.js';

let world: RegistryWorld;
let issued: IssuedLicence;
const body = request(42, { licenceNumber: 'N-42', validFrom: '2026-11-01' });

beforeAll(async () => {
  world = await createRegistryWorld();
  const outcome = await world.issuing.issue({ caller: world.callers[0]!, idempotencyKey: 'read', body });
  if (!outcome.ok) throw new Error(outcome.code);
  issued = outcome.value;
});
afterAll(() => world.close());

function holder(n: number): HolderCaller {
  const holderKey = world.press.index.holder('111', citizenNumber(n));
  const citizenId = '01900000-0000-7000-8000-000000000001';
  return { kind: 'holder', citizenId, holderKey, holderKeyHex: holderKey.toString('hex'), scopes: new Set(['holder']) };
}

const audits = async (action: string): Promise<number> =>
  Number((await world.pools.owner.query('select count(*) from audit where action = $1', [action])).rows[0].count);

describe(ReadLicence.name, () => {
  it('opens a licence of one’s own with an audit row, and knows no other', async () => {
    const [own, other] = world.callers;
    const read = await world.reading.licence(own!, issued.identifier);
    expect(read).toMatchObject({
      identifier: issued.identifier,
      state: 'active',
      attestation: 'pending',
      licenceNumber: 'N-42',
      holders: body.holders,
      faceData: body.faceData,
      validFrom: '2026-11-01',
      validUntil: '2036-11-23',
      verificationUrl: issued.verificationUrl,
    });
    expect(await audits('licence.read')).toBe(1);
    expect(await world.reading.licence(other!, issued.identifier)).toBeUndefined();
    expect(await world.reading.events(other!, issued.identifier, { after: null, limit: 1 })).toBeUndefined();
    expect(await world.reading.eventOfLicence(other!, issued.identifier)).toBeUndefined();
    expect(await world.reading.licence(own!, `${issued.identifier}x`)).toBeUndefined();
    expect(await audits('licence.read')).toBe(1);
  });

  it('gives the event that made it', async () => {
    const event = await world.reading.eventOfLicence(world.callers[0]!, issued.identifier);
    expect(event).toMatchObject({ leafIndex: null, inclusionPromise: issued.inclusionPromise });
  });

  it('tells how far the event is attested', async () => {
    const { eventId, entry } = (await world.reading.eventOfLicence(world.callers[0]!, issued.identifier))!;
    const state = async () => (await world.reading.licence(world.callers[0]!, issued.identifier))!.attestation;
    await world.pools.owner.query('insert into log_leaf (leaf_index, journal_id, entry) values (0, $1, $2)', [
      eventId,
      entry,
    ]);
    expect(await state()).toBe('pending');
    await world.pools.owner.query("insert into log_checkpoint values (1, '\\x00', 'note', now())");
    expect(await state()).toBe('logged');
    await world.pools.owner.query(
      `insert into anchor (tree_size, previous_size, root, state, nonce, raw_tx, tx_hash, chain_id, contract, log_id, block_hash, statement)
       values (1, 0, '\\x00', 'final', 0, '\\x00', '0x', 1, '0x', '0x', '0x', 's')`,
    );
    expect(await state()).toBe('anchored');
  });
});

describe(LicenceLookup.name, () => {
  it('answers a code, or a digest of the master, and shares one statement', async () => {
    const { identifier, verificationUrl, inclusionPromise } = issued;
    const masterDigest = Buffer.from(parseDigest(inclusionPromise.event.masterDigest)!);
    const code = verificationUrl.split('#')[1]!;
    const [byCode, byMaster, wrongCode, wrongMaster, unknown, noCode] = await Promise.all([
      world.lookup.find({ identifier, code: `${code.slice(0, 4)}-${code.slice(4).toLowerCase()}` }),
      world.lookup.find({ identifier, masterDigest }),
      world.lookup.find({ identifier, code: code.replace(/^./, (c) => (c === '0' ? '1' : '0')) }),
      world.lookup.find({ identifier, masterDigest: Buffer.alloc(32) }),
      world.lookup.find({ identifier: '1.2.156.3005.2', masterDigest }),
      world.lookup.find({ identifier, code: 'no such code' }),
    ]);
    const opener = new OpenCredential(world.press.wrapping);
    expect(opener.open(byCode!)).toBe(issued.carriers['sd-jwt']);
    expect(byMaster).toMatchObject({ identifier, promise: inclusionPromise });
    expect(byMaster!.sealed).toBeUndefined();
    expect(() => opener.open(byMaster!)).toThrow('not found by its code');
    expect([wrongCode, wrongMaster, unknown, noCode]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('a code that opens nothing', () => {
  it('costs the same one statement, by a keyed digest, whatever is wrong', async () => {
    const asked: { name: string; text: string; values: Buffer[] }[] = [];
    const pool = {
      query: (statement: { name: string; text: string; values: Buffer[] }) => {
        asked.push(statement);
        return world.pools.public.query(statement);
      },
    };
    const lookup = new LicenceLookup(pool as never, world.press.index, nodeCrypto);
    const { identifier, verificationUrl } = issued;
    const code = verificationUrl.split('#')[1]!;
    const wrong = code.replace(/^./, (c) => (c === '0' ? '1' : '0'));
    const other = `${identifier.slice(0, -1)}${identifier.endsWith('A') ? 'B' : 'A'}`;
    const digests: Buffer[] = [];
    for (const question of [
      { identifier, code: wrong },
      { identifier, code: 'no such code' },
      { identifier, code: `${code}${code}${code}${code}` },
      { identifier: other, code },
      { identifier: 'a\u0000b', code },
      { identifier: '', code: '' },
    ]) {
      expect(await lookup.find(question)).toBeUndefined();
      const [statement, ...more] = asked.splice(0);
      expect([statement?.name, more]).toEqual(['registry-public-licences', []]);
      digests.push(statement!.values[2]!);
    }
    // An array of one element of 32 bytes, and no bytes of the code in it.
    expect(new Set(digests.map(({ length }) => length)).size).toBe(1);
    for (const digest of digests) expect(digest.includes(Buffer.from(code))).toBe(false);
    expect(digests[3]!.equals(digests[4]!)).toBe(true);
    expect((await lookup.find({ identifier, code }))?.sealed).toBeDefined();
  });
});

describe(HeldLicences.name, () => {
  const held = () => new HeldLicences(world.pools.service, world.press.wrapping, settings.baseUrl, () => world.now.ms);

  it('lists the holder’s own licences with what their QR holds', async () => {
    await world.issuing.issue({ caller: world.callers[1]!, idempotencyKey: 'other', body: request(43) });
    const list = await held().list(holder(42), null, 10);
    expect(list).toHaveLength(1);
    expect(list[0]).toMatchObject({
      identifier: issued.identifier,
      organisationId: world.callers[0]!.organisationId,
      holders: body.holders,
      licenceNumber: 'N-42',
      verificationUrl: issued.verificationUrl,
    });
    expect(await held().list(holder(42), list[0]!.licenceId, 10)).toEqual([]);
    expect(await audits('licence.held.list')).toBe(2);
  });

  it('finds by identifier what the holder holds and nothing else', async () => {
    const found = await held().byIdentifiers(holder(42).holderKeyHex, [issued.identifier]);
    expect(found).toMatchObject([{ identifier: issued.identifier, state: 'active' }]);
    expect(await held().byIdentifiers(holder(43).holderKeyHex, [issued.identifier])).toEqual([]);
  });
});

describe(DiscloseLicences.name, () => {
  it('opens to a receiver only what this very transaction spent', async () => {
    const receiver = world.callers[4]!.organisationId;
    const held = new HeldLicences(world.pools.service, world.press.wrapping, settings.baseUrl, () => world.now.ms);
    const { licenceId } = (await held.byIdentifiers(holder(42).holderKeyHex, [issued.identifier]))[0]!;
    const { owner, service } = world.pools;
    await owner.query("insert into matter values ('m', '事', 'M', 1, 'hospital', '依据', '[]')");
    await owner.query(
      `insert into presentation (id, code_digest, holder_key, receiver_id, matter_code, licence_ids, sealed_code, created_at, expires_at)
       values ($1, '\\x01', $2, $3, 'm', $4, '\\x00', now(), now())`,
      [licenceId, holder(42).holderKey, receiver, [licenceId]],
    );
    const disclosing = new DiscloseLicences(world.press.wrapping, world.press.days);
    const inScope = (organisationId: string, spend: boolean) =>
      inTransaction(service, { organisations: [organisationId] }, async (client) => {
        if (spend) await client.query('update presentation set spent_at = now(), spent_xid = pg_current_xact_id()');
        return disclosing.open(client, [licenceId]);
      });
    expect(await inScope(receiver, false)).toEqual([]);
    expect(await inScope(world.callers[1]!.organisationId, true)).toEqual([]);
    const opened = await inScope(receiver, true);
    expect(opened).toMatchObject([
      {
        licenceId,
        licenceNumber: 'N-42',
        faceData: body.faceData,
        holders: body.holders,
        issuanceDate: '2026-11-24',
        credential: issued.carriers['sd-jwt'],
        notBefore: Date.parse('2026-10-31T16:00:00Z') / 1000,
        expires: Date.parse('2036-11-23T16:00:00Z') / 1000,
      },
    ]);
    expect(opened[0]).not.toHaveProperty('verificationCode');
    // Spent in an earlier transaction: nothing opens any more.
    expect(await inScope(receiver, false)).toEqual([]);
  });
});
