import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { EmbeddedFault } from '../embedded-fault.js';
import { anvilBinary } from './anvil-binary.js';
import { type ChainCall, chainCall } from './rpc.js';

export interface NodeOptions {
  /** of 127.0.0.1 */
  port: number;
  chainId: number;
  /** file of a state dump to begin with */
  loadState?: string;
}

/** A running EVM node that mines only when told. */
export interface ChainNode {
  pid: number;
  call: ChainCall;
  isAlive(): boolean;
  /** ends it; what was not dumped is lost */
  end(): Promise<void>;
  /** asks for its end without waiting */
  endNow(): void;
}

/**
 * Starts anvil and waits until it answers. It makes no accounts: the words of a wallet on a command line could be read
 * by every user of the machine. Throws `did-not-start` with its last words, for instance when the dump is torn.
 */
export async function startNode(options: NodeOptions): Promise<ChainNode> {
  const args = ['--host', '127.0.0.1', '--port', String(options.port), '--chain-id', String(options.chainId)];
  args.push(
    '--accounts',
    '0',
    '--no-mining',
    '--silent',
    ...(options.loadState ? ['--load-state', options.loadState] : []),
  );
  // A process group of its own: Ctrl-C in the terminal must reach us first, so that the last state is dumped.
  const child = spawn(anvilBinary(), args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-2_000);
  });
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signalName) => reject(new Error(`exit ${code ?? signalName}: ${said.trim()}`)));
  });
  failed.catch(() => {});
  const call = chainCall(`http://127.0.0.1:${options.port}`);
  try {
    await Promise.race([answers(call, options.chainId, () => runs(child)), failed]);
  } catch (cause) {
    child.kill('SIGKILL');
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new EmbeddedFault('did-not-start', `The EVM node did not start (${why}).`, cause);
  }
  child.unref();
  (child.stderr as Socket | null)?.unref();
  return {
    pid: child.pid as number,
    call,
    isAlive: () => runs(child),
    end: () => end(child),
    endNow: () => void child.kill('SIGTERM'),
  };
}

const runs = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

async function answers(call: ChainCall, chainId: number, running: () => boolean): Promise<void> {
  const limit = performance.now() + 60_000;
  for (;;) {
    try {
      const found = Number(await call<string>('eth_chainId', [], 1_000));
      if (found === chainId) return;
      throw new EmbeddedFault('did-not-start', `its port is answered by chain ${found}`);
    } catch (cause) {
      if (cause instanceof EmbeddedFault || !running() || performance.now() > limit) throw cause;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (!runs(child)) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await gone;
  clearTimeout(hard);
}
