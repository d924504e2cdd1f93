import { type JsonRpcProvider, Wallet } from 'ethers';
import { loadLedger, logIdOf } from '../../attestation/index.js';
import type { Config } from '../../platform/index.js';
import type { Keystore } from '../../signing/index.js';
import { chainAccounts } from '../chain-accounts.js';
import { contractsFile, readKept } from './contracts-file.js';
import { replaceFile } from './durable-file.js';
import { EmbeddedFault } from './embedded-fault.js';
import type { RunChain } from './parts.js';

export interface RunContracts {
  logAnchor: string;
  logId: string;
  /** null where it is not known and can't be deployed */
  issuerRegistry: string | null;
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
  const here = kept?.chainId === chain.chainId ? kept : undefined;
  const known = config.LOG_ANCHOR_ADDRESS ?? here?.logAnchor;
  const issuers = config.ISSUER_REGISTRY_ADDRESS ?? here?.issuerRegistry;
  const unchanged = known === undefined ? undefined : { logAnchor: known, logId, issuerRegistry: issuers ?? null };
  const { deployContracts, fundAnchorer, openFirstProvider } = await loadLedger();
  let provider: JsonRpcProvider | undefined;
  try {
    provider = await openFirstProvider(chain.urls, chain.chainId);
    const accounts = chainAccounts(config, provider, chain.mnemonic);
    if (!accounts) {
      if (unchanged) return unchanged;
      throw new EmbeddedFault(
        'chain-unreachable',
        'CHAIN_RPC_URL names a chain without our contracts: set LOG_ANCHOR_ADDRESS, or CHAIN_ADMIN_KEY to deploy them.',
      );
    }
    const anchorer = new Wallet(given.keystore.ethereum('anchorer').privateKey);
    await fundAnchorer(provider, accounts.admin, anchorer.address);
    const { logAnchor, issuerRegistry } = await deployContracts({
      provider,
      admin: accounts.admin,
      registrar: accounts.registrar,
      keyKeeper: accounts.keyKeeper.address,
      pauser: accounts.pauser,
      anchorer: anchorer.address,
      logId,
      ...(known === undefined ? {} : { address: known }),
      ...(issuers === undefined ? {} : { issuerRegistry: issuers }),
    });
    if (logAnchor !== here?.logAnchor || issuerRegistry !== here.issuerRegistry) {
      replaceFile(file, `${JSON.stringify({ chainId: chain.chainId, logAnchor, issuerRegistry })}\n`);
    }
    return { logAnchor, logId, issuerRegistry };
  } catch (cause) {
    if (cause instanceof EmbeddedFault) throw cause;
    // With the address known a chain that is away is no reason not to serve: the backlog waits.
    if (unchanged) return unchanged;
    throw new EmbeddedFault(
      'chain-unreachable',
      `The contracts can't be put on the chain (${(cause as { shortMessage?: string }).shortMessage ?? String(cause)}): check that it runs, and what CHAIN_RPC_URL and CHAIN_ADMIN_KEY say.`,
      cause,
    );
  } finally {
    provider?.destroy();
  }
}
