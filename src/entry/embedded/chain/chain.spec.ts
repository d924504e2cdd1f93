import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JsonRpcProvider, Network } from 'ethers';
import { isAlive, until } from '../process-state.js';
import { type EmbeddedChain, startChain } from './chain.js';
import { accountOf } from './wallet-words.js';

const chainId = 1337;

describe('the embedded chain', () => {
  let folder: string;
  let chain: EmbeddedChain | undefined;
  let warnings: string[];
  const start = async () => {
    chain = await startChain({ folder, chainId, warn: (line) => warnings.push(line) });
    return chain;
  };
  const final = () =>
    JSON.parse(readFileSync(join(folder, 'final.json'), 'utf8')) as { blockNumber: number; blockHash: string };
  const connect = (url: string) =>
    new JsonRpcProvider(url, Network.from(chainId), {
      staticNetwork: true,
      pollingInterval: 25,
      cacheTimeout: -1,
      batchMaxCount: 1,
    });

  /** Sends until told to stop, or until the node goes away; answers how many were mined. */
  async function pay(target: EmbeddedChain, count: number): Promise<{ block: number; hash: string }[]> {
    const provider = connect(target.url);
    const payer = accountOf(target.mnemonic, 0).connect(provider);
    const mined: { block: number; hash: string }[] = [];
    try {
      const first = await payer.getNonce();
      await Promise.all(
        Array.from({ length: count }, async (_, n) => {
          const sent = await payer.sendTransaction({
            to: accountOf(target.mnemonic, 1),
            value: 1,
            nonce: first + n,
            gasLimit: 21_000,
          });
          const receipt = await sent.wait(1, 5_000);
          if (receipt) mined.push({ block: receipt.blockNumber, hash: sent.hash });
        }),
      );
    } finally {
      provider.destroy();
    }
    return mined;
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-chain-spec-'));
    warnings = [];
  });
  afterEach(async () => {
    await chain?.stop();
    chain = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  it('begins with a wallet of its own that no other user can read, and a final genesis', async () => {
    const { mnemonic, fresh } = await start();
    expect(fresh).toBe(true);
    expect(statSync(join(folder, 'mnemonic')).mode & 0o777).toBe(0o600);
    expect(final().blockNumber).toBe(0);
    await chain?.stop();
    expect((await start()).mnemonic).toBe(mnemonic);
    expect(chain?.fresh).toBe(false);
    expect(readFileSync(`/proc/${chain?.pid()}/cmdline`, 'utf8')).not.toContain(mnemonic.split(' ')[3]);
  });

  it('has after kill -9 in the middle of mining every block up to the final one', async () => {
    const first = await start();
    await pay(first, 20);
    await until(() => final().blockNumber > 0, 5_000);
    const mined = pay(first, 200).catch(() => []);
    await new Promise((resolve) => setTimeout(resolve, 180));
    process.kill(first.pid(), 'SIGKILL');
    await until(() => !first.isAlive(), 5_000);
    const promised = final();
    await first.restart();
    await mined;
    const provider = connect(first.url);
    expect((await provider.getBlock(promised.blockNumber))?.hash).toBe(promised.blockHash);
    provider.destroy();
    const [receipt] = await pay(first, 1);
    expect(receipt?.block).toBeGreaterThan(promised.blockNumber);
  });

  it('keeps transactions and their receipts over an orderly stop at once after mining', async () => {
    const first = await start();
    const mined = await pay(first, 3);
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    const provider = connect(second.url);
    for (const { hash, block } of mined) expect((await provider.getTransactionReceipt(hash))?.blockNumber).toBe(block);
    provider.destroy();
  });

  it('falls back to the dump before a torn one, and says in one line when there is none', async () => {
    const first = await start();
    await pay(first, 1);
    await first.stop();
    const before = JSON.parse(readFileSync(join(folder, 'state.previous.json'), 'utf8')) as {
      block: { number: string };
    };
    truncateSync(join(folder, 'state.json'), 100);
    await start();
    expect(warnings).toHaveLength(1);
    expect(final().blockNumber).toBe(Number(before.block.number));
    await chain?.stop();
    chain = undefined;
    truncateSync(join(folder, 'state.json'), 0);
    truncateSync(join(folder, 'state.previous.json'), 100);
    await expect(start()).rejects.toMatchObject({
      code: 'data-folder-broken',
      message: expect.not.stringContaining('\n'),
    });
  });

  it('ends a node that a killed start left', async () => {
    const left = await start();
    const pid = left.pid();
    const second = await startChain({ folder, chainId, warn: () => {} });
    expect(isAlive(pid)).toBe(false);
    await second.stop();
  });

  it('dumps nothing while nothing is mined', async () => {
    await start();
    const at = statSync(join(folder, 'state.json')).mtimeMs;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(statSync(join(folder, 'state.json')).mtimeMs).toBe(at);
  });
});
