import { parseArgs } from 'node:util';
import { Wallet } from 'ethers';
import { loadLedger, logIdOf } from '../../attestation/index.js';
import type { Config } from '../../platform/index.js';
import { type ChainAccounts, chainAccounts } from '../chain-accounts.js';
import { configuredTrustRoot, openConfiguredKeystore, settingsOf } from '../runtime.js';

/**
 * Puts LogAnchor and IssuerRegistry on the configured chain and registers this registry's log for its anchorer; safe to repeat.
 * With `--successor` a new LogAnchor beside the one at LOG_ANCHOR_ADDRESS, without the log: that is continued from there.
 */
export async function deployRegistryContracts(config: Config, args: string[] = []): Promise<string> {
  const { values } = parseArgs({ args, options: { successor: { type: 'boolean', default: false } } });
  const { CHAIN_RPC_URL: urls, CHAIN_ID: chainId, CHAIN_ADMIN_KEY: adminKey, LOG_ANCHOR_ADDRESS: address } = config;
  if (!urls || !chainId || !adminKey) {
    throw new Error('configuration: CHAIN_RPC_URL, CHAIN_ID and CHAIN_ADMIN_KEY are needed');
  }
  const settings = settingsOf(config, { trustRoot: configuredTrustRoot(config), demo: false });
  const { deployContracts, fundAnchorer, openFirstProvider } = await loadLedger();
  const provider = await openFirstProvider(urls, chainId);
  try {
    const { admin, registrar, keyKeeper, pauser } = chainAccounts(config, provider) as ChainAccounts;
    const anchorer = new Wallet(openConfiguredKeystore(config).ethereum('anchorer').privateKey).address;
    const logId = logIdOf(settings.logOrigin);
    const { logAnchor, issuerRegistry, deployed } = await deployContracts({
      provider,
      admin,
      registrar,
      keyKeeper: keyKeeper.address,
      pauser,
      anchorer,
      ...(values.successor ? {} : { logId, ...(address ? { address } : {}) }),
      ...(config.ISSUER_REGISTRY_ADDRESS ? { issuerRegistry: config.ISSUER_REGISTRY_ADDRESS } : {}),
    });
    const addresses = `LOG_ANCHOR_ADDRESS=${logAnchor}\nISSUER_REGISTRY_ADDRESS=${issuerRegistry}`;
    if (values.successor) {
      return `${addresses}\ndeployed; retire the old contract in favour of it, then: elicence contracts continue <old address>`;
    }
    const funded = (await fundAnchorer(provider, admin, anchorer)) ? ', with 100 ether' : '';
    return [
      addresses,
      `${deployed ? 'deployed' : 'was there'}; log ${logId} of ${settings.logOrigin} is anchored by ${anchorer}${funded}`,
    ].join('\n');
  } finally {
    provider.destroy();
  }
}
