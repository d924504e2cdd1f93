import { createKeys, keyFiles } from '../keys/create-keys.js';
import { Usage } from './usage.js';

/** The key ceremony of a new registry: every key, and the trust root in a file of its own, in a folder that is not there yet. */
export async function createRegistryKeys([folder]: string[], now: number, registryName: string): Promise<string> {
  if (folder === undefined) throw new Usage('usage: elicence keys create <new folder>');
  await createKeys(folder, [], now, registryName);
  const { registry, trust, trustRoot, caCertificate } = keyFiles(folder);
  return [
    `KEYSTORE_FILE        ${registry.file}   (KEYSTORE_PASSPHRASE_FILE ${registry.passphraseFile})`,
    `TRUST_KEYSTORE_FILE  ${trust.file}   (TRUST_KEYSTORE_PASSPHRASE_FILE ${trust.passphraseFile})`,
    `TRUST_ROOT_JWK       ${trustRoot}`,
    `For readers of PDFs  ${caCertificate}   (the certificate to trust)`,
    'Keep the trust root and its passphrase away from the machines that run the registry.',
  ].join('\n');
}
