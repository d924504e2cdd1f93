import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startChain } from './chain/chain.js';
import { until } from './process-state.js';
import { supervise } from './supervise.js';

describe('supervision', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-supervise-spec-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('brings a killed node back, again and again, and leaves it alone once ended', async () => {
    const chain = await startChain({ folder, chainId: 1337, warn: () => {} });
    const lines: string[] = [];
    const part = { name: 'The EVM node', isAlive: chain.isAlive, restart: chain.restart };
    const end = supervise([part], { warn: (line) => lines.push(line), giveUp: () => {}, everyMs: 20 });
    for (let round = 0; round < 2; round += 1) {
      const victim = chain.pid();
      process.kill(victim, 'SIGKILL');
      expect(await until(() => chain.pid() !== victim && chain.isAlive(), 10_000)).toBe(true);
    }
    await end();
    process.kill(chain.pid(), 'SIGKILL');
    await until(() => !chain.isAlive(), 5_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(chain.isAlive()).toBe(false);
    expect(lines).toHaveLength(4);
    await chain.stop();
  });

  it('tries again with longer pauses, and gives up in the end', async () => {
    const at: number[] = [];
    const cause = new Error('disk is gone');
    const restart = () => {
      at.push(performance.now());
      return Promise.reject(cause);
    };
    const given = await new Promise((resolve) => {
      const options = { warn: () => {}, everyMs: 1, limitMs: 900 };
      supervise([{ name: 'x', isAlive: () => false, restart }], { ...options, giveUp: (...why) => resolve(why) });
    });
    expect(given).toEqual(['x', cause]);
    expect(at.length).toBe(4);
    expect((at[3] ?? 0) - (at[2] ?? 0)).toBeGreaterThan(((at[1] ?? 0) - (at[0] ?? 0)) * 2);
  });
});
