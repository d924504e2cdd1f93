import { createCipheriv, createDecipheriv } from 'node:crypto';
import { randomChunk } from '../ids.js';

/*
 * Form of a sealed value: version (1) ‖ nonce (12) ‖ ciphertext ‖ tag (16), AES-256-GCM. The additional data binds it to
 * its table, row and column, so that a value moved to another row does not open.
 */
const version = 1;
const nonceLength = 12;
const tagLength = 16;

/** `table/column/row id`: where a sealed value lives. */
export type Place = string;

export function seal(key: Buffer, place: Place, plain: Uint8Array): Buffer {
  const nonce = randomChunk(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(place));
  const out = Buffer.allocUnsafe(1 + nonceLength + plain.length + tagLength);
  out[0] = version;
  nonce.copy(out, 1);
  cipher.update(plain).copy(out, 1 + nonceLength);
  cipher.final();
  cipher.getAuthTag().copy(out, out.length - tagLength);
  return out;
}

/** @throws Error when the value is not of this place, not under this key or was altered. */
export function unseal(key: Buffer, place: Place, sealed: Buffer): Buffer {
  if (sealed.length < 1 + nonceLength + tagLength || sealed[0] !== version)
    throw new Error('sealed value: unknown form');
  // Without a fixed tag length Node accepts a tag of four bytes.
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  const plain = decipher.update(sealed.subarray(1 + nonceLength, sealed.length - tagLength));
  decipher.final();
  return plain;
}

export const sealJson = (key: Buffer, place: Place, value: unknown): Buffer =>
  seal(key, place, Buffer.from(JSON.stringify(value)));

export const unsealJson = <T>(key: Buffer, place: Place, sealed: Buffer): T =>
  JSON.parse(unseal(key, place, sealed).toString()) as T;

/** A data key is random, never derived: only then does deleting its wrapped form erase what it sealed. */
export function newDataKey(wrappingKey: Buffer, place: Place): { key: Buffer; wrapped: Buffer } {
  const key = randomChunk(32);
  return { key, wrapped: seal(wrappingKey, place, key) };
}

export const unwrapDataKey = (wrappingKey: Buffer, place: Place, wrapped: Buffer): Buffer =>
  unseal(wrappingKey, place, wrapped);
