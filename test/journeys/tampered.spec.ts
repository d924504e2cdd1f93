import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nobleCrypto } from '../../src/core/crypto/noble.js';
import {
  assembleMaster,
  type Evidence,
  finishMaster,
  formatLicenceIdentifier,
  type MasterInput,
  parseLicenceIdentifier,
  type Receipt,
  standard,
  verify,
} from '../../src/core/index.js';
import { nodeCrypto } from '../../src/platform/index.js';
import { Keystore } from '../../src/signing/index.js';
import { readAnchorEvents } from '../support/known-anchors.js';
import { anchoredReceipt, type IssuedLicence, issueExample, sayings } from '../support/licences.js';
import { ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let keystore: Keystore;
let licence: IssuedLicence;
let other: IssuedLicence;
let receipt: Receipt;
let otherReceipt: Receipt;
let evidence: Evidence & { trust: { jws: string }; status: { token: string } };

beforeAll(async () => {
  const registry = await sharedRegistry();
  demo = registry.demo;
  const keys = join(registry.folder, 'keys');
  keystore = Keystore.open(join(keys, 'keystore.json'), readFileSync(join(keys, 'passphrase'), 'utf8'));
  [licence, other] = await Promise.all([issueExample(demo, 0), issueExample(demo, 0)]);
  [receipt, otherReceipt] = await Promise.all([anchoredReceipt(demo, licence), anchoredReceipt(demo, other)]);
  const asOf = new Date().toISOString();
  const { uri } = payloadOf(licence.credential).status.status_list;
  evidence = {
    credential: licence.credential,
    trust: { jws: await (await fetch(demo.trust.url)).text(), root: demo.trust.publicKey, asOf },
    status: { from: 'token', token: await (await fetch(uri)).text(), asOf },
    receipt: { value: receipt, brought: true },
    anchors: { anchors: await readAnchorEvents(demo), asOf },
  };
}, 240_000);

const payloadOf = (credential: string) => JSON.parse(Buffer.from(credential.split('.')[1]!, 'base64url').toString());

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

const byApi = async (body: Record<string, unknown>) => {
  const answer = await ask(demo.baseUrl, '/v1/verifications', { body, key: null });
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return { verdict: answer.body.verdict as string, ...sayings(answer.body) } as Record<string, string>;
};
const byCore = (change: Partial<Evidence>) => {
  const report = verify({ ...evidence, ...change }, standard, Date.now(), nodeCrypto);
  return { verdict: report.verdict as string, ...sayings(report) } as Record<string, string>;
};

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
      { jws, root: keystore.ec('status').publicKey, asOf },
      { jws, root: demo.trust.publicKey, asOf, seenNumber: number + 1 },
    ]) {
      expect(byCore({ trust })).toMatchObject({ verdict: 'indeterminate', issuer: 'indeterminate trust-list-invalid' });
    }
  });
});

describe('a genuine key of one authority', () => {
  let input: MasterInput;

  beforeAll(() => {
    const payload = payloadOf(licence.credential);
    const { idx: index, uri } = payload.status.status_list;
    input = {
      issuer: payload.iss,
      vct: payload.vct,
      identifier: payload.licence_id,
      x5c: x5cOf(0),
      issuedAt: payload.iat,
      issuanceDate: payload.issuance_date,
      status: { uri, index },
      holders: [{ kind: 'person', codeType: '111', code: '11010519491231002X', name: '某某' }],
      faceData: { name: '某某' },
    };
  });

  const keyOf = (n: number) => {
    const departments = demo.clients.filter((client) => client.role === 'department');
    return keystore.ec(`authority/${departments[n]!.organisation.creditCode}`);
  };
  const x5cOf = (n: number) => [...keyOf(n).certificates];
  const forged = (change: Partial<MasterInput>, signer: number): string => {
    const { signingInput, disclosures } = assembleMaster(
      { ...input, ...change },
      { salt: () => randomBytes(16), crypto: nobleCrypto },
    );
    return finishMaster(signingInput, keyOf(signer).sign(Buffer.from(signingInput)), disclosures);
  };
  const issuerOf = (n: number) => input.issuer.replace(/[^/]+$/, keyOf(n).name.replace('authority/', ''));

  it('is taken for its own name', () => {
    expect(byCore({ credential: forged({}, 0) })).toMatchObject({
      integrity: 'passed intact',
      issuer: 'passed issuer-confirmed',
      attestation: 'failed receipt-of-another-licence',
    });
  });

  it.each<[string, () => string, string, string]>([
    [
      'under its own certificate and another name',
      () => forged({ x5c: x5cOf(1) }, 1),
      'issuer',
      'failed certificate-of-another-issuer',
    ],
    [
      'under its own name, for an identifier of another',
      () => forged({ x5c: x5cOf(1), issuer: issuerOf(1) }, 1),
      'issuer',
      'failed identifier-of-another-authority',
    ],
    ['under the certificate of another', () => forged({}, 1), 'integrity', 'failed signature-wrong'],
    [
      'for a type that only another may issue',
      () => {
        const issuerCode = keyOf(1).name.replace('authority/', '');
        const parts = parseLicenceIdentifier(input.identifier);
        if (!parts.ok) throw new Error(parts.code);
        const identifier = formatLicenceIdentifier({ ...parts.value, issuerCode });
        return forged({ x5c: x5cOf(1), issuer: issuerOf(1), identifier }, 1);
      },
      'right-to-issue',
      'failed right-not-held',
    ],
  ])('fails %s', async (_how, make, check, saying) => {
    const credential = make();
    expect(byCore({ credential })).toMatchObject({ verdict: 'invalid', [check]: saying });
    const api = await byApi({ credential });
    expect(api).toMatchObject({ verdict: 'invalid', [check]: saying, status: 'failed status-unknown-to-registry' });
  });

  it('does not make a licence that the registry never held', async () => {
    expect(await byApi({ credential: forged({}, 0) })).toMatchObject({
      verdict: 'invalid',
      integrity: 'passed intact',
      issuer: 'passed issuer-confirmed',
      status: 'failed status-unknown-to-registry',
    });
  });

  it('the status key signs no licence, nor does the promise key a status token', async () => {
    const [header, body] = evidence.status.token.split('.');
    const signature = keystore.ec('promise').sign(Buffer.from(`${header}.${body}`));
    const token = `${header}.${body}.${Buffer.from(signature).toString('base64url')}`;
    const asOf = new Date().toISOString();
    expect(byCore({ status: { from: 'token', token, asOf } })).toMatchObject({
      verdict: 'indeterminate',
      status: 'indeterminate status-token-invalid',
    });
    expect(await byApi({ credential: `${evidence.status.token}~` })).toMatchObject({
      verdict: 'invalid',
      integrity: expect.stringMatching(/^failed /),
    });
  });
});

describe('by the QR', () => {
  it('another identifier with this code is unknown', async () => {
    const report = await byApi({ identifier: other.identifier, code: licence.code });
    expect(report.verdict).not.toBe('valid');
    expect(report.integrity).not.toMatch(/^passed/);
  });
});
