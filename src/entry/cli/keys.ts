import { readFileSync } from 'node:fs';
import { checkCreditCode } from '../../core/index.js';
import type { Config } from '../../platform/index.js';
import { editKeystore, importPkcs12 } from '../../signing/index.js';
import { openConfiguredKeystore, passphraseOf } from '../runtime.js';
import { Usage } from './usage.js';

/** The names of the keys, and the address of the account that anchors: a permissioned chain must be told to let it send. */
export async function listKeys(config: Config): Promise<string> {
  const keystore = openConfiguredKeystore(config);
  const { computeAddress } = await import('ethers');
  const named = (name: string) =>
    isAnchorer(name) ? `${name}   ${computeAddress(keystore.ethereum(name).privateKey)}` : name;
  return keystore.names().map(named).join('\n');
}

const isAnchorer = (name: string): boolean => name === 'anchorer' || name.startsWith('anchorer/');

/** Makes a new account that anchors; the old one stays in the keystore under its address. The contract must be told after. */
export async function renewAnchorer(config: Config): Promise<string> {
  const passphrase = passphraseOf(config, 'KEYSTORE_PASSPHRASE');
  if (!config.KEYSTORE_FILE || passphrase === undefined) {
    throw new Error('configuration: KEYSTORE_FILE and KEYSTORE_PASSPHRASE are needed');
  }
  const { computeAddress } = await import('ethers');
  const address = () => computeAddress(openConfiguredKeystore(config).ethereum('anchorer').privateKey);
  const old = address();
  await editKeystore(config.KEYSTORE_FILE, passphrase, (draft) => draft.renewAccount('anchorer', `anchorer/${old}`));
  return `anchorer   ${address()}\nUntil the contract is told, nothing is anchored: elicence contracts rotate-anchorer ${address()}`;
}

/** Takes a department's PKCS#12 file into the keystore as the key that signs its licences. The trust list must be published anew after. */
export async function importAuthorityKey(config: Config, args: string[]): Promise<string> {
  const [creditCode, file] = args;
  const checked = checkCreditCode(creditCode ?? '');
  if (!checked.ok || file === undefined) throw new Usage('usage: elicence keys import-pkcs12 <credit code> <file.p12>');
  const passphrase = passphraseOf(config, 'KEYSTORE_PASSPHRASE');
  if (!config.KEYSTORE_FILE || passphrase === undefined || config.PKCS12_PASSPHRASE === undefined) {
    throw new Error('configuration: KEYSTORE_FILE, KEYSTORE_PASSPHRASE and PKCS12_PASSPHRASE are needed');
  }
  const imported = await importPkcs12(
    { file: config.KEYSTORE_FILE, passphrase },
    `authority/${checked.value}`,
    readFileSync(file),
    config.PKCS12_PASSPHRASE,
  );
  if (!imported.ok) throw new Error(`${file}: ${imported.code}${imported.detail ? ` (${imported.detail})` : ''}`);
  return `authority/${checked.value}: imported. Publish the trust list: elicence trust publish`;
}
