import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** What a keyed digest speaks of: a digest of one kind never matches one of another. */
export type BlindKind = 'holder' | 'licence-number' | 'verification-code' | 'presentation-code' | 'body';

/**
 * Keyed blind index (HMAC-SHA-256): equality can be searched, values can't be guessed without the key. ID numbers have
 * about 2·10¹¹ candidates, so an unkeyed digest would fall in minutes. Callers normalise before.
 */
export class BlindIndex {
  private readonly key: KeyObject;

  constructor(secret: Buffer) {
    if (secret.length < 32) throw new Error('blind index: the key is shorter than 32 bytes');
    this.key = createSecretKey(secret);
  }

  digest(kind: BlindKind, ...parts: readonly string[]): Buffer {
    const hmac = createHmac('sha256', this.key).update(kind);
    for (const part of parts) hmac.update('\0').update(part);
    return hmac.digest();
  }

  /** The index of a holder, by code type and normalised code. */
  holder(codeType: string, code: string): Buffer {
    return this.digest('holder', codeType, code);
  }
}
