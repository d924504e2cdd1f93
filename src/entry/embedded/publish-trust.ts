import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Config, childEnvironment, type Settings } from '../../platform/index.js';
import { trustListIsDue } from '../trust/publish-trust-list.js';
import { trustListSettings } from '../trust/trust-list-settings.js';
import type { RunContracts } from './contracts.js';
import type { RunKeys } from './keys.js';
import type { RunChain } from './parts.js';

const cli = fileURLToPath(new URL('../cli.js', import.meta.url));

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
  const child = spawn(process.execPath, [cli, 'trust', 'publish'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...childEnvironment(),
      DATABASE_OWNER_URL: ownerUrl,
      KEYSTORE_FILE: keys.files.registry.file,
      KEYSTORE_PASSPHRASE_FILE: keys.files.registry.passphraseFile,
      TRUST_KEYSTORE_FILE: keys.files.trust.file,
      TRUST_KEYSTORE_PASSPHRASE_FILE: keys.files.trust.passphraseFile,
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
    },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the trust list was not published: ${said.trim()}`);
}
