import type { PoolClient } from 'pg';

export interface NewPresentation {
  id: string;
  codeDigest: Buffer;
  holderKey: Buffer;
  receiverId: string;
  matterCode: string;
  licenceIds: string[];
  sealedCode: Buffer;
  createdAt: Date;
  expiresAt: Date;
}

export interface Presentation {
  id: string;
  holderKey: Buffer;
  matterCode: string;
  licenceIds: string[];
  expiresAt: Date;
  spentAt: Date | null;
}

/** Presentation codes. Each call runs in the caller's transaction and scope. */
export const presentationStore = {
  async insert(client: PoolClient, p: NewPresentation): Promise<void> {
    await client.query({
      name: 'presentation-insert',
      text: `insert into presentation
        (id, code_digest, holder_key, receiver_id, matter_code, licence_ids, sealed_code, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      values: [
        p.id,
        p.codeDigest,
        p.holderKey,
        p.receiverId,
        p.matterCode,
        p.licenceIds,
        p.sealedCode,
        p.createdAt,
        p.expiresAt,
      ],
    });
  },

  async sealedCode(client: PoolClient, id: string): Promise<{ sealedCode: Buffer; expiresAt: Date; spent: boolean }> {
    const { rows } = await client.query<{ sealed_code: Buffer; expires_at: Date; spent_at: Date | null }>({
      name: 'presentation-sealed-code',
      text: 'select sealed_code, expires_at, spent_at from presentation where id = $1',
      values: [id],
    });
    const row = rows[0]!;
    return { sealedCode: row.sealed_code, expiresAt: row.expires_at, spent: row.spent_at !== null };
  },

  /** Reads the code's row, if it is one for the receiver of the scope. */
  byCode: (client: PoolClient, codeDigest: Buffer) =>
    read(client, 'presentation-by-code', 'code_digest = $1', codeDigest),

  /** Locks an unspent row (or one spent within ten minutes): of 100 that come at once, one goes on at a time. */
  lock: (client: PoolClient, id: string) => read(client, 'presentation-lock', 'id = $1', id, 'for update'),

  /** Spends it in this transaction, which opens its licences to the receiver until the transaction ends. */
  async spend(client: PoolClient, id: string, at: Date): Promise<void> {
    const { rowCount } = await client.query({
      name: 'presentation-spend',
      text: `update presentation set spent_at = coalesce(spent_at, $2), spent_xid = pg_current_xact_id() where id = $1`,
      values: [id, at],
    });
    if (rowCount !== 1) throw new Error('the presentation could not be spent');
  },
};

async function read(
  client: PoolClient,
  name: string,
  where: string,
  value: unknown,
  locking = '',
): Promise<Presentation | undefined> {
  const { rows } = await client.query<{
    id: string;
    holder_key: Buffer;
    matter_code: string;
    licence_ids: string[];
    expires_at: Date;
    spent_at: Date | null;
  }>({
    name,
    text: `select id, holder_key, matter_code, licence_ids, expires_at, spent_at from presentation where ${where} ${locking}`,
    values: [value],
  });
  const row = rows[0];
  return (
    row && {
      id: row.id,
      holderKey: row.holder_key,
      matterCode: row.matter_code,
      licenceIds: row.licence_ids,
      expiresAt: row.expires_at,
      spentAt: row.spent_at,
    }
  );
}
