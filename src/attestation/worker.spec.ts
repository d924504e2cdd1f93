import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  formatDigest,
  leafHash,
  openCheckpoint,
  parseDigest,
  parseNoteKey,
  rootFromLeaves,
  verifyInclusion,
  verifyNote,
} from '../core/index.js';
import { nodeCrypto, readLogState } from '../platform/index.js';
import { readLastFinal, readOpenAnchor } from './anchor.store.js';
import { LedgerChain } from './chain.js';
import { LedgerFault } from './ledger-fault.js';
import { logNoteKey } from './log-key.js';
import { Receipts } from './receipt.js';
import { type LedgerFixture, startLedger } from './testing/ledger.fixture.js';

describe('the ledger, from the journal to a final anchor', () => {
  let f: LedgerFixture;
  beforeAll(async () => {
    f = await startLedger();
  });
  beforeEach(() => f.reset());
  afterAll(() => f.close());

  const mine = async (blocks = 1) => {
    for (let block = 0; block < blocks; block++) await f.chain.mine();
  };
  const sent = async () => {
    await f.append(3);
    const worker = f.worker();
    expect(await worker.tick()).toEqual({ sequence: 3, integrate: 3, confirm: 'nothing-open', publish: 'sent' });
    return worker;
  };
  const settle = async (worker = f.worker()) => {
    await mine(3);
    expect((await worker.tickChain()).confirm).toBe('final');
  };
  const root = async (size: number) =>
    `0x${(await f.contract.getFunction('rootAt')(f.ledgerChain.logId, size)).slice(2)}`;

  it('gives contiguous indices, the RFC 6962 root, and one transaction a batch', async () => {
    const worker = f.worker();
    const entries = await f.append(300);
    expect((await worker.tick()).publish).toBe('sent');
    await settle(worker);
    entries.push(...(await f.append(5)));
    expect((await worker.tick()).publish).toBe('sent');
    await settle(worker);
    const { rows } = await f.pool.query('select leaf_index, entry from log_leaf order by leaf_index');
    expect(rows.map((row) => Number(row.leaf_index))).toEqual(entries.map((_, index) => index));
    const logged = rows.map((row) => row.entry as Buffer);
    expect(logged.map(String).sort()).toEqual(entries.map(String).sort());
    const expected = rootFromLeaves(
      logged.map((entry) => leafHash(entry, nodeCrypto)),
      nodeCrypto,
    );
    expect(await root(305)).toBe(`0x${Buffer.from(expected).toString('hex')}`);
    expect((await f.events()).map(({ size }) => size)).toEqual([300, 305]);
    expect(await readLogState(f.service)).toEqual({ treeSize: 305, anchoredSize: 305 });
    expect(await worker.tick()).toEqual({
      sequence: 0,
      integrate: 305,
      confirm: 'nothing-open',
      publish: 'nothing-new',
    });
  });

  it('builds receipts that lead from the entry to the signed checkpoint and the contract', async () => {
    const worker = await sent();
    const receipts = new Receipts(f.service, nodeCrypto, Date.now);
    const noteKey = parseNoteKey(logNoteKey(f.key, nodeCrypto), nodeCrypto)!;
    const logged = async (index: number) => {
      const { rows } = await f.service.query('select entry from log_leaf where leaf_index = $1', [index]);
      return { event: { identifier: `test ${index}` } as never, salt: Buffer.alloc(32), entry: rows[0].entry, index };
    };
    const first = await receipts.build(await logged(1));
    expect(first).toMatchObject({ index: 1, treeSize: 3, anchor: null, previousAnchor: null });
    await settle(worker);
    await f.append(4);
    await worker.tick();
    await settle(worker);
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const index of [0, 1, 2, 3, 6]) {
      const subject = await logged(index);
      const receipt = (await receipts.build(subject))!;
      const checkpoint = openCheckpoint(receipt.checkpoint, noteKey, nodeCrypto);
      if (!checkpoint.ok) throw new Error(checkpoint.code);
      expect(checkpoint.value.size).toBe(receipt.treeSize);
      expect(receipt.anchor?.treeSize).toBe(index < 3 ? 3 : 7);
      expect(receipt.previousAnchor?.treeSize).toBe(index < 3 ? undefined : 3);
      expect(await root(receipt.treeSize)).toBe(`0x${Buffer.from(checkpoint.value.root).toString('hex')}`);
      const proof = receipt.inclusionProof.map((node) => parseDigest(node)!);
      const claim = { leaf: leafHash(subject.entry, nodeCrypto), index, size: receipt.treeSize, proof };
      expect(verifyInclusion({ ...claim, root: checkpoint.value.root }, nodeCrypto)).toBe(true);
      const mined = await f.chain.provider.getTransactionReceipt(receipt.anchor!.transactionHash);
      expect(mined?.blockNumber).toBe(receipt.anchor?.blockNumber);
      expect(receipt.entry).toBe(formatDigest(subject.entry));
      const stated = (await receipts.statements(receipt)).map((note) => JSON.parse(note.split('\n')[1]!).treeSize);
      expect(stated).toEqual(index < 3 ? [3] : [7, 3]);
    }
    expect(await receipts.statements(first!)).toEqual([]);
    expect(await receipts.build({ ...(await logged(6)), index: 7 })).toBeUndefined();
    const { anchors } = await receipts.anchors.find([3, 7, 5, -1, 2 ** 60]);
    expect(anchors.map(({ treeSize, previousTreeSize }) => [treeSize, previousTreeSize])).toEqual([
      [3, 0],
      [7, 3],
    ]);
    const statement = verifyNote((await readLastFinal(f.pool))!.statement!, noteKey, nodeCrypto);
    expect(statement.ok && JSON.parse(statement.value.split('\n')[1]!)).toEqual(anchors[1]);
  });

  it('keeps its log growing while the node hangs, and anchors the backlog by itself when it is back', async () => {
    const worker = f.worker();
    f.chain.pause();
    try {
      for (let round = 1; round <= 2; round++) {
        await f.append(2);
        const tick = await worker.tick();
        expect(tick).toEqual({ sequence: 2, integrate: round * 2, confirm: 'nothing-open', publish: 'failed' });
      }
      expect(worker.state('publish')).toMatchObject({ state: 'failing', failures: 2 });
    } finally {
      f.chain.resume();
    }
    expect((await worker.tick()).publish).toBe('sent');
    await settle(worker);
    expect(await f.events()).toHaveLength(1);
  });

  it('sends after a crash the identical bytes that were recorded before', async () => {
    await f.append(1);
    const broken = jest.spyOn(f.ledgerChain.provider, 'broadcastTransaction').mockRejectedValueOnce(new Error('cut'));
    expect((await f.worker().tick()).publish).toBe('failed');
    broken.mockRestore();
    const recorded = (await readOpenAnchor(f.pool))!;
    expect(recorded.state).toBe('prepared');
    expect(await f.worker().tickChain()).toEqual({ confirm: 'waiting', publish: 'in-flight' });
    expect((await readOpenAnchor(f.pool))?.state).toBe('sent');
    await settle();
    expect((await f.events()).map(({ hash }) => hash)).toEqual([recorded.transaction.hash]);
  });

  it('is not final before its depth, and heals a reorganisation with the same transaction', async () => {
    const worker = await sent();
    const before = await f.chain.provider.send('evm_snapshot', []);
    await mine();
    expect((await worker.tickChain()).confirm).toBe('mined');
    const first = (await readOpenAnchor(f.pool))!;
    await f.chain.provider.send('evm_revert', [before]);
    await mine(2);
    expect((await worker.tickChain()).confirm).toBe('waiting');
    expect(await readOpenAnchor(f.pool)).toMatchObject({ state: 'sent', block: null });
    await settle(worker);
    const last = (await readLastFinal(f.pool))!;
    expect(last.transaction.hash).toBe(first.transaction.hash);
    expect(last.block!.hash).not.toBe(first.block!.hash);
    expect(await f.events()).toHaveLength(1);
  });

  it('prepares anew when another transaction took the nonce and the checkpoint is proven absent', async () => {
    const worker = await sent();
    const open = (await readOpenAnchor(f.pool))!;
    await f.chain.provider.send('anvil_dropTransaction', [open.transaction.hash]);
    await f.anchorer.sendTransaction({ to: f.anchorer.address, value: 0, nonce: open.transaction.nonce });
    await mine();
    expect(await worker.tickChain()).toEqual({ confirm: 'dropped', publish: 'sent' });
    await settle(worker);
    expect(await f.events()).toHaveLength(1);
    expect((await readLastFinal(f.pool))?.transaction.nonce).toBe(open.transaction.nonce + 1);
  });

  it('takes over another transaction that anchored the same checkpoint', async () => {
    const worker = await sent();
    const open = (await readOpenAnchor(f.pool))!;
    await f.chain.provider.send('anvil_dropTransaction', [open.transaction.hash]);
    const call = f.ledgerChain.anchorCall({ size: 3, root: open.root }, []);
    const other = await f.anchorer.sendTransaction({ ...call, nonce: open.transaction.nonce, gasLimit: 300_000 });
    expect(other.hash).not.toBe(open.transaction.hash);
    await mine();
    expect(await worker.tickChain()).toEqual({ confirm: 'adopted', publish: 'in-flight' });
    await settle(worker);
    expect((await readLastFinal(f.pool))?.transaction.hash).toBe(other.hash);
    expect(await f.events()).toHaveLength(1);
  });

  it('replaces a stuck transaction by one with a higher fee, and anchors once', async () => {
    await sent();
    const open = (await readOpenAnchor(f.pool))!;
    // Negative, since the node's clock goes back with a snapshot. Whatever time passes on a chain that stands still, the bytes stay the same.
    const impatient = f.worker({ stuckAfterMs: -60_000 });
    await f.pool.query("update anchor set updated_at = now() + interval '1 hour'");
    expect((await impatient.tickChain()).confirm).toBe('waiting');
    await f.pool.query('update anchor set updated_at = now()');
    await f.chain.provider.send('anvil_dropTransaction', [open.transaction.hash]);
    await mine();
    expect((await impatient.tickChain()).confirm).toBe('replaced');
    const raised = (await readOpenAnchor(f.pool))!;
    expect(raised.transaction.hash).not.toBe(open.transaction.hash);
    expect(raised.transaction.nonce).toBe(open.transaction.nonce);
    await settle(impatient);
    expect(await f.events()).toEqual([{ size: 3, hash: raised.transaction.hash }]);
  });

  it('finds its anchors on the chain when their records were lost', async () => {
    const worker = await sent();
    await settle(worker);
    await f.append(2);
    await worker.tick();
    await settle(worker);
    await f.pool.query('delete from anchor');
    expect(await worker.tickChain()).toEqual({ confirm: 'nothing-open', publish: 'adopted' });
    expect(await worker.tickChain()).toEqual({ confirm: 'final', publish: 'adopted' });
    expect(await worker.tickChain()).toEqual({ confirm: 'final', publish: 'nothing-new' });
    expect(await readLastFinal(f.pool)).toMatchObject({ treeSize: 5, previousSize: 3 });
    expect(await f.events()).toHaveLength(2);
  });

  it('stops when the chain holds a history that is not ours, or lost a settled one', async () => {
    const worker = await sent();
    const before = await f.chain.provider.send('evm_snapshot', []);
    await settle(worker);
    const foreign = f.ledgerChain.anchorCall({ size: 9, root: Buffer.alloc(32, 7) }, []);
    await f.chain.provider.send('evm_revert', [before]);
    await f.append(1);
    // Not there yet is not lost.
    expect((await worker.tick()).publish).toBe('failed');
    await f.chain.provider.send('anvil_dropAllTransactions', []);
    await mine(4);
    await expect(worker.tick()).rejects.toThrow('below the settled 3');
    await f.pool.query('delete from anchor');
    const signed = await f.anchorer.sendTransaction({
      ...foreign,
      nonce: 0,
      gasLimit: 300_000,
      maxFeePerGas: 10n ** 11n,
    });
    await mine();
    expect((await f.chain.provider.getTransactionReceipt(signed.hash))?.status).toBe(1);
    await expect(worker.tickChain()).rejects.toThrow('not one of this log');
    expect(worker.state('publish').state).toBe('failing');
  });

  it('stops when stored tiles no longer give the signed root', async () => {
    await sent();
    await f.pool.query('update anchor set state = state');
    await f.append(1);
    const { rows } = await f.pool.query('delete from log_tile returning level, tile_index, width, hashes');
    const hashes = rows[0].hashes as Buffer;
    hashes[5] = (hashes[5] as number) ^ 1;
    await f.pool.query('insert into log_tile values ($1, $2, $3, $4)', [0, 0, 3, hashes]);
    await expect(f.worker().tickLog()).rejects.toThrow(LedgerFault);
  });

  it('refuses another chain, a chain without the contract and a foreign anchorer, and goes on logging', async () => {
    const { provider, chainId, contract, logId } = f.ledgerChain;
    for (const wrong of [
      new LedgerChain(provider, chainId + 1, contract, logId),
      new LedgerChain(provider, chainId, f.anchorer.address, logId),
      new LedgerChain(provider, chainId, contract, `0x${'77'.repeat(32)}`),
    ]) {
      await f.append(1);
      const tick = await f.worker({ chain: wrong }).tick();
      expect([tick.sequence, tick.publish]).toEqual([1, 'failed']);
    }
    expect(await readOpenAnchor(f.pool)).toBeUndefined();
  });

  it('anchors once and numbers without gaps when several workers run at once', async () => {
    const workers = [f.worker(), f.worker(), f.worker()];
    await f.append(40);
    const ticks = await Promise.all(workers.map((worker) => worker.tick()));
    expect(ticks.reduce((sum, tick) => sum + Number(tick.sequence), 0)).toBe(40);
    for (const worker of workers) await worker.tick();
    await mine(3);
    await Promise.all(workers.map((worker) => worker.tick()));
    const { rows } = await f.pool.query('select count(*)::int as count, max(leaf_index)::int as last from log_leaf');
    expect(rows[0]).toEqual({ count: 40, last: 39 });
    const sizes = (await f.events()).map(({ size }) => size);
    expect(new Set(sizes).size).toBe(sizes.length);
    expect((await readLastFinal(f.pool))?.treeSize).toBe(sizes[0]);
  });
});
