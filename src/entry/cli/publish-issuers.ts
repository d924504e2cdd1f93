import { loadLedger } from '../../attestation/index.js';
import { type Config, systemClock } from '../../platform/index.js';
import { chainAccounts } from '../chain-accounts.js';
import { configuredTrustRoot } from '../runtime.js';
import { newestTrustList } from '../trust/newest-trust-list.js';
import { saidOfIssuers } from '../trust/said-of-issuers.js';

/** Brings IssuerRegistry to what the newest trust list says; a second run writes nothing. */
export async function publishIssuersCommand(config: Config): Promise<string> {
  const { DATABASE_OWNER_URL, CHAIN_RPC_URL, CHAIN_ID, ISSUER_REGISTRY_ADDRESS } = config;
  if (!DATABASE_OWNER_URL || !CHAIN_RPC_URL || !CHAIN_ID || !ISSUER_REGISTRY_ADDRESS) {
    throw new Error(
      'configuration: DATABASE_OWNER_URL, CHAIN_RPC_URL, CHAIN_ID and ISSUER_REGISTRY_ADDRESS are needed',
    );
  }
  const list = await newestTrustList(DATABASE_OWNER_URL, configuredTrustRoot(config), systemClock());
  const { openFirstProvider, publishIssuers } = await loadLedger();
  const provider = await openFirstProvider(CHAIN_RPC_URL, CHAIN_ID);
  try {
    const accounts = chainAccounts(config, provider);
    if (!accounts) throw new Error('configuration: CHAIN_REGISTRAR_KEY or CHAIN_ADMIN_KEY is needed');
    const { registrar, keyKeeper } = accounts;
    const changes = await publishIssuers({
      provider,
      registrar,
      keyKeeper,
      issuerRegistry: ISSUER_REGISTRY_ADDRESS,
      list,
    });
    return `trust list ${list.number}: ${saidOfIssuers(changes)}`;
  } finally {
    provider.destroy();
  }
}
