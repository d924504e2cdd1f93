import { readKeystoreFile } from './file.js';
import { decodeKeystore } from './format.js';
import { type EcSigner, type Ed25519Signer, ecSigner, ed25519Signer } from './signers.js';
import type { KeyKind, StoredKey, StoredKeys } from './stored-key.js';

/** No key of that name and kind. Nothing makes one by itself: a silently new key would orphan all that the old one signed. */
export class MissingKey extends Error {
  constructor(
    readonly file: string,
    readonly keyName: string,
    readonly kind: KeyKind,
  ) {
    super(`keystore ${file}: there is no ${kind} key named ${keyName}`);
  }
}

/**
 * The keys of one encrypted file, opened once. It only reads: what makes or takes in keys is `editKeystore`. Signers are
 * made at their first use and kept, so that no request parses a key. Safe to share.
 */
export class Keystore {
  private readonly signers = new Map<string, EcSigner>();
  private readonly noteSigners = new Map<string, Ed25519Signer>();

  private constructor(
    private readonly file: string,
    private readonly stored: StoredKeys,
  ) {}

  /**
   * Opens an existing file; takes about 0.1 s for scrypt. Never creates one.
   *
   * @throws KeystoreUnreadable for a wrong passphrase or an altered file, Error when there is no file
   */
  static open(file: string, passphrase: string): Keystore {
    return new Keystore(file, decodeKeystore(file, readKeystoreFile(file), passphrase));
  }

  has(name: string): boolean {
    return this.stored.has(name);
  }

  names(): string[] {
    return [...this.stored.keys()];
  }

  /** @throws MissingKey */
  ec(name: string): EcSigner {
    return remembered(this.signers, name, () => ecSigner(name, this.find(name, 'ec')));
  }

  /** @throws MissingKey */
  ed25519(name: string): Ed25519Signer {
    return remembered(this.noteSigners, name, () => ed25519Signer(name, this.find(name, 'ed25519')));
  }

  /** 32 random bytes, a copy. @throws MissingKey */
  secret(name: string): Buffer {
    return Buffer.from(this.find(name, 'secret').key, 'base64');
  }

  /** A secp256k1 key as `0x` and 64 hex digits, as ethers takes it. @throws MissingKey */
  ethereum(name: string): { privateKey: string } {
    return { privateKey: `0x${Buffer.from(this.find(name, 'ethereum').key, 'base64').toString('hex')}` };
  }

  private find<Kind extends KeyKind>(name: string, kind: Kind): Extract<StoredKey, { kind: Kind }> {
    const found = this.stored.get(name);
    if (found?.kind !== kind) throw new MissingKey(this.file, name, kind);
    return found as Extract<StoredKey, { kind: Kind }>;
  }
}

function remembered<T>(kept: Map<string, T>, name: string, make: () => T): T {
  const known = kept.get(name) ?? make();
  kept.set(name, known);
  return known;
}
