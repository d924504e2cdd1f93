import { toBase64url, utf8Encode } from '../bytes/index.js';
import { type VerificationReceipt, verificationReceiptType } from './verification-receipt.js';

/** `header.payload` of a receipt, ASCII: what a key of the use `verification` signs with ES256. */
export function verificationReceiptSigningInput(receipt: VerificationReceipt, keyId: string): string {
  return `${part({ alg: 'ES256', typ: verificationReceiptType, kid: keyId })}.${part(receipt)}`;
}

/** Joins a receipt with its signature, 64 bytes r ‖ s; throws on another length. */
export function finishVerificationReceipt(signingInput: string, signature: Uint8Array): string {
  if (signature.length !== 64) throw new Error(`an ES256 signature has 64 bytes, not ${signature.length}`);
  return `${signingInput}.${toBase64url(signature)}`;
}

function part(value: object): string {
  return toBase64url(utf8Encode(JSON.stringify(value)));
}
