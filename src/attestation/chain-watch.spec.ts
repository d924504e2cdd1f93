import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics } from '../platform/index.js';
import { readLastFinal } from './anchor.store.js';
import { ChainNodes } from './chain-nodes.js';
import { NodeFault, nodeName, openFirstProvider, openProvider } from './rpc-provider.js';
import { type LedgerFixture, startLedger } from './testing/ledger.fixture.js';
import { forkedFrom, honest, type NodeProxy, startNodeProxy } from './testing/node-proxy.js';

describe('several nodes', () => {
  let f: LedgerFixture;
  let proxy: NodeProxy;
  beforeAll(async () => {
    f = await startLedger();
    proxy = await startNodeProxy(f.chain.url);
  });
  beforeEach(async () => {
    await f.reset();
    proxy.change = honest;
  });
  afterAll(async () => {
    await proxy.close();
    await f.close();
  });

  const mine = async (blocks: number) => {
    for (let block = 0; block < blocks; block++) await f.chain.mine();
  };
  const pair = () => ({ nodes: [f.node('1:bad', proxy.url), f.node('2:good')] });

  it.each([
    ['is away', () => 'away'],
    ['hangs', () => 'hang'],
    [
      'serves another chain',
      (method: string, _params: unknown[], result: unknown) => (method === 'eth_chainId' ? '0x5' : result),
    ],
  ])('work goes on with the second when the first %s', async (_name, change) => {
    const worker = f.worker(pair());
    await f.append(3);
    proxy.change = change;
    expect((await worker.tick()).publish).toBe('sent');
    await mine(3);
    expect((await worker.tickChain()).confirm).toBe('final');
    expect(await f.events()).toHaveLength(1);
  });

  it('a node that fails in the middle of a round is passed over in the next, and tried again later', async () => {
    let now = Date.now();
    const { nodes } = pair();
    const worker = f.worker({ nodes, clock: () => now });
    await f.append(3);
    proxy.change = (method, _params, result) => (method === 'eth_estimateGas' ? 'away' : result);
    expect((await worker.tick()).publish).toBe('failed');
    expect((await worker.tickChain()).publish).toBe('sent');
    await mine(3);
    proxy.change = honest;
    proxy.asked.length = 0;
    expect((await worker.tickChain()).confirm).toBe('final');
    expect(proxy.asked).toEqual([]);
    now += 20_000;
    await f.append(1);
    expect((await worker.tick()).publish).toBe('sent');
    expect(proxy.asked).toContain('eth_sendRawTransaction');
  });

  it('stops when two nodes tell different histories, before it sends anything more', async () => {
    await f.append(3);
    const before = f.worker(pair());
    await before.tick();
    await mine(6);
    await before.tickChain();
    await f.append(1);
    proxy.change = forkedFrom((await readLastFinal(f.pool))!.block!.number);
    const worker = f.worker(pair());
    await expect(worker.tick()).rejects.toThrow(/two nodes tell different histories: node 1:bad .* node 2:good/);
    expect(worker.state('recheck').state).toBe('failing');
    expect(await f.events()).toHaveLength(1);
  });

  it('looks at every node again each minute', async () => {
    let now = Date.now();
    await f.append(3);
    const worker = f.worker({ nodes: [f.node('1:good'), f.node('2:bad', proxy.url)], clock: () => now });
    await worker.tick();
    await mine(6);
    expect((await worker.tickChain()).confirm).toBe('final');
    proxy.change = forkedFrom((await readLastFinal(f.pool))!.block!.number);
    now += 59_000;
    expect((await worker.tickChain()).publish).toBe('nothing-new');
    now += 1_000;
    await expect(worker.tickChain()).rejects.toThrow('two nodes tell different histories');
  });

  it('tries those that were set aside by the end of their time', () => {
    let now = 0;
    const [a, b] = [f.node('a'), f.node('b')];
    const nodes = new ChainNodes([a, b], () => now);
    const order = () => nodes.inTurn().map(({ name }) => name);
    nodes.setAside(a, 100);
    expect(order()).toEqual(['b', 'a']);
    nodes.setAside(b, 50);
    expect(order()).toEqual(['b', 'a']);
    now = 100;
    expect(order()).toEqual(['a', 'b']);
    expect(() => new ChainNodes([], () => 0)).toThrow('needs a node');
  });

  it('sends the password of an address to the node and to nobody else', async () => {
    const secret = 'hunter2-of-the-node';
    const url = `${proxy.url.replace('://', `://worker:${secret}@`)}/v3/key-in-the-path?key=more`;
    const name = nodeName(url, 1);
    expect(name).toBe(`2:${new URL(proxy.url).host}`);
    const provider = openProvider(url, f.chain.chainId, 400, name);
    expect(await provider.getBlockNumber()).toBeGreaterThan(0);
    expect(proxy.authorizations.at(-1)).toBe(`Basic ${Buffer.from(`worker:${secret}`).toString('base64')}`);
    const said: string[] = [];
    for (const change of [() => 'away', () => 'hang']) {
      proxy.change = change;
      const fault = await provider.getBlockNumber().catch((cause: Error) => cause as Error);
      expect(fault).toBeInstanceOf(NodeFault);
      said.push(`${(fault as Error).stack} ${JSON.stringify(fault)} ${String((fault as Error).cause)}`);
    }
    provider.destroy();
    said.push(await metrics.metrics());
    expect(said.join()).toContain(`elicence_rpc_errors_total{node="${name}",kind="away"} 2`);
    for (const word of [secret, 'key-in-the-path', 'key=more']) expect(said.join()).not.toContain(word);
  });

  it('a ceremony takes the first node that serves the chain, or is told what each said', async () => {
    proxy.change = (method, _params, result) => (method === 'eth_chainId' ? '0x5' : result);
    const provider = await openFirstProvider(['http://127.0.0.1:1', proxy.url, f.chain.url], f.chain.chainId);
    expect(await provider.getBlockNumber()).toBeGreaterThan(0);
    expect(provider._getConnection().url).toBe(f.chain.url);
    provider.destroy();
    await expect(openFirstProvider(['http://127.0.0.1:1', proxy.url], f.chain.chainId)).rejects.toThrow(
      /node 1:127\.0\.0\.1:1 does not answer: ECONNREFUSED; node 2:.* serves chain 5, not 31337/,
    );
  });
});
