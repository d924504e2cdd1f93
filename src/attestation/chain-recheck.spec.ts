import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readLastFinal } from './anchor.store.js';
import type { ChainNode } from './chain-nodes.js';
import { recheck } from './chain-recheck.js';
import { LedgerFault } from './ledger-fault.js';
import { type LedgerFixture, startLedger } from './testing/ledger.fixture.js';
import { behindBy, type Change, forkedFrom, honest, type NodeProxy, startNodeProxy } from './testing/node-proxy.js';

describe(recheck.name, () => {
  let f: LedgerFixture;
  let proxy: NodeProxy;
  let first: ChainNode;
  let second: ChainNode;
  /** height of the block that holds the settled anchor of size 3 */
  let settledAt: number;

  beforeAll(async () => {
    f = await startLedger();
    proxy = await startNodeProxy(f.chain.url);
    first = f.node('1:first');
    second = f.node('2:second', proxy.url);
  });
  beforeEach(async () => {
    await f.reset();
    await f.append(3);
    const worker = f.worker();
    await worker.tick();
    for (let block = 0; block < 4; block++) await f.chain.mine();
    expect((await worker.tickChain()).confirm).toBe('final');
    settledAt = (await readLastFinal(f.pool))!.block!.number;
  });
  afterEach(() => {
    proxy.change = honest;
  });
  afterAll(async () => {
    await proxy.close();
    await f.close();
  });

  const look = async (change: Change, nodes = [first, second]) => {
    proxy.change = change;
    const standings = await recheck(nodes, await readLastFinal(f.pool));
    return standings.map(({ node, state }) => `${node.name} ${state}`);
  };
  const fault = async (change: Change, nodes = [first, second]): Promise<string> => {
    const thrown = await look(change, nodes).catch((cause: unknown) => cause);
    expect(thrown).toBeInstanceOf(LedgerFault);
    return (thrown as Error).message;
  };

  it('finds nothing where nodes agree', async () => {
    expect(await look(honest)).toEqual(['1:first good', '2:second good']);
  });

  it('takes a node that is behind, or on a fork of its own above finality, for no liar', async () => {
    expect(await look(behindBy(4))).toEqual(['1:first good', '2:second behind']);
    for (let block = 0; block < 8; block++) await f.chain.mine();
    const late: Change = (method, params, result) =>
      method === 'eth_blockNumber' ? behindBy(6)(method, params, result) : result;
    expect(await look(late)).toEqual(['1:first good', '2:second behind']);
    // The second node's own blocks begin one above what it holds as settled.
    const head = await f.chain.provider.getBlockNumber();
    expect(await look(forkedFrom(head - 1))).toEqual(['1:first good', '2:second good']);
    const fork = forkedFrom(settledAt);
    const short: Change = (method, params, result) =>
      method === 'eth_blockNumber' ? `0x${(settledAt + 1).toString(16)}` : fork(method, params, result);
    expect(await look(short)).toEqual(['1:first good', '2:second forked']);
  });

  it('names both nodes and both hashes when they differ below finality', async () => {
    const head = await f.chain.provider.getBlockNumber();
    const told = await fault(forkedFrom(head - 2));
    const { hash } = (await f.chain.provider.getBlock(head - 2))!;
    expect(told).toContain(
      `node 1:first says that the settled block ${head - 2} is ${hash}, node 2:second says 0xf0f0`,
    );
  });

  it('names a lone node that tells another block where an anchor was settled', async () => {
    const { hash } = (await readLastFinal(f.pool))!.block!;
    const told = await fault(forkedFrom(settledAt), [second]);
    expect(told).toContain(`settled in block ${settledAt} ${hash}, and node 2:second says`);
  });

  it('names a node whose contract holds another root at the settled size, or none', async () => {
    const selector = f.contract.interface.getFunction('rootAt')!.selector;
    for (const [root, said] of [
      [`0x${'ab'.repeat(32)}`, `0x${'ab'.repeat(32)}`],
      [`0x${'00'.repeat(32)}`, 'none'],
    ]) {
      const told = await fault((method, params, result) => {
        const { data } = (params[0] ?? {}) as { data?: string };
        return method === 'eth_call' && data?.startsWith(selector) ? root : result;
      });
      expect(told).toMatch(
        new RegExp(`size 3 was settled with root 0x[0-9a-f]{64} .* node 2:second says that it is ${said}`),
      );
    }
  });

  it('refuses by name a node of another chain, one without the contract, and one whose code changes', async () => {
    const refused = async (change: Change) => {
      proxy.change = change;
      const standings = await recheck([first, second], await readLastFinal(f.pool));
      return standings.filter(({ state }) => state === 'refused').map(({ node, reason }) => `${node.name}: ${reason}`);
    };
    const on =
      (wanted: string, answer: unknown): Change =>
      (method, _params, result) =>
        method === wanted ? answer : result;
    expect(await refused(on('eth_chainId', '0x5'))).toEqual(['2:second: the node serves chain 5, not 31337']);
    expect(await refused(on('eth_getCode', '0x'))).toEqual([expect.stringContaining('2:second: there is no contract')]);
    expect(await refused(on('eth_getCode', '0x6001'))).toEqual([expect.stringContaining('is not the one that was')]);
    expect(await refused(() => 'away')).toEqual([expect.stringContaining('node 2:second does not answer')]);
  });
});
