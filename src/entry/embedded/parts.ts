import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../platform/index.js';
import { startChain } from './chain/chain.js';
import { chainCall } from './chain/rpc.js';
import { readKept } from './contracts-file.js';
import { configuredUrls, type DatabaseUrls, embeddedUrls } from './database-urls.js';
import { EmbeddedFault, folderFault } from './embedded-fault.js';
import { readPasswords } from './passwords.js';
import { startPostgres } from './postgres/postgres.js';
import type { Run } from './run.js';

/** The database of a run, embedded unless DATABASE_URL names another. */
export async function openPostgres(config: Config, folder: string, run: Run): Promise<DatabaseUrls> {
  const home = join(folder, 'postgres');
  const ours = () => readPasswords(folder, existsSync(join(home, 'data')));
  if (config.DATABASE_URL) {
    const { DATABASE_SERVICE_URL: service, DATABASE_PUBLIC_URL: open, DATABASE_WORKER_URL: worker } = config;
    return configuredUrls(config.DATABASE_URL, { service, public: open, worker }, ours);
  }
  const passwords = ours();
  const postgres = await run
    .starting(startPostgres({ folder: home, password: passwords.superuser }))
    .catch((cause: unknown) => Promise.reject(folderFault(folder, cause)));
  run.keep('PostgreSQL', postgres);
  return embeddedUrls(postgres.url, passwords);
}

/** The chain of a run. */
export interface RunChain {
  /** of its nodes, in the order in which they are asked */
  urls: readonly [string, ...string[]];
  chainId: number;
  /** when a block is final, as CHAIN_FINALITY says it: `depth:N`, `file:PATH` or `instant` */
  finality: string;
  /** words of a wallet with ether, of the embedded chain alone */
  mnemonic?: string;
}

/** The chain of a run, embedded unless CHAIN_RPC_URL names another. */
export async function openChain(config: Config, folder: string, run: Run): Promise<RunChain> {
  if (config.CHAIN_RPC_URL) {
    const urls = config.CHAIN_RPC_URL;
    const chainId = await knownChainId(urls, config.CHAIN_ID ?? readKept(folder)?.chainId);
    return { urls, chainId, finality: config.CHAIN_FINALITY };
  }
  const chainId = config.CHAIN_ID ?? 1337;
  const chain = await run
    .starting(startChain({ folder: join(folder, 'chain'), chainId, warn: run.warn }))
    .catch((cause: unknown) => Promise.reject(folderFault(folder, cause)));
  run.keep('The EVM node', chain);
  return { urls: [chain.url], chainId: chain.chainId, finality: `file:${chain.finalFile}`, mnemonic: chain.mnemonic };
}

/** A chain that is away is waited for when its id is known; another chain than that is refused. */
async function knownChainId(urls: readonly string[], known: number | undefined): Promise<number> {
  const found = await askChainId(urls).catch((cause: unknown) => {
    if (known === undefined) throw cause;
    return known;
  });
  if (known === undefined || found === known) return found;
  throw new EmbeddedFault(
    'chain-unreachable',
    `The chain at CHAIN_RPC_URL is ${found}, and this registry is anchored on ${known}: check CHAIN_RPC_URL and CHAIN_ID.`,
  );
}

/** The first answer of any node, at once of all: the worker judges each apart. */
async function askChainId(urls: readonly string[]): Promise<number> {
  try {
    return Number(await Promise.any(urls.map((url) => chainCall(url)<string>('eth_chainId'))));
  } catch (cause) {
    throw new EmbeddedFault(
      'chain-unreachable',
      'The chain at CHAIN_RPC_URL does not answer: check that it runs and the address, or set CHAIN_ID to start without it.',
      cause,
    );
  }
}
