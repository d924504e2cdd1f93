import { createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../core/index.js';
import { seal, unseal } from '../../platform/index.js';
import { keyName, type StoredKeys, storedKey } from './stored-key.js';

/*
 * Form of the file: scrypt turns the passphrase into two keys. The first seals each key (AES-256-GCM, its name is the
 * additional data), the second authenticates the file as a whole, so that no entry can be dropped or taken from an
 * older file.
 */
const cost = z.object({
  n: z
    .number()
    .int()
    .min(2 ** 15)
    .max(2 ** 20),
  r: z.literal(8),
  p: z.literal(1),
  salt: z.base64().length(44),
});
const fileForm = z.strictObject({
  format: z.literal('elicence-keystore-1'),
  scrypt: cost,
  keys: z.record(keyName, z.base64().max(60_000)),
  mac: z.base64().length(44),
});

/** The passphrase is not the file's, or the file was altered: the two can't be told apart. */
export class KeystoreUnreadable extends Error {
  constructor(file: string, cause?: unknown) {
    super(`keystore ${file}: wrong passphrase or damaged file`, { cause });
  }
}

interface FileKeys {
  sealing: Buffer;
  authenticating: Buffer;
}

const place = (name: string): string => `keystore/${name}`;

/** Reads the text of a keystore file. @throws KeystoreUnreadable */
export function decodeKeystore(file: string, text: string, passphrase: string): StoredKeys {
  try {
    const { mac, ...content } = fileForm.parse(JSON.parse(text));
    const keys = deriveKeys(passphrase, content.scrypt);
    if (!timingSafeEqual(Buffer.from(mac, 'base64'), macOf(content, keys)))
      throw new Error('authentication code differs');
    const found: StoredKeys = new Map();
    for (const [name, sealed] of Object.entries(content.keys)) {
      const plain = unseal(keys.sealing, place(name), Buffer.from(sealed, 'base64'));
      found.set(name, storedKey.parse(JSON.parse(plain.toString())));
    }
    return found;
  } catch (error) {
    throw new KeystoreUnreadable(file, error);
  }
}

/** Writes the text of a keystore file under a fresh salt. */
export function encodeKeystore(stored: StoredKeys, passphrase: string): string {
  const scrypt = { n: 2 ** 15, r: 8 as const, p: 1 as const, salt: randomBytes(32).toString('base64') };
  const keys = deriveKeys(passphrase, scrypt);
  const sealed = [...stored].map(([name, key]): [string, string] => [
    keyName.parse(name),
    seal(keys.sealing, place(name), Buffer.from(JSON.stringify(key))).toString('base64'),
  ]);
  const content = { format: 'elicence-keystore-1' as const, scrypt, keys: Object.fromEntries(sealed) };
  return `${JSON.stringify({ ...content, mac: macOf(content, keys).toString('base64') }, null, 2)}\n`;
}

function deriveKeys(passphrase: string, { n, r, p, salt }: z.infer<typeof cost>): FileKeys {
  const options = { N: n, r, p, maxmem: 256 * n * r };
  const both = scryptSync(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), 64, options);
  return { sealing: both.subarray(0, 32), authenticating: both.subarray(32) };
}

const macOf = (content: Omit<z.infer<typeof fileForm>, 'mac'>, keys: FileKeys): Buffer =>
  createHmac('sha256', keys.authenticating).update(canonicalJson(content)).digest();
