import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KnownAnchor, Receipt } from '../../src/core/index.js';
import { readAnchorEvents } from '../support/known-anchors.js';
import { anchoredReceipt, type IssuedLicence, issueExample } from '../support/licences.js';
import { ask, eventually, type RunningRegistry, startRegistry } from '../support/registry.js';

let registry: RunningRegistry;
let before: IssuedLicence;
let since: IssuedLicence[];

beforeAll(async () => {
  registry = await startRegistry({ timeout: 180_000 });
  before = await issueExample(registry.demo);
  await anchoredReceipt(registry.demo, before);
}, 240_000);

afterAll(async () => {
  if (!registry) return;
  signalNode('SIGCONT');
  await registry.remove();
});

const nodePid = (): number => JSON.parse(readFileSync(join(registry.folder, 'chain/node.json'), 'utf8')).pid;
const signalNode = (name: NodeJS.Signals): void => void process.kill(nodePid(), name);

async function told({ identifier, code }: IssuedLicence, policy: string) {
  const { baseUrl } = registry.demo;
  const { status, body } = await ask(baseUrl, '/v1/verifications', { body: { identifier, code, policy }, key: null });
  expect(status).toBe(200);
  const attestation = body.checks.find(({ check }: { check: string }) => check === 'attestation');
  return { verdict: body.verdict as string, attestation };
}

/** One unbroken line of anchors, no size twice, each with its root on the chain once. */
function expectOneLine(events: KnownAnchor[]): void {
  let previous = 0;
  for (const { treeSize, previousTreeSize } of events) {
    expect(previousTreeSize).toBe(previous);
    expect(treeSize).toBeGreaterThan(previous);
    previous = treeSize;
  }
}

async function expectAnchoredOnce(licences: IssuedLicence[]): Promise<void> {
  const receipts = await Promise.all(licences.map((licence) => anchoredReceipt(registry.demo, licence)));
  const events = await readAnchorEvents(registry.demo);
  expectOneLine(events);
  for (const { index, anchor } of receipts) {
    const covering = events.filter(({ treeSize, previousTreeSize }) => previousTreeSize <= index && index < treeSize);
    expect(covering).toHaveLength(1);
    expect(covering[0]).toMatchObject(anchor as object);
  }
  const { body } = await ask(registry.demo.baseUrl, '/log/anchors');
  const listed = body.items.map(({ statement, checkpoint, ...anchor }: Record<string, unknown>) => anchor);
  expect(events.slice(0, listed.length)).toEqual(listed);
}

describe('while the chain is away', () => {
  beforeAll(() => signalNode('SIGSTOP'));

  it('issuing goes on', async () => {
    since = await Promise.all([0, 1, 2, 3, 4].map((n) => issueExample(registry.demo, n)));
    expect(new Set(since.map(({ identifier }) => identifier)).size).toBe(5);
  });

  it('logging goes on: receipts name no anchor', async () => {
    for (const { identifier, token } of since) {
      const receipt = await eventually(async () => {
        const { status, body } = await ask(registry.demo.baseUrl, `/v1/licences/${identifier}/receipt`, { token });
        return status === 200 && (body as Receipt);
      });
      expect(receipt.anchor).toBeNull();
    }
  });

  it('what was issued since is never invalid, and says how long its anchor is awaited', async () => {
    for (const licence of since) {
      const standard = await told(licence, 'standard');
      expect(standard.verdict).toBe('valid');
      expect(standard.attestation).toMatchObject({ outcome: 'indeterminate', code: 'logged-not-anchored' });
      const event = licence.inclusionPromise.event as { time: string };
      expect(standard.attestation.detail).toContain(event.time);
      expect(Date.parse(standard.attestation.asOf)).toBeLessThanOrEqual(Date.now());
      expect((await told(licence, 'strict')).verdict).toBe('indeterminate');
    }
  });

  it('what was anchored stays passed', async () => {
    const { verdict, attestation } = await told(before, 'strict');
    expect([verdict, attestation.outcome, attestation.code]).toEqual(['valid', 'passed', 'anchored']);
  });

  it('the registry stays ready and tells what stands still', async () => {
    const { status, body } = await ask(registry.demo.baseUrl, '/health/ready');
    expect(status).toBe(200);
    expect(body.dependencies).toContainEqual(expect.objectContaining({ name: 'chain', state: 'behind' }));
  });

  it('a licence is suspended all the same', async () => {
    const answer = await ask(registry.demo.baseUrl, `/v1/licences/${since[4]!.identifier}/suspend`, {
      token: since[4]!.token,
      body: { reasonCode: 'other', reason: 'A journey asks for it' },
    });
    expect(answer.status).toBe(200);
    expect((await told(since[4]!, 'standard')).verdict).toBe('invalid');
  });
});

describe('when the chain is back', () => {
  beforeAll(() => signalNode('SIGCONT'));

  it('the backlog anchors by itself, each event once', async () => {
    await expectAnchoredOnce([before, ...since]);
    expect((await told(since[0]!, 'strict')).verdict).toBe('valid');
  });
});

describe('when the chain is killed', () => {
  it('it comes back by itself, and what was acknowledged meanwhile is anchored once', async () => {
    const killed = nodePid();
    since = await Promise.all([0, 1, 2].map((n) => issueExample(registry.demo, n)));
    signalNode('SIGKILL');
    since.push(...(await Promise.all([3, 4].map((n) => issueExample(registry.demo, n)))));
    for (const licence of since) expect((await told(licence, 'standard')).verdict).toBe('valid');
    await expectAnchoredOnce([before, ...since]);
    expect(nodePid()).not.toBe(killed);
    for (const licence of [before, ...since]) expect((await told(licence, 'strict')).verdict).toBe('valid');
  });
});
