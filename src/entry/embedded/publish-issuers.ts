import { loadLedger } from '../../attestation/index.js';
import type { EcPublicJwk } from '../../core/index.js';
import { type Config, type Log, systemClock } from '../../platform/index.js';
import { chainAccounts } from '../chain-accounts.js';
import { newestTrustList } from '../trust/newest-trust-list.js';
import { saidOfIssuers } from '../trust/said-of-issuers.js';
import type { RunContracts } from './contracts.js';
import type { RunChain } from './parts.js';

/**
 * Brings IssuerRegistry to what the trust list says, behind the start: nobody waits for it, and what fails now is done at the
 * next start. Does nothing where no account may write. Stopping ends it between two transactions; the rest differs still.
 */
export function publishIssuersBehind(
  config: Config,
  parts: { ownerUrl: string; trustRoot: EcPublicJwk; chain: RunChain; contracts: RunContracts; log: Log },
): { stop(): Promise<void> } {
  const { log } = parts;
  let end: () => void = () => undefined;
  const work = async (issuerRegistry: string): Promise<void> => {
    const { openFirstProvider, publishIssuers } = await loadLedger();
    const provider = await openFirstProvider(parts.chain.urls, parts.chain.chainId);
    end = () => provider.destroy();
    try {
      const accounts = chainAccounts(config, provider, parts.chain.mnemonic);
      if (!accounts) return;
      const list = await newestTrustList(parts.ownerUrl, parts.trustRoot, systemClock());
      const { registrar, keyKeeper } = accounts;
      const changes = await publishIssuers({ provider, registrar, keyKeeper, issuerRegistry, list });
      log.info(`issuers on the chain: ${saidOfIssuers(changes)}`);
    } finally {
      provider.destroy();
    }
  };
  const { issuerRegistry } = parts.contracts;
  const working = issuerRegistry === null ? Promise.resolve() : work(issuerRegistry);
  let stopping = false;
  const done = working.catch((err: unknown) => {
    if (!stopping) log.warn({ err }, 'the issuers were not written to the chain; the next start tries again');
  });
  return {
    stop: () => {
      stopping = true;
      end();
      return done;
    },
  };
}
