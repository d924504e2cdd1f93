import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Evidence } from '../../src/core/index.js';
import { payloadOf, toldByCore } from '../support/evidence.js';
import { readAnchorEvents } from '../support/known-anchors.js';
import { anchoredReceipt, type IssuedLicence, issueExample, sayings } from '../support/licences.js';
import { type Answer, ask, type Demo, eventually } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let licence: IssuedLicence;
const reason = { reasonCode: 'other', reason: 'A journey asks for it' };

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  licence = await issueExample(demo, 3);
}, 240_000);

const change = (command: string, key?: string, body: unknown = reason): Promise<Answer> =>
  ask(demo.baseUrl, `/v1/licences/${licence.identifier}/${command}`, { token: licence.token, body, key });

/** What the very next request is told, by code, by QR and by credential. */
async function toldNow(): Promise<string[]> {
  const told: string[] = [];
  for (const body of [
    { identifier: licence.identifier, code: licence.code },
    { qr: licence.verificationUrl },
    { credential: licence.credential },
  ]) {
    const { body: report } = await ask(demo.baseUrl, '/v1/verifications', { body, key: null });
    told.push(`${report.verdict}, ${sayings(report).status}`);
  }
  return told;
}
const allTold = (said: string) => [said, said, said];

const tokenNow = async (): Promise<string> => {
  return (await fetch(payloadOf(licence.credential).status.status_list.uri)).text();
};

/** What a stranger reads from the status list, once it says so; waits no longer than the time to live that the list states. */
async function listed(saying: string): Promise<string> {
  const { ttl } = payloadOf(await tokenNow());
  return eventually(async () => {
    const asOf = new Date().toISOString();
    const evidence: Evidence = {
      credential: licence.credential,
      trust: { jws: await (await fetch(demo.trust.url)).text(), root: demo.trust.publicKey, asOf },
      status: { from: 'token', token: await tokenNow(), asOf },
      receipt: { unavailable: 'not asked for' },
      anchors: { unavailable: 'not asked for' },
    };
    const { status } = toldByCore(evidence);
    return status === saying && status;
  }, ttl * 1000);
}

describe('the life of a licence', () => {
  it('begins active, at once and in the list', async () => {
    expect(await toldNow()).toEqual(allTold('valid, passed status-active'));
    expect(await listed('passed status-active')).toBeTruthy();
  });

  it('can’t be resumed before it is suspended', async () => {
    const answer = await change('resume');
    expect([answer.status, answer.body.code]).toEqual([409, 'transition-not-allowed']);
    expect(await toldNow()).toEqual(allTold('valid, passed status-active'));
  });

  it('wants a reason of this command', async () => {
    const wrong = await change('suspend', undefined, { ...reason, reasonCode: 'because' });
    expect([wrong.status, wrong.body.code, wrong.body.errors[0].pointer]).toEqual([
      422,
      'reason-code-unknown',
      '/reasonCode',
    ]);
    const none = await change('suspend', undefined, {});
    expect([none.status, none.body.code]).toEqual([400, 'body-invalid']);
  });

  it('is suspended at once, and in the list within its time to live', async () => {
    const key = `suspend-${licence.identifier}`.slice(0, 100);
    const answer = await change('suspend', key);
    expect(answer).toMatchObject({ status: 200, body: { state: 'suspended', attestation: 'pending' } });
    expect(await toldNow()).toEqual(allTold('invalid, failed status-suspended'));
    expect((await change('suspend', key)).body).toEqual(answer.body);
    expect((await change('suspend', key, { ...reason, reason: 'Another' })).body.code).toBe('idempotency-conflict');
    expect((await change('suspend')).body.code).toBe('transition-not-allowed');
    expect(await listed('failed status-suspended')).toBeTruthy();
  });

  it('is resumed at once, and in the list within its time to live', async () => {
    expect(await change('resume')).toMatchObject({ status: 200, body: { state: 'active' } });
    expect(await toldNow()).toEqual(allTold('valid, passed status-active'));
    expect(await listed('passed status-active')).toBeTruthy();
  });

  it('is revoked at once, and in the list within its time to live', async () => {
    const key = `revoke-${licence.identifier}`.slice(0, 100);
    const answer = await change('revoke', key);
    expect(answer).toMatchObject({ status: 200, body: { state: 'revoked' } });
    expect(await toldNow()).toEqual(allTold('invalid, failed status-revoked'));
    expect((await change('revoke', key)).body).toEqual(answer.body);
    expect(await listed('failed status-invalid')).toBeTruthy();
  });

  it('has no way back', async () => {
    for (const command of ['resume', 'suspend', 'revoke', 'rescind', 'cancel']) {
      const answer = await change(command);
      expect([command, answer.status, answer.body.code]).toEqual([command, 409, 'transition-not-allowed']);
    }
    expect(await toldNow()).toEqual(allTold('invalid, failed status-revoked'));
  });

  it('is told in its events, one after the other, each logged and anchored', async () => {
    const receipt = await anchoredReceipt(demo, licence);
    expect(receipt.event.command).toBe('issue');
    const events = await eventually(async () => {
      const { body } = await ask(demo.baseUrl, `/v1/licences/${licence.identifier}/events`, { token: licence.token });
      return body.items.every((event: { attestation: string }) => event.attestation === 'anchored') && body.items;
    });
    expect(events.map((event: { command: string }) => event.command)).toEqual(['issue', 'suspend', 'resume', 'revoke']);
    let previous: string | null = null;
    for (const { inclusionPromise } of events) {
      expect(inclusionPromise.event.previousEvent).toBe(previous);
      previous = inclusionPromise.entry;
    }
    expect(events[3].reason).toBe(reason.reason);
    expect((await readAnchorEvents(demo)).some(({ treeSize }) => treeSize === receipt.treeSize)).toBe(true);
  });

  it('may be rescinded or cancelled instead', async () => {
    for (const [command, state] of [
      ['rescind', 'rescinded'],
      ['cancel', 'cancelled'],
    ] as const) {
      licence = await issueExample(demo, 3);
      expect(await change(command)).toMatchObject({ status: 200, body: { state } });
      expect(await toldNow()).toEqual(allTold(`invalid, failed status-${state}`));
    }
  });

  it('of another authority’s licence nobody learns anything, nor changes it', async () => {
    const theirs = await issueExample(demo, 1);
    const missing = theirs.identifier.replace(/\.\d{3}\../, '.777.X');
    const told = async (path: string, body?: unknown) => {
      const answer = await ask(demo.baseUrl, path, { token: licence.token, ...(body ? { body } : {}) });
      return [answer.status, answer.body];
    };
    for (const [path, body] of [
      ['', undefined],
      ['/events', undefined],
      ['/receipt', undefined],
      ['/carriers/sd-jwt', undefined],
      ['/revoke', reason],
      ['/suspend', reason],
    ] as const) {
      const foreign = await told(`/v1/licences/${theirs.identifier}${path}`, body);
      expect([path, foreign[0]]).toEqual([path, 404]);
      expect(foreign).toEqual(await told(`/v1/licences/${missing}${path}`, body));
    }
    licence = theirs;
    expect(await toldNow()).toEqual(allTold('valid, passed status-active'));
  });
});
