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
  if (isWeak(publicKey)) return undefined;
  return equalBytes(keyId, noteKeyId(name, publicKey, crypto, algorithm)) ? { name, keyId, publicKey } : undefined;
}

function typed(publicKey: Uint8Array, algorithm: number): Uint8Array {
  return concatBytes(Uint8Array.of(algorithm), publicKey);
}

/** The encodings of y of the points of small order, without the sign of x. */
const smallOrder = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
];

/**
 * Whether an Ed25519 key is a point of small order, under which one signature fits many texts, or one whose y is written with
 * the prime of the field added: not every library takes these for the same key.
 */
function isWeak(publicKey: Uint8Array): boolean {
  const y = toHex(publicKey.subarray(0, 31)) + toHex(Uint8Array.of((publicKey[31] as number) & 127));
  return smallOrder.includes(y) || /^e[d-f](?:ff){30}7f$/.test(y) || /^f[0-9a-f](?:ff){30}7f$/.test(y);
}
