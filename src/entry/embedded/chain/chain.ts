import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedFault, folderFault, isNoSpace, noSpace } from '../embedded-fault.js';
import { freePort } from '../ports.js';
import { dumpFiles, headOf, writeFinal } from './dumps.js';
import { keepDumps } from './keep-dumps.js';
import { endLeftover, lastPort, noteNode } from './leftover.js';
import { driveMining } from './mining.js';
import { type ChainNode, startNode } from './node.js';
import { fundAccounts, walletWords } from './wallet-words.js';

export interface ChainOptions {
  /** where its state goes; made when it is not there */
  folder: string;
  chainId: number;
  /** one line about what an operator should know, for instance a torn dump */
  warn(line: string): void;
}

/** An embedded EVM node whose state is kept on disk. */
export interface EmbeddedChain {
  url: string;
  chainId: number;
  /** of a wallet whose first ten accounts have ether */
  mnemonic: string;
  /** holds `{ blockNumber, blockHash }`: the newest block that is in a state dump on disk. Replaced as one act. */
  finalFile: string;
  /** there was no chain before this start */
  fresh: boolean;
  pid(): number;
  isAlive(): boolean;
  /** starts the node again, on the same port, from the last dump: blocks after it are gone */
  restart(): Promise<void>;
  /** dumps what was mined, then ends the node */
  stop(): Promise<void>;
  /** asks the node to end without waiting; for the last moments of a process */
  stopNow(): void;
}

/**
 * Starts the chain of a folder, ending a node that a killed start left there. Blocks mined after the last dump are gone
 * then, as after a reorganisation: what must last waits for `finalFile`.
 * Throws an {@link EmbeddedFault} whose message says what to do.
 */
export async function startChain(options: ChainOptions): Promise<EmbeddedChain> {
  const { folder, chainId } = options;
  mkdirSync(folder, { recursive: true });
  await endLeftover(folder);
  const fresh = dumpFiles(folder).length === 0;
  const mnemonic = walletWords(folder, !fresh);
  const port = await freePort(lastPort(folder));
  let node = await launch(options, port);
  if (fresh) await fundAccounts(node.call, mnemonic, 10);
  const dumps = keepDumps({ folder, call: () => node.call, warn: options.warn });
  if (fresh) await dumps.now();
  let endMining = driveMining({ call: () => node.call, onMined: dumps.noteBlock, meanwhile: dumps.whenDue });
  return {
    url: `http://127.0.0.1:${port}`,
    chainId,
    mnemonic,
    finalFile: join(folder, 'final.json'),
    fresh,
    pid: () => node.pid,
    isAlive: () => node.isAlive(),
    restart: async () => {
      await endMining();
      await node.end();
      node = await launch(options, port);
      endMining = driveMining({ call: () => node.call, onMined: dumps.noteBlock, meanwhile: dumps.whenDue });
    },
    stop: async () => {
      await endMining();
      if (node.isAlive()) await dumps.atEnd();
      await node.end();
    },
    stopNow: () => node.endNow(),
  };
}

async function launch({ folder, chainId, warn }: ChainOptions, port: number): Promise<ChainNode> {
  const files = dumpFiles(folder);
  let torn: unknown;
  for (const loadState of files.length > 0 ? files : [undefined]) {
    requireReadable(folder, loadState);
    try {
      const node = await startNode({ port, chainId, loadState });
      noteNode(folder, { pid: node.pid, port });
      if (loadState) writeFinal(folder, await headOf(node.call));
      return node;
    } catch (cause) {
      if (isNoSpace(cause)) throw noSpace(folder, cause);
      if (!loadState || !isTornDump(cause)) throw cause;
      torn = cause;
      warn(`The chain's dump ${loadState} can't be loaded; trying the one before it.`);
    }
  }
  throw new EmbeddedFault(
    'data-folder-broken',
    `No state dump of the chain in ${folder} can be loaded: restore one from a backup, or move the data folder away to begin anew.`,
    torn,
  );
}

// Another user's dump is not a torn one: the state before it must not be begun with.
function requireReadable(folder: string, file: string | undefined): void {
  try {
    if (file !== undefined) accessSync(file, constants.R_OK);
  } catch (cause) {
    throw folderFault(folder, cause);
  }
}

// Whatever else keeps a node from starting must not make us begin with an older state.
function isTornDump(cause: unknown): boolean {
  return cause instanceof EmbeddedFault && cause.code === 'did-not-start' && /load.?state|parse/i.test(cause.message);
}
