import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isAlive, until } from '../process-state.js';
import { type EmbeddedChain, startChain } from './chain.js';
import { chainCall } from './rpc.js';
import { accountOf } from './wallet-words.js';

const chainId = 1337;
const fees = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n };

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
  /** Sends all at once; answers the hashes that the node took, in order. */
  async function send(target: EmbeddedChain, count: number): Promise<string[]> {
    const call = chainCall(target.url);
    const payer = accountOf(target.mnemonic, 0);
    const nonce = Number(await call<string>('eth_getTransactionCount', [payer.address, 'pending']));
    const signed = await Promise.all(
      Array.from({ length: count }, (_, n) =>
        payer.signTransaction({
          ...{ chainId, to: payer.address, value: 1 },
          ...fees,
          gasLimit: 21_000,
          nonce: nonce + n,
        }),
      ),
    );
    const sent = await Promise.allSettled(signed.map((raw) => call<string>('eth_sendRawTransaction', [raw])));
    return sent.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }

  const blockOf = async (url: string, hash: string) =>
    Number(
      (await chainCall(url)<{ blockNumber: string } | null>('eth_getTransactionReceipt', [hash]))?.blockNumber ?? -1,
    );

  async function pay(target: EmbeddedChain, count: number): Promise<{ hash: string; block: number }[]> {
    const mined: { hash: string; block: number }[] = [];
    for (const hash of await send(target, count)) {
      let block = -1;
      for (let tries = 0; block < 0 && tries < 200; tries += 1) {
        block = await blockOf(target.url, hash);
        if (block < 0) await new Promise((resolve) => setTimeout(resolve, 25));
      }
      mined.push({ hash, block });
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
    const sending = send(first, 200);
    await new Promise((resolve) => setTimeout(resolve, 400));
    process.kill(first.pid(), 'SIGKILL');
    await until(() => !first.isAlive(), 5_000);
    const promised = final();
    await first.restart();
    await sending;
    const number = `0x${promised.blockNumber.toString(16)}`;
    const block = await chainCall(first.url)<{ hash: string }>('eth_getBlockByNumber', [number, false]);
    expect(block.hash).toBe(promised.blockHash);
    const [receipt] = await pay(first, 1);
    expect(receipt?.block).toBeGreaterThan(promised.blockNumber);
  });

  it('keeps transactions and their receipts over an orderly stop at once after mining', async () => {
    const first = await start();
    const mined = await pay(first, 3);
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(mined).toHaveLength(3);
    for (const { hash, block } of mined) expect(await blockOf(second.url, hash)).toBe(block);
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

  it('does not take another failure for a torn dump', async () => {
    const first = await start();
    await pay(first, 1);
    await first.stop();
    const head = final();
    const thief = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => thief.listen(Number(new URL(first.url).port), '127.0.0.1', resolve));
    await expect(first.restart()).rejects.toMatchObject({ code: 'did-not-start' });
    await new Promise((resolve) => thief.close(resolve));
    expect(warnings).toEqual([]);
    expect(final()).toEqual(head);
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
