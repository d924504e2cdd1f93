import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FeeData } from 'ethers';
import pg from 'pg';
import { metrics } from '../platform/index.js';
import { readLastFinal, readOpenAnchor } from './anchor.store.js';
import { type LedgerFixture, startLedger } from './testing/ledger.fixture.js';
import type { AttestationWorker } from './worker.js';

/** What a chain does to a transaction, on a real node that mines only when told. */
describe('an anchor in flight', () => {
  let f: LedgerFixture;
  let worker: AttestationWorker;
  beforeAll(async () => {
    f = await startLedger();
  });
  beforeEach(async () => {
    await f.reset();
    worker = f.worker();
    await f.append(3);
  });
  afterAll(() => f.close());

  const mine = async (blocks = 1) => {
    for (let block = 0; block < blocks; block++) await f.chain.mine();
  };
  const open = async () => (await readOpenAnchor(f.pool))!;
  const onChain = async (hash: string) => f.chain.provider.getTransactionReceipt(hash);
  const counted = async (event: string): Promise<number> => {
    const { values } = await metrics.getSingleMetric('elicence_anchor_transactions_total')!.get();
    return values.find(({ labels }) => labels.event === event)?.value ?? 0;
  };
  /** Rounds and blocks until the log's whole size is final; every size on the chain was anchored once. */
  const settle = async (size = 3) => {
    for (let round = 0; round < 12 && (await readLastFinal(f.pool))?.treeSize !== size; round++) {
      await mine(1);
      await worker.tick();
    }
    expect(await readLastFinal(f.pool)).toMatchObject({ treeSize: size });
    const sizes = (await f.events()).map((event) => event.size);
    expect(sizes).toEqual([...new Set(sizes)]);
    expect(sizes.at(-1)).toBe(size);
  };
  const foreign = (nonce: number, gwei: bigint) =>
    f.anchorer.sendTransaction({
      to: f.anchorer.address,
      nonce,
      gasLimit: 21_000,
      maxFeePerGas: gwei * 10n ** 9n,
      maxPriorityFeePerGas: gwei * 10n ** 9n,
    });

  it('that the pool dropped is sent again, byte for byte', async () => {
    await worker.tick();
    const { transaction } = await open();
    await f.chain.provider.send('anvil_dropTransaction', [transaction.hash]);
    await mine();
    expect(await onChain(transaction.hash)).toBeNull();
    expect((await worker.tickChain()).confirm).toBe('waiting');
    await settle();
    expect(await f.events()).toEqual([{ size: 3, hash: transaction.hash }]);
  });

  it('goes through below a foreign transaction of the account that waits with a higher nonce', async () => {
    const next = await f.chain.provider.getTransactionCount(f.anchorer.address);
    const waiting = await foreign(next + 1, 50n);
    await worker.tick();
    expect((await open()).transaction.nonce).toBe(next);
    await settle();
    expect((await onChain(waiting.hash))?.status).toBe(1);
    await f.append(2);
    await settle(5);
    expect((await readLastFinal(f.pool))?.transaction.nonce).toBe(next + 2);
  });

  it('outbids a foreign transaction that waits under its nonce, or comes after it', async () => {
    const next = await f.chain.provider.getTransactionCount(f.anchorer.address);
    const before = await counted('dropped');
    const waiting = await foreign(next, 400n);
    // The pool refuses ours as underpriced: what becomes of it is read from the chain.
    expect((await worker.tick()).publish).toBe('sent');
    expect((await worker.tickChain()).confirm).toBe('waiting');
    await settle();
    expect((await onChain(waiting.hash))?.status).toBe(1);
    expect(await counted('dropped')).toBe(before + 1);
    expect((await readLastFinal(f.pool))?.transaction.nonce).toBe(next + 1);
  });

  it('that is reverted is made anew', async () => {
    await worker.tick();
    const first = (await open()).transaction;
    const admin = await f.chain.provider.getSigner(0);
    const { logId } = f.ledgerChain;
    const right = f.contract.connect(admin) as typeof f.contract;
    // Dearer, so that it is first in the block: ours meets a contract that no longer knows the anchorer.
    const fee = { maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 10n ** 11n, gasLimit: 200_000 };
    await right.getFunction('changeAnchorer')(logId, await admin.getAddress(), fee);
    await mine();
    expect((await onChain(first.hash))?.status).toBe(0);
    expect(await worker.tickChain()).toEqual({ confirm: 'dropped', publish: 'failed' });
    await right.getFunction('changeAnchorer')(logId, f.anchorer.address, fee);
    await mine();
    await settle();
    expect((await f.events()).map(({ hash }) => hash)).not.toContain(first.hash);
  });

  it('whose block was reorganised away is open again, and mined once more', async () => {
    const before = await counted('reorganised');
    await mine(3);
    await worker.tick();
    const first = (await open()).transaction;
    await mine();
    expect((await worker.tickChain()).confirm).toBe('mined');
    // Its block and the one below are replaced by empty ones; a pool does not take back what it held.
    await f.chain.provider.send('anvil_reorg', [2, []]);
    expect(await onChain(first.hash)).toBeNull();
    expect((await worker.tickChain()).confirm).toBe('waiting');
    expect(await open()).toMatchObject({ state: 'sent', block: null, transaction: { hash: first.hash } });
    expect(await counted('reorganised')).toBe(before + 1);
    await settle();
    expect(await f.events()).toEqual([{ size: 3, hash: first.hash }]);
  });

  it('that the new chain holds in another block is followed there', async () => {
    await mine(3);
    await worker.tick();
    const { raw, hash } = (await open()).transaction;
    await mine();
    expect((await worker.tickChain()).confirm).toBe('mined');
    const first = (await open()).block!;
    await f.chain.provider.send('anvil_reorg', [3, [[`0x${raw.toString('hex')}`, 1]]]);
    expect((await worker.tickChain()).confirm).toBe('mined');
    expect((await open()).block).not.toEqual(first);
    await settle();
    const receipt = (await onChain(hash))!;
    expect(receipt.blockHash).not.toBe(first.hash);
    expect((await readLastFinal(f.pool))?.block).toMatchObject({
      number: receipt.blockNumber,
      hash: receipt.blockHash,
    });
  });

  it('whose nonce is out of reach since a reorganisation took the transaction below it is made anew', async () => {
    await mine(2);
    const next = await f.chain.provider.getTransactionCount(f.anchorer.address);
    await foreign(next, 50n);
    await mine();
    await worker.tick();
    expect((await open()).transaction.nonce).toBe(next + 1);
    await f.chain.provider.send('anvil_dropAllTransactions', []);
    await f.chain.provider.send('anvil_reorg', [1, []]);
    expect(await f.chain.provider.getTransactionCount(f.anchorer.address)).toBe(next);
    expect(await worker.tickChain()).toEqual({ confirm: 'dropped', publish: 'sent' });
    expect((await open()).transaction.nonce).toBe(next);
    await settle();
  });

  it('is not given up upon the word of a node that is behind what is settled', async () => {
    await worker.tick();
    await settle();
    await f.append(1);
    await worker.tick();
    const before = await open();
    await f.pool.query('update anchor set block_number = block_number + 1000 where tree_size = 3');
    await f.pool.query('update anchor set nonce = nonce + 5 where tree_size = 4');
    expect((await worker.tickChain()).confirm).toBe('failed');
    expect((await open()).transaction.hash).toBe(before.transaction.hash);
  });

  it('that two workers replace at once goes out as the one on record alone', async () => {
    await worker.tick();
    const first = (await open()).transaction;
    await f.chain.provider.send('anvil_dropTransaction', [first.hash]);
    await mine();
    const impatient = { stuckAfterMs: -60_000 };
    const node = f.node('slow');
    const { provider } = node.chain;
    const fees = await provider.getFeeData();
    const asking = jest.spyOn(provider, 'getFeeData').mockImplementationOnce(async () => {
      expect((await f.worker(impatient).tickChain()).confirm).toBe('replaced');
      return new FeeData(fees.gasPrice, fees.maxFeePerGas! * 9n, fees.maxPriorityFeePerGas! * 9n);
    });
    const sending = jest.spyOn(provider, 'broadcastTransaction');
    expect((await f.worker({ ...impatient, nodes: [node] }).tickChain()).confirm).toBe('waiting');
    expect(asking).toHaveBeenCalledTimes(1);
    expect(sending).not.toHaveBeenCalled();
    const raised = (await open()).transaction;
    await settle();
    expect(await f.events()).toEqual([{ size: 3, hash: raised.hash }]);
  });

  it('prepared from a look that is older than the last final anchor is neither recorded nor sent', async () => {
    const nodes = [f.node('slow'), f.node('slower')] as const;
    const [slow, slower] = nodes.map((node) => f.worker({ nodes: [node] })) as [AttestationWorker, AttestationWorker];
    const holdAfter = ({ chain: { provider } }: (typeof nodes)[number], first: () => Promise<void>) => {
      const estimate = provider.estimateGas.bind(provider);
      jest.spyOn(provider, 'estimateGas').mockImplementationOnce(async (call) => {
        const gas = await estimate(call);
        await first();
        return gas;
      });
    };
    let go: () => void = () => undefined;
    const told = new Promise<void>((resolve) => {
      go = resolve;
    });
    let ticking: ReturnType<AttestationWorker['tickChain']> | undefined;
    await slow.tickLog();
    // While one prepares size 3, the log grows and another begins to prepare size 5 upon the same state of the chain.
    holdAfter(nodes[0], async () => {
      await f.append(2);
      await slower.tickLog();
      await new Promise<void>((resolve) => {
        holdAfter(nodes[1], async () => {
          resolve();
          await told;
        });
        ticking = slower.tickChain();
      });
    });
    expect((await slow.tickChain()).publish).toBe('sent');
    await mine(3);
    expect((await f.worker({ minIntervalMs: 3_600_000 }).tickChain()).confirm).toBe('final');
    const sending = jest.spyOn(nodes[1].chain.provider, 'broadcastTransaction');
    go();
    expect((await ticking)?.publish).toBe('in-flight');
    expect(sending).not.toHaveBeenCalled();
    expect(await readOpenAnchor(f.pool)).toBeUndefined();
    await settle(5);
  });

  it('stops the worker when time goes backwards from one final anchor to the next', async () => {
    await worker.tick();
    await settle();
    await f.append(1);
    await worker.tick();
    await f.pool.query("update anchor set block_time = now() + interval '1 day' where tree_size = 3");
    await mine(3);
    await expect(worker.tickChain()).rejects.toThrow(
      /time goes backwards: block \d+, which anchors size 4, is dated .*, before block/,
    );
    expect(await open()).toMatchObject({ treeSize: 4, state: 'sent' });
  });

  it('stops the worker when a block is dated long before the checkpoint that it holds was signed', async () => {
    await worker.tick();
    const owner = new pg.Client({ connectionString: f.database.url('owner') });
    await owner.connect();
    await owner.query("update log_checkpoint set created_at = now() + interval '2 hours'");
    await owner.end();
    await mine(3);
    await expect(worker.tickChain()).rejects.toThrow(
      /anchors size 3, is dated .*, long before its checkpoint was signed/,
    );
  });

  it('tells what the gas of an entry was', async () => {
    await worker.tick();
    const { transaction } = await open();
    await settle();
    const { gasUsed } = (await onChain(transaction.hash))!;
    const { values } = await metrics.getSingleMetric('elicence_anchor_gas_per_entry')!.get();
    expect(values[0]?.value).toBe(Number(gasUsed) / 3);
  });
});
