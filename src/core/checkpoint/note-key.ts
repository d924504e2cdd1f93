import { concatBytes, equalBytes, fromHex, toHex, utf8Encode } from '../bytes/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { fromBase64, toBase64 } from './base64.js';
import { isKeyName } from './note.js';

/** An Ed25519 verifier key of a signed note. */
export interface NoteKey {
  name: string;
  keyId: Uint8Array;
  publicKey: Uint8Array;
}

/** What a key signs, by the byte that C2SP signed-note gives it: the text of a note, or a cosignature of it. */
export const noteAlgorithms = { signature: 1, cosignature: 4 } as const;
type Sha256 = Pick<CryptoPort, 'sha256'>;

/** The 4-byte id of an Ed25519 key: the start of SHA-256(name ‖ newline ‖ algorithm ‖ key). */
export function noteKeyId(
  name: string,
  publicKey: Uint8Array,
  crypto: Sha256,
  algorithm: number = noteAlgorithms.signature,
): Uint8Array {
  if (!isKeyName(name) || publicKey.length !== 32) throw new Error('a note key is a name and 32 bytes');
  return crypto.sha256(concatBytes(utf8Encode(`${name}\n`), typed(publicKey, algorithm))).slice(0, 4);
}

/** A verifier key as text, `name+hash+base64` (C2SP signed-note). */
export function formatNoteKey(
  name: string,
  publicKey: Uint8Array,
  crypto: Sha256,
  algorithm: number = noteAlgorithms.signature,
): string {
  const keyId = noteKeyId(name, publicKey, crypto, algorithm);
  return `${name}+${toHex(keyId)}+${toBase64(typed(publicKey, algorithm))}`;
}

/** Reads a verifier key; `undefined` for another algorithm, a wrong hash or another spelling. */
export function parseNoteKey(
  text: string,
  crypto: Sha256,
  algorithm: number = noteAlgorithms.signature,
): NoteKey | undefined {
  // The base64 may itself hold a plus, so only the first two split.
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (first < 0 || second < 0) return undefined;
  const name = text.slice(0, first);
  const hash = text.slice(first + 1, second);
  const keyId = fromHex(hash);
  const key = fromBase64(text.slice(second + 1));
  if (!isKeyName(name) || keyId === undefined || hash !== hash.toLowerCase()) return undefined;
  if (key?.length !== 33 || key[0] !== algorithm) return undefined;
  const publicKey = key.slice(1);
  return equalBytes(keyId, noteKeyId(name, publicKey, crypto, algorithm)) ? { name, keyId, publicKey } : undefined;
}

function typed(publicKey: Uint8Array, algorithm: number): Uint8Array {
  return concatBytes(Uint8Array.of(algorithm), publicKey);
}
