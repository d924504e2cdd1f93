import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiProcess, startApiProcess } from '../drills/api-process.js';
import { RevocationDrill } from '../drills/revocation-drill.js';
import { anchoredReceipt, issueExample } from '../support/licences.js';
import { ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let processes: readonly [ApiProcess, ApiProcess];

beforeAll(async () => {
  const registry = await sharedRegistry();
  demo = registry.demo;
  const start = () => startApiProcess(registry.folder, demo);
  processes = await Promise.all([start(), start()]);
}, 240_000);
afterAll(() => Promise.all((processes ?? []).map((one) => one.stop())));

describe('a change of state at one of two processes', () => {
  it('is told by every verification that begins after its acknowledgement, also without notifications and by who stood still', async () => {
    const seed = randomInt(2 ** 31);
    const { violations, after, fromMemory } = await new RevocationDrill({
      rounds: 20,
      seed,
      lanes: 2,
      demo,
      processes,
      say: () => undefined,
    }).run();
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    expect(after).toBeGreaterThan(200);
    expect(fromMemory).toBeGreaterThan(100);
  }, 240_000);
});

describe('verifying a credential with its receipt again', () => {
  it('asks no database for it: what is asked meanwhile are the rounds of what is held', async () => {
    const licence = await issueExample(demo);
    const body = { credential: licence.credential, receipt: await anchoredReceipt(demo, licence) };
    const [{ url, wire }] = processes;
    const verify = async () => {
      const { status, body: report } = await ask(url, '/v1/verifications', { body, key: null });
      expect([status, report.verdict]).toEqual([200, 'valid']);
    };
    const states = () => wire.asked.get('registry-public-states') ?? 0;
    for (let asked = -1; asked !== states(); ) {
      asked = states();
      await verify();
    }
    const before = new Map(wire.asked);
    const began = performance.now();
    const many = 300;
    for (let i = 0; i < many; i++) await verify();
    const rounds = (performance.now() - began) / 200 + 5;
    const meanwhile = [...wire.asked].map(([name, count]): [string, number] => [name, count - (before.get(name) ?? 0)]);
    const asked = meanwhile.filter(([, count]) => count > 0);
    expect(asked.filter(([name]) => name.startsWith('registry-public'))).toEqual([]);
    // By time and not by verification, whatever is held with an age: leases, anchors, trust list.
    for (const [name, count] of asked) expect({ name, often: count > rounds }).toEqual({ name, often: false });
  }, 120_000);
});
