import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Evidence, standard, verify } from '../../src/core/index.js';
import { nodeCrypto } from '../../src/platform/index.js';
import { payloadOf, toldByApi } from '../support/evidence.js';
import { readAnchorEvents } from '../support/known-anchors.js';
import { anchoredReceipt, type IssuedLicence, issueExample, sayings } from '../support/licences.js';
import { type Answer, ask, type Demo, eventually } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

const reason = { reasonCode: 'other', reason: 'A journey asks for it' };
let demo: Demo;
let folder: string;
let licence: IssuedLicence;
/** Moments at which nothing was under way: after each act was acknowledged, before the next was asked for. */
const after: Record<'issue' | 'suspend' | 'resume' | 'revoke', string> = {
  issue: '',
  suspend: '',
  resume: '',
  revoke: '',
};

async function moment(): Promise<string> {
  await sleep(1_500);
  const now = new Date().toISOString();
  await sleep(100);
  return now;
}

/** Publishes the next trust list as an operator does, by the step that alone opens the trust root. */
async function publishTrustList(): Promise<string> {
  const keys = join(folder, 'keys');
  const { uri } = payloadOf(licence.credential).status.status_list;
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/bundle/cli.js', 'trust', 'publish'], {
    env: {
      PATH: process.env.PATH,
      DATABASE_OWNER_URL: demo.database.ownerUrl,
      KEYSTORE_FILE: join(keys, 'keystore.json'),
      KEYSTORE_PASSPHRASE_FILE: join(keys, 'passphrase'),
      TRUST_KEYSTORE_FILE: join(keys, 'trust-root.json'),
      TRUST_KEYSTORE_PASSPHRASE_FILE: join(keys, 'trust-root-passphrase'),
      BASE_URL: demo.baseUrl,
      REGISTRY_IDENTITY: uri.slice(0, uri.indexOf('/status-lists/')),
      LOG_ORIGIN: demo.log.origin,
      CHAIN_ID: String(demo.chain.chainId),
      LOG_ANCHOR_ADDRESS: demo.chain.contracts.logAnchor,
    },
  });
  return stdout;
}

const listNumber = async (): Promise<number> => payloadOf(await (await fetch(demo.trust.url)).text()).number;
const versions = (record: string, query = '') => ask(demo.baseUrl, `/log/versions/${record}${query}`);

beforeAll(async () => {
  ({ demo, folder } = await sharedRegistry());
  licence = await issueExample(demo, 2);
  after.issue = await moment();
  for (const command of ['suspend', 'resume', 'revoke'] as const) {
    const { status } = await ask(demo.baseUrl, `/v1/licences/${licence.identifier}/${command}`, {
      token: licence.token,
      body: reason,
    });
    expect(status).toBe(200);
    after[command] = await moment();
  }
  const before = await listNumber();
  expect(await publishTrustList()).toContain(`trust list ${before + 1} is published`);
  await anchoredReceipt(demo, licence);
  await eventually(async () => (await listNumber()) > before);
  await eventually(async () => {
    const { body } = await versions('trust-list/trust', `?number=${before + 1}`);
    return body.anchor;
  });
  // The present is what is not a minute old: only then is a moment answered from versions.
  await sleep(Math.max(0, Date.parse(after.revoke) + 61_000 - Date.now()));
}, 300_000);

describe('a verification as of a past date', () => {
  it.each([
    ['issue', 'valid', 'passed status-active'],
    ['suspend', 'invalid', 'failed status-suspended'],
    ['resume', 'valid', 'passed status-active'],
    ['revoke', 'invalid', 'failed status-revoked'],
  ] as const)('tells how it was after %s', async (act, verdict, status) => {
    for (const body of [
      { identifier: licence.identifier, code: licence.code },
      { credential: licence.credential },
      { qr: licence.verificationUrl },
    ]) {
      const told = await toldByApi(demo, { ...body, at: after[act] });
      expect(told).toMatchObject({
        verdict,
        status,
        issuer: 'passed issuer-confirmed',
        'right-to-issue': 'passed right-held',
        attestation: 'passed anchored',
      });
    }
  });

  it('names the versions that it rests on, and the moment as its age', async () => {
    const body = { credential: licence.credential, at: after.suspend };
    const check = (name: string) => report.checks.find((one: { check: string }) => one.check === name);
    let report: Answer['body'] = { checks: [] };
    // The trust list in memory was read a while before: until that reading is a minute past the moment it speaks of it too.
    await eventually(async () => {
      ({ body: report } = await ask(demo.baseUrl, '/v1/verifications', { body, key: null }));
      return /by versions? /.test(check('issuer').detail);
    });
    expect(check('status').detail).toMatch(/by versions \d+ and \d+ of the status-list/);
    for (const name of ['issuer', 'right-to-issue']) {
      expect(check(name).detail).toMatch(/by versions \d+ and \d+ of the trust-list/);
      expect(check(name).asOf).toBe(after.suspend);
    }
    expect(report.licence).not.toHaveProperty('state');
  });

  it('tells the present as ever, and that nothing is known from before the first version', async () => {
    expect((await toldByApi(demo, { credential: licence.credential })).status).toBe('failed status-revoked');
    const long = await toldByApi(demo, { credential: licence.credential, at: '2020-01-01T00:00:00Z' });
    expect(long).toMatchObject({
      issuer: 'indeterminate history-begins-later',
      'right-to-issue': 'indeterminate history-begins-later',
      status: 'indeterminate history-begins-later',
    });
  });

  it('is proven to a stranger by the public versions, the chain and the pinned root alone', async () => {
    const told = async (at: string) => {
      const list = /\d+$/.exec(payloadOf(licence.credential).status.status_list.uri)?.[0];
      const [trust, status] = await Promise.all([
        versions('trust-list/trust', `?at=${at}`),
        versions(`status-list/${list}`, `?at=${at}`),
      ]);
      expect([trust.status, status.status]).toEqual([200, 200]);
      const asOf = new Date().toISOString();
      const evidence: Evidence = {
        credential: licence.credential,
        trust: { jws: await (await fetch(demo.trust.url)).text(), root: demo.trust.publicKey, asOf },
        status: { unavailable: 'judged without the registry' },
        receipt: { value: await anchoredReceipt(demo, licence), brought: true },
        anchors: { anchors: await readAnchorEvents(demo), asOf },
        history: { roots: [demo.trust.publicKey], trust: trust.body, status: status.body },
      };
      const report = verify(evidence, standard, Date.parse(at), nodeCrypto);
      return [report.verdict, sayings(report).status];
    };
    expect(await told(after.issue)).toEqual(['valid', 'passed status-active']);
    expect(await told(after.suspend)).toEqual(['invalid', 'failed status-suspended']);
    expect(await told(after.resume)).toEqual(['valid', 'passed status-active']);
  });

  it('leaves every record’s versions open to all, numbered without a gap', async () => {
    const trust = payloadOf(await (await fetch(demo.trust.url)).text());
    const records = [
      'trust-list/trust',
      'status-list/0',
      `licence-type/${licence.typeCode}`,
      `key/${trust.keys[0].keyId}`,
      `key/${trust.authorities[0].certificates[0].thumbprint}`,
      `right-to-issue/${trust.authorities[0].creditCode}/${trust.authorities[0].rights[0].typeCode}`,
    ];
    for (const record of records) {
      const { status, body } = await versions(record);
      expect([record, status]).toEqual([record, 200]);
      const numbers = body.items.map((item: { version: { number: number } }) => item.version.number);
      expect(numbers).toEqual(numbers.map((_: number, i: number) => i + 1));
    }
    const paged = await versions('trust-list/trust', '?limit=1');
    expect(paged.body).toMatchObject({ items: [{ version: { number: 1 } }], next: '1' });
    for (const [record, query, expected] of [
      ['trust-list/other', '', 404],
      ['licence/x', '', 404],
      ['trust-list/trust', '?number=1000000', 404],
      ['trust-list/trust', '?number=0', 400],
      ['trust-list/trust', '?at=yesterday', 400],
      ['trust-list/trust', '?at=2026-01-01T00:00:00Z&number=1', 400],
    ] as const) {
      expect([record, query, (await versions(record, query)).status]).toEqual([record, query, expected]);
    }
  });
});
