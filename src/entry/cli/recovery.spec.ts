import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../platform/index.js';
import { recoverLog } from './log-recover.js';
import { rebuild } from './rebuild.js';
import { Usage } from './usage.js';

describe('the commands for a bad day', () => {
  it('say how they are called, and act on no half of it', async () => {
    await expect(rebuild(readConfig({}), ['--wirte'])).rejects.toThrow(Usage);
    for (const args of [[], ['--mirror', 'a', '--successor', 'b'], ['--from', 'a'], ['a']]) {
      await expect(recoverLog(readConfig({}), args)).rejects.toThrow(/usage: elicence log recover/);
    }
  });

  it('name the variables that are missing', async () => {
    expect(await rebuild(readConfig({}), [])).toEqual({
      said: 'rebuild failed: configuration: DATABASE_OWNER_URL is needed',
      exitCode: 2,
    });
    await expect(recoverLog(readConfig({}), ['--mirror', '/somewhere'])).rejects.toThrow(/CHAIN_RPC_URL.*are needed/);
  });
});
