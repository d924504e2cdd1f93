import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { replaceFile, syncFolder, writeSynced } from '../durable-file.js';
import type { ChainCall } from './rpc.js';

const unzip = promisify(gunzip);

/** The newest block that a dump on disk holds: final on the embedded chain. */
export interface FinalBlock {
  blockNumber: number;
  blockHash: string;
}

/** The dumps to try at a start, newest first. */
export function dumpFiles(folder: string): string[] {
  return [join(folder, 'state.json'), join(folder, 'state.previous.json')].filter((file) => existsSync(file));
}

/** The head of the chain as the node has it. */
export async function headOf(call: ChainCall): Promise<FinalBlock> {
  const block = await call<{ number: string; hash: string }>('eth_getBlockByNumber', ['latest', false]);
  return { blockNumber: Number(block.number), blockHash: block.hash };
}

/** Tells readers which block is final. The dump that holds it must be on disk already. */
export function writeFinal(folder: string, final: FinalBlock): void {
  replaceFile(join(folder, 'final.json'), `${JSON.stringify(final)}\n`);
}

/**
 * Puts the node's whole state on disk, keeps the dump before it, then declares its head final.
 * Nothing may be mined meanwhile: a dump beside mining is torn inside. Answers undefined, and leaves everything as it
 * was, when somebody else mined all the same.
 */
export async function dumpState(folder: string, call: ChainCall): Promise<FinalBlock | undefined> {
  const head = await headOf(call);
  const dump = await call<string>('anvil_dumpState', [], 120_000);
  const state = await unzip(Buffer.from(dump.slice(2), 'hex'));
  if ((await headOf(call)).blockHash !== head.blockHash) return undefined;
  const [latest, previous, fresh] = ['state.json', 'state.previous.json', 'state.new.json'].map((n) =>
    join(folder, n),
  ) as [string, string, string];
  writeSynced(fresh, state, 0o600);
  if (existsSync(latest)) {
    // A link first, so that there are both files at every moment.
    const link = join(folder, 'state.link.json');
    rmSync(link, { force: true });
    linkSync(latest, link);
    renameSync(link, previous);
  }
  renameSync(fresh, latest);
  syncFolder(folder);
  writeFinal(folder, head);
  return head;
}
