import { ok, type Result, refuse } from '../../result.js';
import { toBase45 } from './base45.js';
import { checkInput } from './check-input.js';
import { coseSigningInput, formatCoseSign1 } from './cose-sign1.js';
import { offlineQrKid } from './key-id.js';
import { encodePayload } from './payload.js';
import { type OfflineQrInput, offlineQrLimits } from './said.js';

/** How the text of an offline QR begins: what a scanner tells it by, and the version of its form. */
export const offlineQrPrefix = 'ELC1:';

/** An offline QR before its signature. */
export interface AssembledOfflineQr {
  /** What ES256 signs (Sig_structure, RFC 9052 §4.4). */
  signingInput: Uint8Array;
  /**
   * The text of the code, for the QR's alphanumeric mode. The signature is r ‖ s, 64 bytes; `deflate` makes a zlib stream
   * (RFC 1950). Refused when the text is longer than a QR of version 25 at level M holds, or of version 40 at level L
   * for one with a portrait.
   */
  finish(signature: Uint8Array, deflate: (data: Uint8Array) => Uint8Array): Result<string, 'offline-qr-too-large'>;
}

/**
 * Assembles an offline QR to be signed by the carrier key of this id (RFC 7638 thumbprint). What lies outside the bounds
 * is refused with the member's pointer. @throws Error for a key id that is no thumbprint
 */
export function assembleOfflineQr(
  input: OfflineQrInput,
  keyId: string,
): Result<AssembledOfflineQr, 'offline-qr-content' | 'offline-qr-too-large'> {
  const kid = offlineQrKid(keyId);
  if (kid === undefined) throw new Error('a key id is base64url of a SHA-256 thumbprint');
  const checked = checkInput(input);
  if (!checked.ok) return checked;
  const payload = encodePayload(input);
  // Room for header and signature, so that whatever is made can be read.
  if (payload.length > offlineQrLimits.messageBytes - 128) return refuse('offline-qr-too-large');
  return ok({
    signingInput: coseSigningInput(kid, payload),
    finish(signature, deflate) {
      if (signature.length !== 64) throw new Error(`a signature has 64 bytes, not ${signature.length}`);
      const text = offlineQrPrefix + toBase45(deflate(formatCoseSign1(kid, payload, signature)));
      return text.length > longestText(input) ? refuse('offline-qr-too-large') : ok(text);
    },
  });
}

/** Characters that the text may have: the form with a portrait is the larger one. */
export const longestText = ({ portrait }: Pick<OfflineQrInput, 'portrait'>): number =>
  portrait === undefined ? offlineQrLimits.textLength : offlineQrLimits.portraitTextLength;
