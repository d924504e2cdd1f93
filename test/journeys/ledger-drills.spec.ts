import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ledgerKillDrill } from '../drills/ledger-kill-drill.js';
import { steps } from '../drills/ledger-steps.js';
import { twoWorkersDrill } from '../drills/two-workers-drill.js';

describe('the ledger’s workers, on a chain that gives up blocks and with answers that get lost', () => {
  it('killed at one step after another lose nothing, leave no gap and anchor nothing twice', async () => {
    const said: string[] = [];
    const seed = randomInt(2 ** 31);
    const run = ledgerKillDrill({ kills: 8, seed, rough: true, say: (line) => said.push(line) });
    const { violations, kills, figures } = await run.catch((cause: unknown) => {
      throw new Error([`seed ${seed}`, ...said].join('\n'), { cause });
    });
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    const known = steps.map(({ says }) => says);
    const reached = [...kills].flatMap(([at, count]) => (known.includes(at) ? Array(count).fill(at) : []));
    expect(new Set(reached).size).toBeGreaterThan(5);
    expect(figures.leaves).toBeGreaterThan(100);
    expect(figures.anchors).toBeGreaterThan(0);
  }, 180_000);

  it('two at once number without gaps and anchor each size once', async () => {
    const seed = randomInt(2 ** 31);
    const { violations, figures, sent } = await twoWorkersDrill({ seconds: 6, seed, say: () => undefined });
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    expect(figures.leaves).toBeGreaterThan(100);
    expect(figures.anchors).toBeGreaterThan(1);
    expect(sent.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(figures.anchors);
  }, 120_000);
});
