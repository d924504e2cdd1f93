import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Pool } from 'pg';
import { type ClientRecord, readClient } from '../client.store.js';

/**
 * The registry's clients as the OAuth server sees them; it never writes one. A key stands before a secret, and a secret
 * counts in the embedded demo alone. What it is told as the secret is the digest of it.
 */
export class RegisteredClients implements Adapter {
  constructor(
    private readonly pool: Pool,
    private readonly demo: boolean,
  ) {}

  async find(id: string): Promise<AdapterPayload | undefined> {
    const client = await readClient(this.pool, id);
    const authentication = client && authenticationOf(client, this.demo);
    return (
      authentication && {
        client_id: client.id,
        client_name: client.name,
        scope: client.scopes.join(' '),
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        ...authentication,
      }
    );
  }

  upsert = readOnly;
  consume = readOnly;
  destroy = readOnly;
  revokeByGrantId = readOnly;
  findByUid = async (): Promise<undefined> => undefined;
  findByUserCode = async (): Promise<undefined> => undefined;
}

function authenticationOf(client: ClientRecord, demo: boolean): AdapterPayload | undefined {
  if (client.jwks) {
    return {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: client.jwks as AdapterPayload['jwks'],
    };
  }
  if (!demo || !client.secretDigest) return undefined;
  return {
    token_endpoint_auth_method: 'client_secret_basic',
    client_secret: client.secretDigest.toString('base64url'),
  };
}

async function readOnly(): Promise<never> {
  throw new Error('clients are made by the owner, not by the OAuth server');
}
