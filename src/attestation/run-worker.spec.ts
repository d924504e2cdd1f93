import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readLastFinal } from './anchor.store.js';
import type { LedgerFault } from './ledger-fault.js';
import { type RunningWorker, runWorker } from './run-worker.js';
import { type LedgerFixture, startLedger } from './testing/ledger.fixture.js';

describe(runWorker.name, () => {
  let f: LedgerFixture;
  let running: RunningWorker | undefined;
  beforeAll(async () => {
    f = await startLedger();
  });
  beforeEach(() => f.reset());
  afterAll(async () => {
    await running?.stop();
    await f.close();
  });

  const until = async (condition: () => Promise<boolean>) => {
    const end = Date.now() + 10_000;
    while (!(await condition())) {
      if (Date.now() > end) throw new Error('it did not come to pass');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('carries entries to a final anchor by itself, and ends when told', async () => {
    const onFatal = jest.fn<(fault: LedgerFault) => void>();
    running = runWorker(f.worker(), { pauseMs: 10, onFatal });
    await f.append(5);
    await until(async () => {
      await f.chain.mine();
      return (await readLastFinal(f.pool))?.treeSize === 5;
    });
    await running.stop();
    await f.append(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await f.pool.query('select 1 from journal')).rowCount).toBe(1);
    expect(onFatal).not.toHaveBeenCalled();
  });

  it('stops both lanes, loudly, when settled history reads differently', async () => {
    await f.append(2);
    await f.worker().tick();
    await f.pool.query('delete from log_tile');
    await f.pool.query('insert into log_tile values (0, 0, 2, $1)', [Buffer.alloc(64)]);
    await f.append(1);
    const fault = await new Promise<LedgerFault>((resolve) => {
      running = runWorker(f.worker(), { pauseMs: 10, onFatal: resolve });
    });
    expect(fault.name).toBe('LedgerFault');
    await running?.stop();
    await f.append(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await f.pool.query('select 1 from journal')).rowCount).toBe(1);
  });
});
