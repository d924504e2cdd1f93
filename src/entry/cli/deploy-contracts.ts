import { Wallet } from 'ethers';
import { loadLedger, logIdOf } from '../../attestation/index.js';
import type { Config } from '../../platform/index.js';
import { configuredTrustRoot, openConfiguredKeystore, settingsOf } from '../runtime.js';

/** Puts LogAnchor on the configured chain and registers this registry's log for its anchorer; safe to repeat. */
export async function deployRegistryContracts(config: Config): Promise<string> {
  const { CHAIN_RPC_URL: urls, CHAIN_ID: chainId, CHAIN_ADMIN_KEY: adminKey, LOG_ANCHOR_ADDRESS: address } = config;
  if (!urls || !chainId || !adminKey) {
    throw new Error('configuration: CHAIN_RPC_URL, CHAIN_ID and CHAIN_ADMIN_KEY are needed');
  }
  const settings = settingsOf(config, { trustRoot: configuredTrustRoot(config), demo: false });
  const { deployContracts, fundAnchorer, openFirstProvider } = await loadLedger();
  const provider = await openFirstProvider(urls, chainId);
  try {
    const admin = new Wallet(adminKey, provider);
    const anchorer = new Wallet(openConfiguredKeystore(config).ethereum('anchorer').privateKey).address;
    const logId = logIdOf(settings.logOrigin);
    const { logAnchor, deployed } = await deployContracts({
      provider,
      admin,
      anchorer,
      logId,
      ...(address ? { address } : {}),
    });
    const funded = (await fundAnchorer(provider, admin, anchorer)) ? ', with 100 ether' : '';
    return [
      `LOG_ANCHOR_ADDRESS=${logAnchor}`,
      `${deployed ? 'deployed' : 'was there'}; log ${logId} of ${settings.logOrigin} is anchored by ${anchorer}${funded}`,
    ].join('\n');
  } finally {
    provider.destroy();
  }
}
