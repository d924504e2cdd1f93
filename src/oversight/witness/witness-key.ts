import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type CosignerKey,
  type CryptoPort,
  formatCosignerKey,
  isJsonObject,
  parseCosignerKey,
  parseStrictJson,
} from '../../core/index.js';
import { putFolder, readIfThere } from './durable.js';

/** The key of a witness, ready to sign. */
export interface WitnessKey {
  key: CosignerKey;
  /** What logs and trust lists name it by (`name+hash+base64`). */
  verifierKey: string;
  /** Ed25519 over these bytes. */
  sign(data: Uint8Array): Uint8Array;
}

const file = 'key.json';

/**
 * Makes the folder of a new witness with its key, and nothing else does: a witness that lost its folder has forgotten what it
 * signed, and must not go on under its old name.
 *
 * @throws Error when the folder is there already, or the name can't be in a verifier key
 */
export function createWitnessKey(folder: string, name: string, crypto: CryptoPort): WitnessKey {
  if (existsSync(folder)) throw new Error(`${folder} is there already`);
  const { privateKey } = generateKeyPairSync('ed25519');
  const made = withKey(name, privateKey, crypto);
  const text = JSON.stringify({
    verifierKey: made.verifierKey,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
  });
  putFolder(resolve(folder), file, text, 0o600);
  return made;
}

/** Opens the key in the folder of a witness. @throws Error when there is none, or it is damaged */
export function openWitnessKey(folder: string, crypto: CryptoPort): WitnessKey {
  const text = readIfThere(join(folder, file))?.toString('utf8');
  if (text === undefined) throw new Error(`${folder} holds no key: make one with elicence witness keys create`);
  const parsed = parseStrictJson(text, { maxLength: 4096, maxDepth: 2 });
  const { verifierKey, privateKey } = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
  const key = typeof verifierKey === 'string' ? parseCosignerKey(verifierKey, crypto) : undefined;
  if (!key || typeof privateKey !== 'string') throw new Error(`${join(folder, file)} is no key of a witness`);
  const der = Buffer.from(privateKey, 'base64url');
  const opened = withKey(key.name, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }), crypto);
  if (opened.verifierKey !== verifierKey) throw new Error(`${join(folder, file)} holds two different keys`);
  return opened;
}

function withKey(name: string, privateKey: KeyObject, crypto: CryptoPort): WitnessKey {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const verifierKey = formatCosignerKey(name, Buffer.from(x as string, 'base64url'), crypto);
  const key = parseCosignerKey(verifierKey, crypto) as CosignerKey;
  return { key, verifierKey, sign: (data) => sign(null, data, privateKey) };
}
