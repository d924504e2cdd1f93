import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../../platform/index.js';
import { editKeystore, type KeystoreDraft, openCa } from '../../signing/index.js';
import { caName, createCarrierKey, writeCaCertificate } from '../keys/carrier-key.js';
import { passphraseOf } from '../runtime.js';
import { Usage } from './usage.js';

/**
 * Adds the key that signs PDFs, codes and vc+jwt: out of a PKCS#12 file, or a new one that the authority of certificates
 * beside the trust root certifies. The trust list must be published anew after. @throws Error when the keystore has it
 */
export async function addCarrierKey(config: Config, args: string[], now: number): Promise<string> {
  const { name, take } = wayOf(config, args, now, 'add carrier');
  await edit(config, (draft) => take(draft));
  return `carrier: ${name}. Publish the trust list: elicence trust publish`;
}

/** Puts another key for carriers in the place of the one that is there, which stays in the keystore and in the trust list. */
export async function renewCarrierKey(config: Config, args: string[], now: number): Promise<string> {
  const { name, take } = wayOf(config, args, now, 'renew-carrier');
  const aside = await edit(config, async (draft) => {
    const former = draft.setAside('carrier');
    await take(draft);
    return former;
  });
  return [
    `carrier: ${name}; the former one is ${aside}.`,
    'Start every API anew, then publish the trust list: elicence trust publish. It ends the former key from then on.',
  ].join('\n');
}

interface Way {
  name: 'imported' | 'made and certified';
  take: (draft: KeystoreDraft) => Promise<void>;
}

function wayOf(config: Config, args: string[], now: number, command: string): Way {
  const [file, ...more] = args;
  if (more.length > 0) throw new Usage(`usage: elicence keys ${command} [file.p12]`);
  if (file !== undefined) return { name: 'imported', take: (draft) => importKey(config, draft, file) };
  const ca = certifier(config);
  return {
    name: 'made and certified',
    take: (draft) => createCarrierKey(draft, ca, config.REGISTRY_NAME_ZH, now),
  };
}

async function importKey(config: Config, draft: KeystoreDraft, file: string): Promise<void> {
  if (config.PKCS12_PASSPHRASE === undefined) throw new Error('configuration: PKCS12_PASSPHRASE is needed');
  const imported = await draft.importPkcs12('carrier', readFileSync(file), config.PKCS12_PASSPHRASE);
  if (!imported.ok) throw new Error(`${file}: ${imported.code}${imported.detail ? ` (${imported.detail})` : ''}`);
}

function certifier(config: Config) {
  const passphrase = passphraseOf(config, 'TRUST_KEYSTORE_PASSPHRASE');
  const file = config.TRUST_KEYSTORE_FILE;
  if (!file || passphrase === undefined) {
    throw new Error(
      'configuration: TRUST_KEYSTORE_FILE and TRUST_KEYSTORE_PASSPHRASE are needed, or the name of a PKCS#12 file',
    );
  }
  const ca = openCa(file, passphrase, caName);
  writeCaCertificate(join(dirname(file), 'ca.pem'), ca.certificate);
  return ca;
}

function edit<T>(config: Config, work: (draft: KeystoreDraft) => Promise<T>): Promise<T> {
  const passphrase = passphraseOf(config, 'KEYSTORE_PASSPHRASE');
  if (!config.KEYSTORE_FILE || passphrase === undefined) {
    throw new Error('configuration: KEYSTORE_FILE and KEYSTORE_PASSPHRASE are needed');
  }
  return editKeystore(config.KEYSTORE_FILE, passphrase, work);
}
