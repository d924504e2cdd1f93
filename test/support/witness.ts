import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { type Demo, eventually } from './registry.js';

const run = promisify(execFile);
const cli = 'dist/bundle/cli.js';
/** A second department has nothing of the registry's in its environment. */
const env = { PATH: process.env.PATH, HOME: process.env.HOME };

/** Makes the folder of a witness by the command; its verifier key. */
export async function createWitness(folder: string, name: string): Promise<string> {
  return (await run(process.execPath, [cli, 'witness', 'keys', 'create', folder, name], { env })).stdout.trim();
}

/** Starts the witness of a folder beside an embedded run, with a chain node to ask and a copy of the log; waits until it listens. */
export async function startWitness(folder: string, url: string, { baseUrl, chain, log }: Demo): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [
      ...[cli, 'witness', '--folder', folder, '--port', new URL(url).port],
      ...['--log', log.publicKey, '--url', baseUrl],
      ...['--rpc', chain.rpcUrl, '--chain-id', String(chain.chainId), '--contract', chain.contracts.logAnchor],
      ...['--finality', 'instant'],
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(said);
    return said.includes('is watching');
  });
  return child;
}

/** As Ctrl-C does; resolves when it has ended. */
export async function stopWitness(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
