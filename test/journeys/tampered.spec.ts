import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Evidence } from '../../src/core/index.js';
import { type Gathered, gatherEvidence, openKeysOf, payloadOf, toldByApi, toldByCore } from '../support/evidence.js';
import { anchoredReceipt, type IssuedLicence, issueExample } from '../support/licences.js';
import { ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let folder: string;
let licence: IssuedLicence;
let other: IssuedLicence;
let receipt: object;
let evidence: Gathered;

beforeAll(async () => {
  ({ demo, folder } = await sharedRegistry());
  [licence, other] = await Promise.all([issueExample(demo, 0), issueExample(demo, 0)]);
  evidence = await gatherEvidence(demo, licence);
  receipt = evidence.receipt.value;
}, 240_000);

const byApi = (body: Record<string, unknown>) => toldByApi(demo, body);
const byCore = (change: Partial<Evidence>) => toldByCore({ ...evidence, ...change });

/** The text with the character at a place replaced by another of base64url's alphabet. */
function altered(text: string, at: number): string {
  const is = text[at];
  if (is === '.' || is === '~') return text.slice(0, at) + (is === '.' ? '~' : '.') + text.slice(at + 1);
  return text.slice(0, at) + (is === 'A' ? 'Q' : 'A') + text.slice(at + 1);
}

/** Some fifty places, spread from the first character to the last. */
const placesOf = (text: string): number[] => [
  ...new Set(Array.from({ length: 50 }, (_, i) => Math.floor((i * (text.length - 1)) / 49))),
];

/** Every copy of a JSON value with one leaf altered, and where. */
function* leavesAltered(value: unknown, path = ''): Generator<[string, unknown]> {
  if (typeof value === 'string') yield [path, altered(value, value.length >> 1)];
  else if (typeof value === 'number') yield [path, value + 1];
  else if (value === null) yield [path, 'sha-256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'];
  else {
    for (const [name, member] of Object.entries(value as object)) {
      for (const [at, changed] of leavesAltered(member, `${path}/${name}`)) {
        const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
        copy[name] = changed;
        yield [at, copy];
      }
    }
  }
}

describe('nothing altered is valid', () => {
  it('untouched it is valid, by the API and by core', async () => {
    expect(await byApi({ credential: licence.credential, receipt })).toMatchObject({ verdict: 'valid' });
    expect(byCore({})).toMatchObject({
      verdict: 'valid',
      status: 'passed status-active',
      attestation: 'passed anchored',
    });
  });

  it('one character of the JWT or of a disclosure fails integrity', async () => {
    const places = placesOf(licence.credential);
    const answers = await Promise.all(
      places.map((at) => byApi({ credential: altered(licence.credential, at), receipt })),
    );
    for (const [i, answer] of answers.entries()) {
      expect([places[i], answer.verdict, answer.integrity]).toEqual([
        places[i],
        'invalid',
        expect.stringMatching(/^failed /),
      ]);
    }
    for (const at of places) {
      const answer = byCore({ credential: altered(licence.credential, at) });
      expect([at, answer.verdict, answer.integrity]).toEqual([at, 'invalid', expect.stringMatching(/^failed /)]);
    }
  });

  it('a disclosure of another licence, one twice and one without its issuer fail integrity', async () => {
    const [jwt, first, ...rest] = licence.credential.split('~');
    const foreign = other.credential.split('~')[1];
    for (const credential of [
      [jwt, first, foreign, ...rest].join('~'),
      [jwt, first, first, ...rest].join('~'),
      [jwt, ...rest].join('~').replace(/~$/, ''),
    ]) {
      expect(await byApi({ credential })).toMatchObject({
        verdict: 'invalid',
        integrity: expect.stringMatching(/^failed /),
      });
    }
  });

  it('each field of the receipt fails attestation', async () => {
    const changes = [...leavesAltered(receipt)];
    const paths = changes.map(([path]) => path);
    for (const name of ['/event/time', '/salt', '/entry', '/index', '/treeSize', '/inclusionProof/0', '/checkpoint'])
      expect(paths).toContain(name);
    for (const name of ['chainId', 'contract', 'logId', 'treeSize', 'transactionHash', 'blockNumber', 'blockTime'])
      expect(paths).toEqual(expect.arrayContaining([`/anchor/${name}`, `/previousAnchor/${name}`]));
    for (const [path, value] of changes) {
      const expected = [path, 'invalid', expect.stringMatching(/^failed /)];
      const api = await byApi({ credential: licence.credential, receipt: value });
      expect([path, api.verdict, api.attestation]).toEqual(expected);
      const core = byCore({ receipt: { value, brought: true } });
      expect([path, core.verdict, core.attestation]).toEqual(expected);
    }
  });

  it('a genuine receipt of another licence fails attestation', async () => {
    const otherReceipt = await anchoredReceipt(demo, other);
    const expected = { verdict: 'invalid', attestation: 'failed receipt-of-another-licence' };
    expect(await byApi({ credential: licence.credential, receipt: otherReceipt })).toMatchObject(expected);
    expect(byCore({ receipt: { value: otherReceipt, brought: true } })).toMatchObject(expected);
  });

  it('a genuine receipt of another event of the same licence fails attestation', async () => {
    const suspended = await issueExample(demo, 0);
    const reason = { reasonCode: 'other', reason: 'a journey' };
    const answer = await ask(demo.baseUrl, `/v1/licences/${suspended.identifier}/suspend`, {
      token: suspended.token,
      body: reason,
    });
    expect(answer.status).toBe(200);
    const { event, salt, entry } = answer.body.inclusionPromise;
    const report = await byApi({
      credential: suspended.credential,
      receipt: { ...receipt, event, salt, entry },
    });
    expect(report).toMatchObject({ verdict: 'invalid', attestation: 'failed receipt-of-another-event' });
  });

  it('an altered status token leaves status open', () => {
    for (const at of placesOf(evidence.status.token)) {
      const token = altered(evidence.status.token, at);
      const answer = byCore({ status: { from: 'token', token, asOf: new Date().toISOString() } });
      expect([at, answer.verdict, answer.status]).toEqual([at, 'indeterminate', 'indeterminate status-token-invalid']);
    }
  });

  it('an altered trust list leaves the issuer open', () => {
    for (const at of placesOf(evidence.trust.jws)) {
      const jws = altered(evidence.trust.jws, at);
      const answer = byCore({ trust: { jws, root: demo.trust.publicKey, asOf: new Date().toISOString() } });
      expect([at, answer.verdict, answer.issuer]).toEqual([at, 'indeterminate', 'indeterminate trust-list-invalid']);
    }
  });

  it('a trust list under another root, or older than one seen, leaves the issuer open', () => {
    const asOf = new Date().toISOString();
    const { number } = payloadOf(evidence.trust.jws);
    const { jws } = evidence.trust;
    for (const trust of [
      { jws, root: openKeysOf(folder).ec('status').publicKey, asOf },
      { jws, root: demo.trust.publicKey, asOf, seenNumber: number + 1 },
    ]) {
      expect(byCore({ trust })).toMatchObject({ verdict: 'indeterminate', issuer: 'indeterminate trust-list-invalid' });
    }
  });
});

describe('by the QR', () => {
  it('another identifier with this code is unknown', async () => {
    const report = await byApi({ identifier: other.identifier, code: licence.code });
    expect(report.verdict).not.toBe('valid');
    expect(report.integrity).not.toMatch(/^passed/);
  });
});
