import { hash, randomBytes } from 'node:crypto';
import type { EcPublicJwk } from '../../core/index.js';
import { citizenApp } from '../citizen-app.js';
import { clientScopes } from '../scopes.js';
import { insertClient, type Owner } from './seed.store.js';

export interface NewClient {
  /** 1 to 64 of `a–z`, `0–9`, `-`, `_`. */
  id: string;
  organisationId: string;
  role: string;
  name: string;
  scopes: readonly string[];
  /** Public keys for `private_key_jwt`. Without any the client gets a secret, which counts in the demo alone. */
  jwks?: readonly EcPublicJwk[];
}

/** Makes a client; needs *owner*'s connection. The secret is told once and kept as a digest. */
export async function createClient(
  owner: Owner,
  client: NewClient,
): Promise<{ clientId: string; clientSecret?: string }> {
  if (!/^[a-z0-9_-]{1,64}$/.test(client.id) || client.id === citizenApp.clientId) {
    throw new Error('client: the id is not 1 to 64 of a–z, 0–9, - and _, or it is taken');
  }
  const odd = client.scopes.filter((scope) => !clientScopes.some((known) => known === scope));
  if (odd.length > 0 || client.scopes.length === 0) throw new Error(`client: scopes are missing or unknown: ${odd}`);
  const keys = client.jwks?.map(({ kty, crv, x, y, kid }) => ({ kty, crv, x, y, ...(kid ? { kid } : {}) }));
  if (keys?.some(({ kty, crv }) => kty !== 'EC' || crv !== 'P-256')) throw new Error('client: a key is not of P-256');
  const secret = keys?.length ? undefined : randomBytes(32).toString('base64url');
  await insertClient(owner, {
    ...client,
    secretDigest: secret ? hash('sha256', secret, 'buffer') : null,
    jwks: keys?.length ? JSON.stringify({ keys }) : null,
  });
  return { clientId: client.id, ...(secret ? { clientSecret: secret } : {}) };
}
