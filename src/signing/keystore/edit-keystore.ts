import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { ok, type Result } from '../../core/index.js';
import type { Pkcs12Refusal } from '../pkcs12/read-pkcs12.js';
import { readKeystoreFile, writeKeystoreFile } from './file.js';
import { decodeKeystore, encodeKeystore } from './format.js';
import { generateKey, pkcs8 } from './generate.js';
import { publicJwk } from './key-id.js';
import { type KeyKind, keyName, type StoredKeys } from './stored-key.js';

/** What an administrator may do with a keystore. A key that is there is never lost: remove no history. */
export class KeystoreDraft {
  constructor(private readonly keys: StoredKeys) {}

  has(name: string): boolean {
    return this.keys.has(name);
  }

  /** Makes a random key. @throws Error when the name is taken */
  createKey(name: string, kind: KeyKind): void {
    this.add(name);
    this.keys.set(name, generateKey(kind));
  }

  /**
   * Puts a new random key in the place of an account's, which stays under the name `aside`. Of that kind alone: a chain takes
   * a signature or does not, and nobody has to check it later by a key of this name.
   *
   * @throws Error when there is no such account, or `aside` is taken
   */
  renewAccount(name: string, aside: string): void {
    const old = this.keys.get(name);
    if (old?.kind !== 'ethereum') throw new Error(`keystore: there is no account named ${name}`);
    this.add(aside);
    this.keys.set(aside, old);
    this.keys.set(name, generateKey('ethereum'));
  }

  /**
   * Moves the key that signs carriers or verification receipts aside, so that another may come in its place, and answers its
   * new name: its name, `/` and the first bytes of its thumbprint, by which an offline code names it. Of these keys alone:
   * what they signed is judged by the trust list, which goes on naming them, and nothing is opened by them.
   *
   * @throws Error when there is no such key
   */
  setAside(name: 'carrier' | 'verification'): string {
    const old = this.ec(name);
    const kid = Buffer.from(publicJwk(this.publicKey(name)).kid!, 'base64url').subarray(0, 8);
    const aside = `${name}/${kid.toString('hex')}`;
    this.add(aside);
    this.keys.set(aside, old);
    this.keys.delete(name);
    return aside;
  }

  /** The public half of an `ec` key, to be certified. */
  publicKey(name: string): KeyObject {
    return createPublicKey(this.privateKey(name));
  }

  /** The private half of an `ec` key: an authority of certificates signs with it. */
  privateKey(name: string): KeyObject {
    return createPrivateKey({ key: Buffer.from(this.ec(name).key, 'base64'), format: 'der', type: 'pkcs8' });
  }

  /** Puts a chain (base64 DER, leaf first) to an `ec` key. @throws Error when the leaf is not of this key */
  setCertificates(name: string, chain: readonly string[]): void {
    const leaf = chain[0] === undefined ? undefined : new X509Certificate(Buffer.from(chain[0], 'base64'));
    if (!leaf?.checkPrivateKey(this.privateKey(name))) throw new Error(`the certificate is not of the key ${name}`);
    this.keys.set(name, { ...this.ec(name), certificates: [...chain] });
  }

  /** Takes in the P-256 key and the chain of a department's PKCS#12 file. @throws Error when the name is taken */
  async importPkcs12(
    name: string,
    bytes: Uint8Array,
    passphrase: string,
  ): Promise<Result<{ certificates: string[] }, Pkcs12Refusal>> {
    this.add(name);
    // node-forge is loaded for this ceremony alone, and never in a process that serves.
    const { readPkcs12 } = await import('../pkcs12/read-pkcs12.js');
    const read = readPkcs12(bytes, passphrase);
    if (!read.ok) return read;
    const { privateKey, certificates } = read.value;
    this.keys.set(name, { kind: 'ec', key: pkcs8(privateKey), certificates });
    return ok({ certificates });
  }

  private add(name: string): void {
    if (!keyName.safeParse(name).success) throw new Error(`keystore: ${JSON.stringify(name)} is no name of a key`);
    if (this.keys.has(name)) throw new Error(`keystore: there is a key named ${name} already`);
  }

  private ec(name: string) {
    const found = this.keys.get(name);
    if (found?.kind !== 'ec') throw new Error(`keystore: there is no ec key named ${name}`);
    return found;
  }
}

/** Makes an empty keystore file. @throws Error when the file is there already */
export function createKeystore(file: string, passphrase: string): void {
  requireNew(file, passphrase);
  writeKeystoreFile(file, encodeKeystore(new Map(), passphrase));
}

/** Makes a keystore file with what `work` puts into it, under one derivation from the passphrase. @throws Error when the file is there already */
export async function createFilledKeystore<T>(
  file: string,
  passphrase: string,
  work: (draft: KeystoreDraft) => T | Promise<T>,
): Promise<T> {
  requireNew(file, passphrase);
  const keys: StoredKeys = new Map();
  const result = await work(new KeystoreDraft(keys));
  writeKeystoreFile(file, encodeKeystore(keys, passphrase));
  return result;
}

function requireNew(file: string, passphrase: string): void {
  if (passphrase.length < 16) throw new Error('keystore: the passphrase is shorter than 16 characters');
  if (existsSync(file)) throw new Error(`keystore ${file}: the file is there already`);
}

/**
 * Opens a file, lets `work` change it and writes it as a whole; when `work` throws, the file stays as it was.
 *
 * @throws KeystoreUnreadable; Error when somebody else wrote the file in the meantime
 */
export async function editKeystore<T>(
  file: string,
  passphrase: string,
  work: (draft: KeystoreDraft) => T | Promise<T>,
): Promise<T> {
  const before = readKeystoreFile(file);
  const keys = decodeKeystore(file, before, passphrase);
  const result = await work(new KeystoreDraft(keys));
  const after = encodeKeystore(keys, passphrase);
  if (readKeystoreFile(file) !== before) throw new Error(`keystore ${file}: it was changed by somebody else meanwhile`);
  writeKeystoreFile(file, after);
  return result;
}

/** Makes one random key in an existing file. @throws Error when the name is taken */
export const createKey = (file: string, passphrase: string, name: string, kind: KeyKind): Promise<void> =>
  editKeystore(file, passphrase, (draft) => draft.createKey(name, kind));

/** Takes a department's PKCS#12 file into an existing keystore; a refusal changes nothing. */
export const importPkcs12 = (
  keystore: { file: string; passphrase: string },
  name: string,
  bytes: Uint8Array,
  passphrase: string,
): Promise<Result<{ certificates: string[] }, Pkcs12Refusal>> =>
  editKeystore(keystore.file, keystore.passphrase, (draft) => draft.importPkcs12(name, bytes, passphrase));
