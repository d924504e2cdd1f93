import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { killDrill } from '../drills/kill-drill.js';

describe('a registry whose processes are killed outright under load', () => {
  it('keeps what it acknowledged: there, logged once, anchored once, verified', async () => {
    const said: string[] = [];
    const seed = randomInt(2 ** 31);
    const drill = killDrill({ kills: 3, seed, of: ['app', 'postmaster', 'chain'], say: (line) => said.push(line) });
    const { violations, acknowledged, summary } = await drill.catch((cause: unknown) => {
      throw new Error(said.join('\n'), { cause });
    });
    expect({ summary, violations }).toEqual({ summary, violations: [] });
    expect(acknowledged).toBeGreaterThan(10);
  }, 240_000);
});
