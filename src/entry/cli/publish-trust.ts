import { logIdOf } from '../../attestation/index.js';
import { type Config, systemClock } from '../../platform/index.js';
import { Keystore } from '../../signing/index.js';
import { openConfiguredKeystore, passphraseOf, settingsOf } from '../runtime.js';
import { publishTrustList } from '../trust/publish-trust-list.js';
import { trustListSettings } from '../trust/trust-list-settings.js';

/** A step of its own: neither API nor worker ever opens the trust root. */
export async function publishTrust(config: Config): Promise<string> {
  const passphrase = passphraseOf(config, 'TRUST_KEYSTORE_PASSPHRASE');
  if (!config.DATABASE_OWNER_URL || !config.TRUST_KEYSTORE_FILE || passphrase === undefined) {
    throw new Error('configuration: DATABASE_OWNER_URL, TRUST_KEYSTORE_FILE and TRUST_KEYSTORE_PASSPHRASE are needed');
  }
  const root = Keystore.open(config.TRUST_KEYSTORE_FILE, passphrase).ec('trust-root');
  const settings = settingsOf(config, { trustRoot: root.publicKey, demo: false });
  const { CHAIN_ID: chainId, LOG_ANCHOR_ADDRESS: address } = config;
  const contract = chainId && address ? { chainId, address, logId: logIdOf(settings.logOrigin) } : undefined;
  const number = await publishTrustList(
    config.DATABASE_OWNER_URL,
    openConfiguredKeystore(config),
    root,
    trustListSettings(config, settings, systemClock(), contract),
  );
  return `trust list ${number} is published`;
}
