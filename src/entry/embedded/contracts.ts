import { join } from 'node:path';
import { HDNodeWallet, type JsonRpcProvider, Wallet } from 'ethers';
import { deployContracts, fundAnchorer, logIdOf, openProvider } from '../../attestation/index.js';
import type { Config } from '../../platform/index.js';
import type { Keystore } from '../../signing/index.js';
import { readIfThere, replaceFile } from './durable-file.js';
import { EmbeddedFault } from './embedded-fault.js';
import type { RunChain } from './parts.js';

export interface RunContracts {
  logAnchor: string;
  logId: string;
}

interface Kept {
  chainId: number;
  logAnchor: string;
}

/** Finds the contracts of this registry, and deploys what is missing where a wallet that may do so is known. */
export async function openContracts(
  config: Config,
  folder: string,
  chain: RunChain,
  given: { keystore: Keystore; logOrigin: string },
): Promise<RunContracts> {
  const logId = logIdOf(given.logOrigin);
  const file = join(folder, 'contracts.json');
  const kept = JSON.parse(readIfThere(file) ?? 'null') as Kept | null;
  const known = config.LOG_ANCHOR_ADDRESS ?? (kept?.chainId === chain.chainId ? kept.logAnchor : undefined);
  const provider = openProvider(chain.url, chain.chainId);
  try {
    const admin = adminOf(config, chain, provider);
    if (!admin) {
      if (known !== undefined) return { logAnchor: known, logId };
      throw new EmbeddedFault(
        'chain-unreachable',
        'CHAIN_RPC_URL names a chain without our contracts: set LOG_ANCHOR_ADDRESS, or CHAIN_ADMIN_KEY to deploy them.',
      );
    }
    const anchorer = new Wallet(given.keystore.ethereum('anchorer').privateKey);
    await fundAnchorer(provider, admin, anchorer.address);
    const { logAnchor } = await deployContracts({
      provider,
      admin,
      anchorer: anchorer.address,
      logId,
      ...(known === undefined ? {} : { address: known }),
    });
    if (logAnchor !== kept?.logAnchor || kept.chainId !== chain.chainId) {
      replaceFile(file, `${JSON.stringify({ chainId: chain.chainId, logAnchor })}\n`);
    }
    return { logAnchor, logId };
  } catch (cause) {
    // With the address known a chain that is away is no reason not to serve: the backlog waits.
    if (known !== undefined && !(cause instanceof EmbeddedFault)) return { logAnchor: known, logId };
    throw cause;
  } finally {
    provider.destroy();
  }
}

function adminOf(config: Config, chain: RunChain, provider: JsonRpcProvider) {
  if (chain.mnemonic !== undefined) return HDNodeWallet.fromPhrase(chain.mnemonic).connect(provider);
  return config.CHAIN_ADMIN_KEY === undefined ? undefined : new Wallet(config.CHAIN_ADMIN_KEY, provider);
}
