import type { Config, Settings } from '../../platform/index.js';
import { trustListIsDue } from '../trust/publish-trust-list.js';
import { trustListSettings } from '../trust/trust-list-settings.js';
import { keyEnvironment, runCli } from './cli-step.js';
import type { RunContracts } from './contracts.js';
import type { RunKeys } from './keys.js';
import type { RunChain } from './parts.js';

/** Publishes the trust list when it is due, by a process of its own: this one never holds the trust root. */
export async function ensureTrustList(
  config: Config,
  settings: Settings,
  parts: { ownerUrl: string; keys: RunKeys; chain: RunChain; contracts: RunContracts },
): Promise<void> {
  const { ownerUrl, keys, chain, contracts } = parts;
  const contract = { chainId: chain.chainId, address: contracts.logAnchor, logId: contracts.logId };
  const wanted = trustListSettings(config, settings, Date.now(), contract);
  if (!(await trustListIsDue(ownerUrl, keys.keystore, wanted))) return;
  const environment = {
    ...keyEnvironment(keys.files),
    DATABASE_OWNER_URL: ownerUrl,
    BASE_URL: settings.baseUrl,
    REGISTRY_IDENTITY: settings.identity,
    LOG_ORIGIN: settings.logOrigin,
    TIME_ZONE: settings.timeZone,
    CHAIN_ID: String(chain.chainId),
    LOG_ANCHOR_ADDRESS: contracts.logAnchor,
    WITNESSES: (config.WITNESSES ?? []).map(({ noteKey, url }) => `${noteKey} ${url}`).join(','),
    WITNESS_QUORUM: String(config.WITNESS_QUORUM ?? ''),
    REGISTRY_NAME_ZH: config.REGISTRY_NAME_ZH,
    REGISTRY_NAME_EN: config.REGISTRY_NAME_EN,
  };
  await runCli(['trust', 'publish'], environment).catch((cause: Error) => {
    throw new Error(`the trust list was not published: ${cause.message}`, { cause });
  });
}
