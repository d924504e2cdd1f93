import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { JsonRpcProvider, Network } from 'ethers';

const require = createRequire(import.meta.url);
const arch = process.arch === 'x64' ? 'amd64' : process.arch;

/** Path of the node's own binary: the wrapper of the package would be one more process. */
export const anvilBinary = (): string => require.resolve(`@foundry-rs/anvil-${process.platform}-${arch}/bin/anvil`);

export interface TestChain {
  readonly url: string;
  readonly chainId: number;
  readonly provider: JsonRpcProvider;
  /** Mines one block with what the pool holds. */
  mine(): Promise<void>;
  /** Stops answering without closing anything, as a stuck node does; `resume` wakes it. */
  pause(): void;
  resume(): void;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

const gone = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });

/** Starts a real EVM node that mines only when told, at London's successor rules, on a free port (or the given one). */
export async function startAnvil(options: { port?: number; args?: string[] } = {}): Promise<TestChain> {
  const port = options.port ?? (await freePort());
  const chainId = 31337;
  const url = `http://127.0.0.1:${port}`;
  const args = [
    '--port',
    String(port),
    '--chain-id',
    String(chainId),
    '--silent',
    '--no-mining',
    ...(options.args ?? []),
  ];
  const child = spawn(anvilBinary(), args, { stdio: 'ignore' });
  const provider = new JsonRpcProvider(url, Network.from(chainId), {
    staticNetwork: true,
    pollingInterval: 25,
    cacheTimeout: -1,
    batchMaxCount: 1,
  });
  for (let attempt = 0; ; attempt++) {
    const up = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}',
    }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) break;
    if (child.exitCode !== null || attempt === 400) {
      await gone(child);
      throw new Error('anvil did not start');
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return {
    url,
    chainId,
    provider,
    mine: async () => {
      await provider.send('evm_mine', []);
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    kill: async () => {
      provider.destroy();
      await gone(child);
    },
  };
}
