import { beforeAll, describe, expect, it } from '@jest/globals';
import { nobleCrypto } from '../../src/core/crypto/noble.js';
import {
  type InclusionPromise,
  parseLicenceIdentifier,
  present,
  type Receipt,
  standard,
  strict,
  verify,
} from '../../src/core/index.js';
import { gatherEvidence } from '../support/evidence.js';
import { anchoredReceipt, authoritiesOf, exampleOf, type IssuedLicence, issue, sayings } from '../support/licences.js';
import { type Answer, ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let authorities: Awaited<ReturnType<typeof authoritiesOf>>;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  authorities = await authoritiesOf(demo);
}, 240_000);

const verifyBy = (body: Record<string, unknown>): Promise<Answer> =>
  ask(demo.baseUrl, '/v1/verifications', { body, key: null });
const fetchText = async (url: string) => (await fetch(url)).text();

describe('from the call of a department', () => {
  it('every authority issues the example of each of its types, again and again under new keys', async () => {
    const types = authorities.flatMap(({ token, creditCode, typeCodes }) =>
      typeCodes.map((typeCode) => ({ token, creditCode, typeCode })),
    );
    expect(new Set(types.map(({ typeCode }) => typeCode)).size).toBe(8);
    const issued = await Promise.all(
      types.flatMap(({ token, creditCode, typeCode }) =>
        [1, 2].map(async () => {
          const licence = await issue(demo, token, await exampleOf(demo, token, typeCode));
          const parts = parseLicenceIdentifier(licence.identifier);
          expect(parts).toMatchObject({ ok: true, value: { typeCode, issuerCode: creditCode } });
          expect(licence.verificationUrl).toMatch(`${demo.baseUrl}/v/${licence.identifier}#`);
          expect(licence.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
          return licence.identifier;
        }),
      ),
    );
    expect(new Set(issued).size).toBe(16);
  });

  describe('once issued', () => {
    let body: Record<string, unknown>;
    let first: Answer;
    let licence: IssuedLicence;
    let receipt: Receipt;
    const key = `line-${Date.now()}`;

    beforeAll(async () => {
      const { token, typeCodes } = authorities[1]!;
      body = await exampleOf(demo, token, typeCodes[0]!);
      first = await ask(demo.baseUrl, '/v1/licences', { token, body, key });
      licence = await issue(demo, token, body, { key });
    });

    it('is answered alike under the same key, and refused with another body or none', async () => {
      expect(first.status).toBe(201);
      expect(first.headers.get('location')).toBe(`/v1/licences/${first.body.identifier}`);
      const again = await ask(demo.baseUrl, '/v1/licences', { token: licence.token, body, key });
      expect(again.status).toBe(201);
      expect(again.body).toEqual(first.body);
      const other = await ask(demo.baseUrl, '/v1/licences', {
        token: licence.token,
        body: { ...body, licenceNumber: 'another 1' },
        key,
      });
      expect([other.status, other.body.code]).toEqual([409, 'idempotency-conflict']);
      const none = await ask(demo.baseUrl, '/v1/licences', { token: licence.token, body, key: null });
      expect([none.status, none.body.code]).toEqual([400, 'idempotency-key-missing']);
    });

    it('a key of one client says nothing to another', async () => {
      const { token, typeCodes } = authorities[0]!;
      const theirs = await issue(demo, token, await exampleOf(demo, token, typeCodes[0]!), { key });
      expect(theirs.identifier).not.toBe(licence.identifier);
    });

    it('promises to be logged, and is believed by that while the log has not come to it', async () => {
      const report = verify(
        {
          credential: licence.credential,
          trust: { jws: await fetchText(demo.trust.url), root: demo.trust.publicKey, asOf: now() },
          status: { from: 'registry', known: true, state: 'active', asOf: now() },
          receipt: { unavailable: 'not asked for' },
          promise: licence.inclusionPromise as unknown as InclusionPromise,
          anchors: { unavailable: 'not asked for' },
        },
        standard,
        Date.now(),
        nobleCrypto,
      );
      expect(sayings(report).attestation).toBe('indeterminate pending-with-promise');
      expect(report.verdict).toBe('valid');
    });

    it('has a receipt, pending until it is logged, that names its anchor at last', async () => {
      const path = `/v1/licences/${licence.identifier}/receipt`;
      const early = await ask(demo.baseUrl, path, { token: licence.token });
      expect([200, 202]).toContain(early.status);
      if (early.status === 202) expect(early.body).toEqual({ inclusionPromise: licence.inclusionPromise });
      receipt = await anchoredReceipt(demo, licence);
      expect(receipt.event).toEqual(licence.inclusionPromise.event);
      expect(receipt.anchor?.treeSize).toBe(receipt.treeSize);
      const read = await ask(demo.baseUrl, `/v1/licences/${licence.identifier}`, { token: licence.token });
      expect(read.body).toMatchObject({ state: 'active', attestation: 'anchored', faceData: body.faceData });
    });

    it('verifies as credential with receipt, and without one', async () => {
      for (const question of [{ receipt }, {}, { policy: 'strict' }]) {
        const { status, body: report } = await verifyBy({ credential: licence.credential, ...question });
        expect(status).toBe(200);
        expect(sayings(report)).toEqual({
          integrity: 'passed intact',
          issuer: 'passed issuer-confirmed',
          'right-to-issue': 'passed right-held',
          validity: 'passed in-force',
          status: 'passed status-active',
          attestation: 'passed anchored',
          holder: 'not-applicable holder-binding-not-used',
        });
        expect(report.verdict).toBe('valid');
        expect(report.licence.faceData).toEqual(body.faceData);
        const { time } = receipt.event;
        expect(report.timeBound).toMatchObject({ claimed: time, notAfter: receipt.anchor?.blockTime });
        expect(report.timeBound.absentAt).toBe(receipt.previousAnchor?.blockTime);
        if (report.timeBound.notBefore) expect(report.timeBound.notBefore < time).toBe(true);
      }
    });

    it('verifies by QR, and by identifier and code in any spelling, without giving face data', async () => {
      const spelled = licence.code.toLowerCase().replace(/(.{4})(?=.)/g, '$1-');
      for (const question of [
        { qr: licence.verificationUrl },
        { identifier: licence.identifier, code: licence.code },
        { identifier: licence.identifier, code: spelled },
      ]) {
        const { body: report } = await verifyBy(question);
        expect(report.verdict).toBe('valid');
        expect(report.licence.identifier).toBe(licence.identifier);
        expect(report.licence).not.toHaveProperty('faceData');
      }
    });

    it('masks the person whom a code opens', async () => {
      const { token, typeCodes } = authorities[0]!;
      const example = await exampleOf(demo, token, typeCodes[0]!);
      const [holder] = example.holders as { name: string; code: string }[];
      const card = await issue(demo, token, example);
      const { body: report } = await verifyBy({ identifier: card.identifier, code: card.code, evidence: true });
      expect(report.verdict).toBe('valid');
      expect(JSON.stringify(report)).not.toContain(holder!.name);
      expect(JSON.stringify(report)).not.toContain(holder!.code);
      expect(report.licence.holders[0].name).toContain('*');
      expect(report.evidence.credential.split('~').filter(Boolean)).toHaveLength(1);
    });

    it('is unknown, not open, under a wrong code', async () => {
      const code = licence.code.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
      const wrong = await verifyBy({ identifier: licence.identifier, code });
      const foreign = await verifyBy({ identifier: licence.identifier.replace('.001.', '.777.'), code });
      expect(wrong.body.verdict).not.toBe('valid');
      expect(wrong.body).not.toHaveProperty('licence');
      expect(sayings(wrong.body)).toEqual(sayings(foreign.body));
    });

    it('verifies with fewer disclosures under the same receipt, and gives none that was not brought', async () => {
      const [kept, left] = Object.keys(body.faceData as object);
      const shown = present(licence.credential, [`/face_data/${kept}`], nobleCrypto);
      if (!shown.ok) throw new Error(shown.code);
      const { body: report } = await verifyBy({ credential: shown.value, receipt, evidence: true, policy: 'strict' });
      expect(report.verdict).toBe('valid');
      expect(Object.keys(report.licence.faceData)).toEqual([kept]);
      expect(report.licence.faceData).not.toHaveProperty(left!);
      expect(report.evidence.credential).toBe(shown.value);
      expect(report.evidence.receipt).toEqual(receipt);
      expect(report.evidence.statusToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    });

    it('verifies with core alone, against the event that the contract emitted', async () => {
      const evidence = await gatherEvidence(demo, licence);
      expect(evidence.receipt.value).toEqual(receipt);
      const report = verify(evidence, strict, Date.now(), nobleCrypto);
      expect(sayings(report)).toMatchObject({ status: 'passed status-active', attestation: 'passed anchored' });
      expect(report.verdict).toBe('valid');
      expect(report.licence?.faceData).toEqual(body.faceData);
    });
  });
});

const now = () => new Date().toISOString();
