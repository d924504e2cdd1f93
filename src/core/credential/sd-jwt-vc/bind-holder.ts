import { toBase64url, utf8Encode } from '../../bytes/index.js';
import type { CryptoPort } from '../../crypto/index.js';

/** What a holder answers to: whose request, which nonce, and when (seconds since 1970). */
export interface KeyBindingRequest {
  audience: string;
  nonce: string;
  issuedAt: number;
}

/**
 * What the holder's key signs (ES256) to show a presentation as its own: header and payload of a key-binding JWT
 * (RFC 9901 §4.3) over exactly these disclosures. Throws when `presentation` does not end with `~`.
 */
export function kbSigningInput(
  presentation: string,
  { audience, nonce, issuedAt }: KeyBindingRequest,
  crypto: Pick<CryptoPort, 'digestText'>,
): string {
  mustBeUnbound(presentation);
  const payload = { iat: issuedAt, aud: audience, nonce, sd_hash: crypto.digestText(presentation) };
  return `${part({ alg: 'ES256', typ: 'kb+jwt' })}.${part(payload)}`;
}

/**
 * Joins presentation and key binding (SD-JWT+KB); `signature` is over `signingInput`, 64 bytes r ‖ s. Throws on another
 * length, and on a presentation that does not end with `~`.
 */
export function finishKeyBinding(presentation: string, signingInput: string, signature: Uint8Array): string {
  mustBeUnbound(presentation);
  if (signature.length !== 64) throw new Error(`an ES256 signature has 64 bytes, not ${signature.length}`);
  return `${presentation}${signingInput}.${toBase64url(signature)}`;
}

function mustBeUnbound(presentation: string): void {
  if (!presentation.endsWith('~')) throw new Error('a presentation without key binding ends with ~');
}

function part(value: object): string {
  return toBase64url(utf8Encode(JSON.stringify(value)));
}
