import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CarrierProcess, createDocumentsWorld, type DocumentsWorld } from '../../test/support/documents-world.js';
import {
  type CarrierStatement,
  carrierEntry,
  formatDigest,
  parseSdJwt,
  readOfflineQr,
  readVcJwt,
  vcCredentialOf,
  verifyOfflineQr,
  verifyVcJwt,
} from '../core/index.js';
import { nodeCrypto } from '../platform/index.js';
import type { KeptCarrier } from './keep-carrier.js';
import type { KeptKind } from './kinds.js';
import { type CarrierOutcome, RequestCarrier } from './request-carrier.js';

let world: DocumentsWorld;
let one: CarrierProcess;

beforeAll(async () => {
  world = await createDocumentsWorld();
  one = world.process();
});
afterAll(() => world.close());

function kept(outcome: CarrierOutcome): KeptCarrier {
  if (!outcome.ok || 'state' in outcome.value) throw new Error(JSON.stringify(outcome));
  return outcome.value;
}
const asked = async (identifier: string, kind: KeptKind, from = one) =>
  kept(await from.carriers.request(world.callers[0]!, identifier, kind));
const rowsOf = async (licenceId: string) =>
  (await world.pools.owner.query('select * from carrier where licence_id = $1 order by kind', [licenceId])).rows;
const audits = async (id: string) =>
  (
    await world.pools.owner.query(
      `select action, fields[1] as kind, result, actor from audit where object_id = $1 and action like 'licence.carrier%' order by id`,
      [id],
    )
  ).rows.map(({ action, kind, result }) => `${action} ${kind} ${result}`);

describe(RequestCarrier.name, () => {
  it('gives the master to the letter, to its authority and its holder, and to nobody else', async () => {
    const { identifier, credential, id } = await world.issued(1);
    for (const caller of [world.callers[0]!, world.holder(1)]) {
      const { bytes, digest, mediaType } = kept(await one.carriers.master(caller, identifier));
      expect(bytes.toString()).toBe(credential);
      expect(digest).toBe(formatDigest(nodeCrypto.sha256(bytes)));
      expect(mediaType).toBe('application/dc+sd-jwt');
    }
    for (const caller of [world.callers[1]!, world.holder(2)])
      expect(await one.carriers.master(caller, identifier)).toMatchObject({ code: 'not-found' });
    expect(await audits(id)).toEqual(['licence.carrier.read sd-jwt read', 'licence.carrier.read sd-jwt read']);
  });

  it('makes the code and the vc+jwt in the request, signed by the carrier key, as the master says', async () => {
    const { identifier, credential } = await world.issued(3);
    const master = parseSdJwt(credential, nodeCrypto);
    if (!master.ok) throw new Error(master.code);
    const { keyId, publicKey } = world.keystore.ec('carrier');
    const crypto = { ...nodeCrypto, inflate: (data: Uint8Array) => inflateSync(data) };
    const qr = readOfflineQr((await asked(identifier, 'qr')).bytes.toString(), crypto);
    if (!qr.ok) throw new Error(qr.code);
    expect(verifyOfflineQr(qr.value, { keyId, publicKey }, nodeCrypto)).toBe(true);
    expect(qr.value.said).toMatchObject({
      identifier,
      masterDigest: master.value.masterDigest,
      issuanceDate: '2026-11-24',
      validFrom: '2026-11-01',
      validUntil: '2036-11-23',
      licenceNumber: master.value.licenceNumber,
      holders: ['欧阳某3'],
    });
    const vc = readVcJwt((await asked(identifier, 'vc-jwt')).bytes.toString());
    if (!vc.ok) throw new Error(vc.code);
    expect(verifyVcJwt(vc.value, publicKey, nodeCrypto)).toBe(true);
    expect(vcCredentialOf(master.value)).toEqual({ ok: true, value: vc.value.credential });
  });

  it('makes the PDF off the event loop, with the master inside, and its picture', async () => {
    const { identifier, id } = await world.issued(4);
    const pdf = await asked(identifier, 'pdf');
    expect(pdf).toMatchObject({ mediaType: 'application/pdf' });
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.bytes.toString('latin1')).toContain('/ETSI.CAdES.detached');
    const picture = await asked(identifier, 'preview');
    expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG');
    expect((await rowsOf(id)).map(({ kind }) => kind)).toEqual(['pdf', 'preview']);
    expect(one.faults).toEqual([]);
    expect(await audits(id)).toEqual([
      'licence.carrier.make pdf opened',
      'licence.carrier.read pdf read',
      'licence.carrier.read preview read',
    ]);
  });

  it('gives the same bytes ever after, to both, and after a restart', async () => {
    const { identifier } = await world.issued(5);
    const other = world.process();
    for (const kind of ['qr', 'vc-jwt', 'pdf'] as const) {
      const first = await asked(identifier, kind);
      world.now.ms += 5_000;
      expect(await asked(identifier, kind)).toEqual(first);
      expect(await asked(identifier, kind, other)).toEqual(first);
      expect(kept(await one.carriers.request(world.holder(5), identifier, kind))).toEqual(first);
    }
  });

  it('keeps bytes sealed, with a statement whose entry waits to be logged', async () => {
    const { identifier, id } = await world.issued(6);
    for (const kind of ['qr', 'pdf', 'vc-jwt'] as const) await asked(identifier, kind);
    for (const row of await rowsOf(id)) {
      const { bytes } = await asked(identifier, row.kind);
      expect(row.sealed_bytes.includes(bytes.subarray(0, 64))).toBe(false);
      const statement: CarrierStatement = row.statement;
      expect(statement).toEqual({
        identifier,
        masterDigest: expect.stringMatching(/^sha-256:/),
        carrier: row.kind,
        digest: formatDigest(nodeCrypto.sha256(bytes)),
        time: row.made_at.toISOString(),
      });
      expect(row.entry).toEqual(Buffer.from(carrierEntry(statement, row.salt, nodeCrypto)));
      const journal = await world.pools.owner.query('select kind, entry from journal where id = $1', [row.id]);
      expect(journal.rows).toEqual([{ kind: 'carrier', entry: row.entry }]);
      const known = 'select carrier_on_record($1, $2) as known';
      const onRecord = async (of: string, digest: Buffer) =>
        (await world.pools.public.query(known, [of, digest])).rows[0].known;
      expect(await onRecord(identifier, row.digest)).toBe(true);
      expect(await onRecord(identifier, row.entry)).toBe(false);
      expect(await onRecord(`${identifier}x`, row.digest)).toBe(false);
    }
  });

  it('lets the first of two processes win, and both give out its bytes', async () => {
    const { identifier, id } = await world.issued(7);
    const other = world.process();
    const both = (kind: KeptKind) => Promise.all([asked(identifier, kind), asked(identifier, kind, other)]);
    for (const kind of ['qr', 'pdf'] as const) {
      const [here, there] = await both(kind);
      expect(here).toEqual(there);
    }
    const rows = await rowsOf(id);
    expect(rows.map(({ kind }) => kind)).toEqual(['pdf', 'qr']);
    const { rows: waiting } = await world.pools.owner.query(
      `select count(*)::int as n from journal where kind = 'carrier' and id >= $1`,
      [rows.map((row) => row.id).sort()[0]],
    );
    expect(waiting[0].n).toBe(2);
  });

  it('lets a holder be the first to ask, and keeps it under the issuing authority', async () => {
    const { identifier, id } = await world.issued(8);
    for (const kind of ['vc-jwt', 'pdf'] as const) kept(await one.carriers.request(world.holder(8), identifier, kind));
    const rows = await rowsOf(id);
    expect(rows.map((row) => row.organisation_id)).toEqual(Array(2).fill(world.callers[0]!.organisationId));
    expect(await asked(identifier, 'pdf')).toMatchObject({ mediaType: 'application/pdf' });
  });

  it('answers what is foreign, malformed and erased alike', async () => {
    const { identifier, id } = await world.issued(9);
    await asked(identifier, 'qr');
    const ask = async (caller: Parameters<RequestCarrier['request']>[0], of: string, kind: KeptKind) =>
      one.carriers.request(caller, of, kind);
    const nothing = { ok: false, code: 'not-found' };
    for (const kind of ['qr', 'pdf'] as const) {
      expect(await ask(world.callers[1]!, identifier, kind)).toEqual(nothing);
      expect(await ask(world.holder(10), identifier, kind)).toEqual(nothing);
      expect(await ask(world.callers[0]!, `${identifier}x`, kind)).toEqual(nothing);
    }
    await world.pools.owner.query('delete from licence_key where licence_id = $1', [id]);
    for (const kind of ['qr', 'pdf', 'preview', 'vc-jwt'] as const)
      expect(await ask(world.callers[0]!, identifier, kind)).toEqual(nothing);
    expect(await one.carriers.master(world.callers[0]!, identifier)).toEqual(nothing);
  });

  it('gives what is kept of a revoked licence, and makes nothing new of it', async () => {
    const { identifier } = await world.issued(11);
    const qr = await asked(identifier, 'qr');
    const body = { reasonCode: 'other', reason: 'x' };
    const caller = world.callers[0]!;
    const change = async (command: 'suspend' | 'revoke') => {
      const done = await world.changing.change({ caller, idempotencyKey: command, identifier, command, body });
      if (!done.ok) throw new Error(done.code);
    };
    await change('suspend');
    await asked(identifier, 'vc-jwt');
    await change('revoke');
    expect(await asked(identifier, 'qr')).toEqual(qr);
    for (const kind of ['pdf', 'preview'] as const)
      expect(await one.carriers.request(caller, identifier, kind)).toMatchObject({ code: 'carrier-not-made' });
  });

  it('says that there is no key, and still gives what is kept', async () => {
    const { identifier } = await world.issued(12);
    const keyless = world.process({ key: undefined });
    const ask = () => keyless.carriers.request(world.callers[0]!, identifier, 'vc-jwt');
    expect(await ask()).toMatchObject({ code: 'carrier-unavailable' });
    const made = await asked(identifier, 'vc-jwt');
    expect(kept(await ask())).toEqual(made);
  });
});
