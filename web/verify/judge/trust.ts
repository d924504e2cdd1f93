import { type EcPublicJwk, readTrustList, toBase64url, utf8Encode } from '@elicence/core';
import { nobleCrypto } from '@elicence/core/crypto/noble';

/** What a trust list says of itself, when the root signed it and it is in force; undefined otherwise. */
export function readSigned(
  jws: string,
  root: EcPublicJwk,
  at: number,
): { number: number; issuedAt: string; nextRoot?: EcPublicJwk } | undefined {
  const list = readTrustList(jws, root, { at }, nobleCrypto);
  if (!list.ok) return undefined;
  const { number, issuedAt, nextRoot } = list.value;
  return { number, issuedAt, ...(nextRoot && { nextRoot }) };
}

/** The RFC 7638 thumbprint of a root, base64url, as operators publish it. */
export function thumbprintOf({ crv, kty, x, y }: EcPublicJwk): string {
  return toBase64url(nobleCrypto.sha256(utf8Encode(JSON.stringify({ crv, kty, x, y }))));
}
