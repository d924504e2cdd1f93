import { type EncodedStatusList, toBase64url } from '../core/index.js';
import type { EcSigner } from '../signing/index.js';

/** What a status list token says; times in seconds since 1970. */
export interface StatusClaims {
  uri: string;
  issuedAt: number;
  ttl: number;
  list: EncodedStatusList;
}

/** A token is re-made after half its time to live, and a copy may be kept for one more. */
export const lifetimeOf = (ttl: number): number => 2 * ttl;

/** Signs a status list token: `statuslist+jwt`, ES256, with its key named by `kid` (Token Status List §5.1). */
export function signStatusToken({ uri, issuedAt, ttl, list }: StatusClaims, key: EcSigner): string {
  const header = { alg: 'ES256', typ: 'statuslist+jwt', kid: key.keyId };
  const payload = { sub: uri, iat: issuedAt, exp: issuedAt + lifetimeOf(ttl), ttl, status_list: list };
  const signingInput = `${part(header)}.${part(payload)}`;
  return `${signingInput}.${toBase64url(key.sign(Buffer.from(signingInput)))}`;
}

/** `lst` of a token of our own, to see whether another would say the same. */
export function listOfToken(token: string): string | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  const { status_list } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    status_list?: { lst?: string };
  };
  return status_list?.lst;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
