import { toBase64url, utf8Encode } from '../bytes/index.js';
import type { TrustList } from './trust-list.js';

/** `header.payload` of a trust list, ASCII: what the trust root signs with ES256. */
export function trustListSigningInput(list: TrustList, rootKeyId?: string): string {
  const header = { alg: 'ES256', typ: 'elicence-trust+jwt', kid: rootKeyId };
  return `${part(header)}.${part(list)}`;
}

/** Joins a trust list with its signature, 64 bytes r ‖ s; throws on another length. */
export function finishTrustList(signingInput: string, signature: Uint8Array): string {
  if (signature.length !== 64) throw new Error(`an ES256 signature has 64 bytes, not ${signature.length}`);
  return `${signingInput}.${toBase64url(signature)}`;
}

function part(value: object): string {
  return toBase64url(utf8Encode(JSON.stringify(value)));
}
