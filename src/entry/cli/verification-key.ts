import type { Config } from '../../platform/index.js';
import { editKeystore, type KeystoreDraft } from '../../signing/index.js';
import { passphraseOf } from '../runtime.js';
import { Usage } from './usage.js';

/** Adds the key that signs verification receipts. The trust list must be published anew after. @throws Error when the keystore has it */
export async function addVerificationKey(config: Config, args: string[]): Promise<string> {
  await edit(config, args, 'add verification', (draft) => draft.createKey('verification', 'ec'));
  return 'verification: made. Publish the trust list (elicence trust publish), then start every API anew.';
}

/** Puts a new key for verification receipts in the place of the one that is there, which stays in the keystore and in the trust list. */
export async function renewVerificationKey(config: Config, args: string[]): Promise<string> {
  const aside = await edit(config, args, 'renew-verification', (draft) => {
    const former = draft.setAside('verification');
    draft.createKey('verification', 'ec');
    return former;
  });
  return [
    `verification: made; the former one is ${aside}.`,
    'Publish the trust list (elicence trust publish), which ends the former key, then start every API anew.',
  ].join('\n');
}

function edit<T>(config: Config, args: string[], command: string, work: (draft: KeystoreDraft) => T): Promise<T> {
  if (args.length > 0) throw new Usage(`usage: elicence keys ${command}`);
  const passphrase = passphraseOf(config, 'KEYSTORE_PASSPHRASE');
  if (!config.KEYSTORE_FILE || passphrase === undefined) {
    throw new Error('configuration: KEYSTORE_FILE and KEYSTORE_PASSPHRASE are needed');
  }
  return editKeystore(config.KEYSTORE_FILE, passphrase, work);
}
