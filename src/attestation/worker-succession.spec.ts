import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nodeCrypto } from '../platform/index.js';
import { readLastFinal, readOpenAnchor } from './anchor.store.js';
import { LedgerChain } from './chain.js';
import { deployContracts } from './deploy-contracts.js';
import { LogProofs } from './proofs.js';
import { publish } from './publish.js';
import { continueLog, retireContract } from './succeed-contract.js';
import { type LedgerFixture, startLedger } from './testing/ledger.fixture.js';

describe('a worker whose contract is succeeded by another', () => {
  let f: LedgerFixture;
  let old: LedgerChain;
  let next: LedgerChain;
  beforeAll(async () => {
    f = await startLedger();
    old = f.ledgerChain;
  });
  afterAll(() => f.close());

  const mine = async (blocks: number) => {
    for (let block = 0; block < blocks; block++) await f.chain.mine();
  };
  /** Does what mines by itself, block after block. */
  const mining = async <T>(work: (by: Awaited<ReturnType<typeof f.chain.provider.getSigner>>) => Promise<T>) => {
    await f.chain.provider.send('evm_setAutomine', [true]);
    try {
      return await work(await f.chain.provider.getSigner(0));
    } finally {
      await f.chain.provider.send('evm_setAutomine', [false]);
    }
  };

  it('says that the other does not go on from what is settled, and anchors nothing there', async () => {
    await f.append(3);
    const worker = f.worker();
    await worker.tick();
    await mine(3);
    expect((await worker.tickChain()).confirm).toBe('final');
    const { logAnchor } = await mining((admin) =>
      deployContracts({ provider: f.chain.provider, admin, anchorer: f.anchorer.address }),
    );
    next = new LedgerChain(old.provider, old.chainId, logAnchor, old.logId);
    await f.append(1);
    expect((await f.worker({ chain: next }).tick()).publish).toBe('failed');
    const parts = {
      pool: f.pool,
      chain: next,
      anchorer: f.anchorer,
      finality: f.node('one').finality,
      clock: Date.now,
    };
    const proofs = new LogProofs(f.pool, nodeCrypto);
    await expect(publish({ ...parts, proofs, minIntervalMs: 0 })).rejects.toThrow(
      `LOG_ANCHOR_ADDRESS names ${next.contract}, which does not continue this log from size 3, settled in contract ${old.contract}`,
    );
    // Registered anew it would begin with whatever comes first: that is no continuation.
    expect(await readOpenAnchor(f.pool)).toBeUndefined();
  });

  it('makes anew in the successor what the retired contract refused, and goes on without a gap', async () => {
    expect((await f.worker().tickChain()).publish).toBe('sent');
    const refused = (await readOpenAnchor(f.pool))!.transaction;
    await f.chain.provider.send('anvil_dropTransaction', [refused.hash]);
    await mining(async (by) => {
      const on = { provider: f.chain.provider, by };
      await retireContract({ ...on, contract: old.contract }, next.contract);
      await continueLog(
        { ...on, contract: next.contract },
        { predecessor: old.contract, logId: old.logId, anchorer: f.anchorer.address },
      );
    });
    const worker = f.worker({ chain: next });
    expect((await worker.tickChain()).confirm).toBe('waiting');
    await mine(1);
    expect((await f.chain.provider.getTransactionReceipt(refused.hash))?.status).toBe(0);
    expect(await worker.tickChain()).toEqual({ confirm: 'dropped', publish: 'sent' });
    await mine(3);
    expect((await worker.tickChain()).confirm).toBe('final');
    expect(await readLastFinal(f.pool)).toMatchObject({ treeSize: 4, previousSize: 3, contract: next.contract });
    // What was settled in the predecessor is still looked up there.
    await f.pool.query('delete from anchor where tree_size = 4');
    const later = f.worker({ chain: next });
    expect(await later.tickChain()).toEqual({ confirm: 'nothing-open', publish: 'adopted' });
    expect(later.state('recheck').state).toBe('ok');
    expect((await later.tickChain()).confirm).toBe('final');
  });

  it('follows to finality in the old contract what was mined there before', async () => {
    await f.reset();
    await f.append(2);
    await f.worker().tick();
    await mine(1);
    const { logAnchor } = await mining((admin) =>
      deployContracts({ provider: f.chain.provider, admin, anchorer: f.anchorer.address }),
    );
    await mine(2);
    const worker = f.worker({ chain: new LedgerChain(old.provider, old.chainId, logAnchor, old.logId) });
    expect((await worker.tickChain()).confirm).toBe('final');
    expect(await readLastFinal(f.pool)).toMatchObject({ treeSize: 2, contract: old.contract });
  });

  it('refuses to go on upon another chain than the one where the log is settled', async () => {
    await f.reset();
    await f.append(2);
    const worker = f.worker();
    await worker.tick();
    await mine(3);
    await worker.tickChain();
    await f.pool.query('update anchor set chain_id = chain_id + 1');
    await f.append(1);
    expect((await f.worker().tick()).publish).toBe('failed');
    expect(await readOpenAnchor(f.pool)).toBeUndefined();
  });
});
