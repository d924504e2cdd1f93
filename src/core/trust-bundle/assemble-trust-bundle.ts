import { toBase64url, utf8Encode } from '../bytes/index.js';
import { canonicalJson } from '../json/index.js';
import { type TrustBundlePayload, trustBundleType } from './trust-bundle.js';

/** `header.payload` of a trust bundle, ASCII: what the registry's key `status` signs with ES256. */
export function trustBundleSigningInput(payload: TrustBundlePayload, keyId: string): string {
  const header = { alg: 'ES256', kid: keyId, typ: trustBundleType };
  return `${part(canonicalJson(header))}.${part(canonicalJson(plain(payload)))}`;
}

/** Joins a trust bundle with its signature, 64 bytes r ‖ s; throws on another length. */
export function finishTrustBundle(signingInput: string, signature: Uint8Array): string {
  if (signature.length !== 64) throw new Error(`an ES256 signature has 64 bytes, not ${signature.length}`);
  return `${signingInput}.${toBase64url(signature)}`;
}

function plain({ statusLists, masters, ...rest }: TrustBundlePayload) {
  const lists = statusLists.map(({ uri, token }) => ({ uri, token }));
  return { ...rest, statusLists: lists, ...(masters && { masters: { ...masters } }) };
}

const part = (json: string): string => toBase64url(utf8Encode(json));
