import type { Pool, PoolClient } from 'pg';
import { queryScoped } from '../platform/index.js';

export interface UseRecord {
  id: string;
  organisationId: string;
  clientId: string;
  holderKey: Buffer;
  presentationId: string;
  way: 'presentation-code';
  matterCode: string;
  licenceIds: string[];
  identifiers: string[];
  fields: string[];
  usedAt: Date;
}

export interface HolderUse {
  id: string;
  organisationId: string;
  matterCode: string;
  identifiers: string[];
  fields: string[];
  usedAt: Date;
}

/** Records of use hold names of fields and identifiers, never a value. */
export const useStore = {
  async insert(client: PoolClient, use: UseRecord): Promise<void> {
    await client.query({
      name: 'use-insert',
      text: `insert into use_record
        (id, organisation_id, client_id, holder_key, presentation_id, way, matter_code, licence_ids, identifiers, fields, used_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      values: [
        use.id,
        use.organisationId,
        use.clientId,
        use.holderKey,
        use.presentationId,
        use.way,
        use.matterCode,
        use.licenceIds,
        use.identifiers,
        use.fields,
        use.usedAt,
      ],
    });
  },

  async find(client: PoolClient, id: string): Promise<{ presentationId: string; usedAt: Date } | undefined> {
    const { rows } = await client.query<{ presentation_id: string; used_at: Date }>({
      name: 'use-find',
      text: 'select presentation_id, used_at from use_record where id = $1',
      values: [id],
    });
    return rows[0] && { presentationId: rows[0].presentation_id, usedAt: rows[0].used_at };
  },

  /** Newest first. */
  async ofHolder(pool: Pool, holderKeyHex: string, after: string | null, limit: number): Promise<HolderUse[]> {
    const rows = await queryScoped<{
      id: string;
      organisation_id: string;
      matter_code: string;
      identifiers: string[];
      fields: string[];
      used_at: Date;
    }>(
      pool,
      { holders: [holderKeyHex] },
      {
        name: 'use-of-holder',
        text: `select id, organisation_id, matter_code, identifiers, fields, used_at from use_record
          where holder_key = decode($1, 'hex') and ($2::uuid is null or id < $2) order by id desc limit $3`,
      },
      [holderKeyHex, after, limit],
    );
    return rows.map((row) => ({
      id: row.id,
      organisationId: row.organisation_id,
      matterCode: row.matter_code,
      identifiers: row.identifiers,
      fields: row.fields,
      usedAt: row.used_at,
    }));
  },
};
