import { HDNodeWallet, type JsonRpcProvider, Wallet } from 'ethers';
import { loadLedger, logIdOf } from '../../attestation/index.js';
import type { Config } from '../../platform/index.js';
import type { Keystore } from '../../signing/index.js';
import { contractsFile, readKept } from './contracts-file.js';
import { replaceFile } from './durable-file.js';
import { EmbeddedFault } from './embedded-fault.js';
import type { RunChain } from './parts.js';

export interface RunContracts {
  logAnchor: string;
  logId: string;
}

/** Finds the contracts of this registry, and deploys what is missing where a wallet that may do so is known. */
export async function openContracts(
  config: Config,
  folder: string,
  chain: RunChain,
  given: { keystore: Keystore; logOrigin: string },
): Promise<RunContracts> {
  const logId = logIdOf(given.logOrigin);
  const file = contractsFile(folder);
  const kept = readKept(folder);
  const known = config.LOG_ANCHOR_ADDRESS ?? (kept?.chainId === chain.chainId ? kept.logAnchor : undefined);
  const { deployContracts, fundAnchorer, openFirstProvider } = await loadLedger();
  let provider: JsonRpcProvider | undefined;
  try {
    provider = await openFirstProvider(chain.urls, chain.chainId);
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
    if (cause instanceof EmbeddedFault) throw cause;
    // With the address known a chain that is away is no reason not to serve: the backlog waits.
    if (known !== undefined) return { logAnchor: known, logId };
    throw new EmbeddedFault(
      'chain-unreachable',
      `The contracts can't be put on the chain (${(cause as { shortMessage?: string }).shortMessage ?? String(cause)}): check that it runs, and what CHAIN_RPC_URL and CHAIN_ADMIN_KEY say.`,
      cause,
    );
  } finally {
    provider?.destroy();
  }
}

function adminOf(config: Config, chain: RunChain, provider: JsonRpcProvider) {
  if (chain.mnemonic !== undefined) return HDNodeWallet.fromPhrase(chain.mnemonic).connect(provider);
  return config.CHAIN_ADMIN_KEY === undefined ? undefined : new Wallet(config.CHAIN_ADMIN_KEY, provider);
}
