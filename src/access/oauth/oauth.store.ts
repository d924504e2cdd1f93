import type { Adapter, AdapterPayload, errors as OidcErrors } from 'oidc-provider';
import type { Pool } from 'pg';
import type { Clock } from '../../platform/index.js';

interface Row {
  payload: AdapterPayload;
  consumed_at: Date | null;
}

// What a grant takes along when it is revoked.
const ofGrant = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);

/**
 * What the OAuth server remembers, in `oauth_model`. Two of its acts must have one winner among any number in parallel:
 * the first use of an assertion and the redemption of a code; every other one throws.
 */
export class OauthStore implements Adapter {
  constructor(
    private readonly pool: Pool,
    private readonly kind: string,
    private readonly errors: typeof OidcErrors,
    private readonly clock: Clock,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const text = JSON.stringify(payload);
    // jsonb holds no U+0000, which a parameter may bring.
    if (text.includes('\\u0000')) throw new this.errors.InvalidRequest('a parameter holds a NUL character');
    const once = this.kind === 'ReplayDetection';
    const { rowCount } = await this.pool.query({
      name: once ? 'oauth-insert-once' : 'oauth-upsert',
      text: `insert into oauth_model (kind, id, payload, grant_id, uid, expires_at) values ($1, $2, $3, $4, $5, $6)
        on conflict ${
          once
            ? 'do nothing'
            : `(kind, id) do update set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
               expires_at = excluded.expires_at`
        }`,
      values: [
        this.kind,
        id,
        text,
        ofGrant.has(this.kind) ? (payload.grantId ?? null) : null,
        this.kind === 'Session' ? (payload.uid ?? null) : null,
        expiresIn === undefined ? null : new Date(this.clock() + expiresIn * 1000),
      ],
    });
    if (once && rowCount !== 1)
      throw new this.errors.InvalidClientAuth('client assertion tokens must only be used once');
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return this.read('oauth-find', 'id', id);
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.read('oauth-find-by-uid', 'uid', uid);
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const { rowCount } = await this.pool.query({
      name: 'oauth-consume',
      text: 'update oauth_model set consumed_at = $3 where kind = $1 and id = $2 and consumed_at is null',
      values: [this.kind, id, new Date(this.clock())],
    });
    if (rowCount !== 1) throw new this.errors.InvalidGrant('already consumed');
  }

  async destroy(id: string): Promise<void> {
    await this.pool.query({
      name: 'oauth-destroy',
      text: 'delete from oauth_model where kind = $1 and id = $2',
      values: [this.kind, id],
    });
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.pool.query({
      name: 'oauth-revoke-grant',
      text: 'delete from oauth_model where grant_id = $1',
      values: [grantId],
    });
  }

  private async read(name: string, column: 'id' | 'uid', value: string): Promise<AdapterPayload | undefined> {
    if (!/^[A-Za-z0-9_-]{1,128}$/.test(value)) return undefined;
    const { rows } = await this.pool.query<Row>({
      name,
      text: `select payload, consumed_at from oauth_model
        where kind = $1 and ${column} = $2 and (expires_at is null or expires_at > $3)`,
      values: [this.kind, value, new Date(this.clock())],
    });
    const row = rows[0];
    if (!row) return undefined;
    return row.consumed_at ? { ...row.payload, consumed: Math.floor(row.consumed_at.getTime() / 1000) } : row.payload;
  }
}
