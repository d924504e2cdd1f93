import type { Config, Settings } from '../../platform/index.js';
import type { TrustListSettings } from './publish-trust-list.js';

/** What the trust list takes from configuration rather than from the database. */
export const trustListSettings = (
  config: Config,
  settings: Settings,
  at: number,
  contract: TrustListSettings['contract'],
): TrustListSettings => ({
  at,
  registryName: { 'zh-CN': config.REGISTRY_NAME_ZH, en: config.REGISTRY_NAME_EN },
  baseUrl: settings.baseUrl,
  identity: settings.identity,
  timeZone: settings.timeZone,
  logOrigin: settings.logOrigin,
  ...(contract ? { contract } : {}),
  witnesses: config.WITNESSES?.map(({ noteKey }) => noteKey) ?? [],
  ...(config.WITNESS_QUORUM === undefined ? {} : { witnessQuorum: config.WITNESS_QUORUM }),
});
